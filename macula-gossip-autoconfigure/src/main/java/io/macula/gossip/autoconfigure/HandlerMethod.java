package io.macula.gossip.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import io.macula.gossip.GossipMessage;
import io.macula.gossip.GossipMessageHandler;
import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.GenericTypeResolver;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a bean as a handler. The bean is got for each message, so that it may be
 * lazy or of any scope.
 */
final class HandlerMethod implements GossipMessageHandler {

	private final BeanFactory beans;

	private final String bean;

	private final Method method;

	private final Type[] parameters;

	private HandlerMethod(BeanFactory beans, String bean, Method method, Type[] parameters) {
		this.beans = beans;
		this.bean = bean;
		this.method = method;
		this.parameters = parameters;
	}

	/**
	 * Return a method as a handler.
	 * @param beans has the bean
	 * @param bean name of the bean
	 * @param type the bean's class, which may say what the type variables of the method
	 * are
	 * @param method the method, as it can be invoked on the bean
	 * @return the handler
	 * @throws InvalidGossipHandlerException if it cannot be one
	 */
	static HandlerMethod of(BeanFactory beans, String bean, Class<?> type, Method method) {
		Type[] parameters = method.getGenericParameterTypes();
		int payloads = 0;
		int senders = 0;
		for (int index = 0; index < parameters.length; index++) {
			parameters[index] = GenericTypeResolver.resolveType(parameters[index], type);
			if (parameters[index] == NodeName.class) {
				senders++;
			}
			else {
				payloads++;
			}
		}
		boolean fits = payloads <= 1 && senders <= 1;
		if (!fits || Modifier.isStatic(method.getModifiers())) {
			throw new InvalidGossipHandlerException(
					"The method '%s' of the bean '%s' cannot be a @GossipHandler: it %s.".formatted(
							method.toGenericString(), bean,
							(fits) ? "is static" : "has more parameters than can be filled"),
					"Give it one parameter for what is sent, and if need be a NodeName for the sender,"
							+ " on an instance of the bean.");
		}
		ReflectionUtils.makeAccessible(method);
		return new HandlerMethod(beans, bean, method, parameters);
	}

	@Override
	public @Nullable Object handle(GossipMessage message) throws Exception {
		@Nullable Object[] arguments = new @Nullable Object[this.parameters.length];
		for (int index = 0; index < arguments.length; index++) {
			arguments[index] = argument(message, this.parameters[index]);
		}
		Object answer = invoke(arguments);
		if (answer instanceof CompletionStage<?> stage) {
			try {
				return stage.toCompletableFuture().get();
			}
			catch (ExecutionException ex) {
				throw unwrap(ex);
			}
		}
		return answer;
	}

	private static @Nullable Object argument(GossipMessage message, Type type) {
		if (type == NodeName.class) {
			return message.node();
		}
		return (type == GossipMessage.class) ? message : message.body(type);
	}

	private @Nullable Object invoke(@Nullable Object[] arguments) throws Exception {
		try {
			return this.method.invoke(this.beans.getBean(this.bean), arguments);
		}
		catch (InvocationTargetException ex) {
			throw unwrap(ex);
		}
	}

	private static Exception unwrap(Exception wrapper) {
		Throwable cause = wrapper.getCause();
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof Exception exception) ? exception : wrapper;
	}

	@Override
	public String toString() {
		return "'%s' of the bean '%s'".formatted(this.method.toGenericString(), this.bean);
	}

}
