package io.macula.gossip.autoconfigure;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipHandler;
import io.macula.gossip.GossipMessenger;
import io.macula.gossip.etf.AtomTerm;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Registers the methods that are marked with {@link GossipHandler}, once all singletons
 * are there and before a service starts. Proxies, scopes and lazy beans are dealt with as
 * Spring does for {@code @EventListener}.
 */
class GossipHandlers implements SmartInitializingSingleton, DisposableBean {

	private final ConfigurableListableBeanFactory beans;

	/**
	 * What takes the registrations back, of which the service of a parent context would
	 * keep those of a context that is closed.
	 */
	private final List<Runnable> registrations = new ArrayList<>();

	GossipHandlers(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<Handler> handlers = new ArrayList<>();
		for (String bean : this.beans.getBeanNamesForType(Object.class)) {
			Class<?> type = ScopedProxyUtils.isScopedTarget(bean) ? null : targetClass(bean);
			if (type != null && !type.getName().startsWith("org.springframework.")
					&& AnnotationUtils.isCandidateClass(type, GossipHandler.class)) {
				find(bean, type, handlers);
			}
		}
		if (!handlers.isEmpty()) {
			register(handlers);
		}
	}

	private @Nullable Class<?> targetClass(String bean) {
		try {
			Class<?> type = AutoProxyUtils.determineTargetClass(this.beans, bean);
			if (type != null && ScopedObject.class.isAssignableFrom(type)) {
				Class<?> scoped = AutoProxyUtils.determineTargetClass(this.beans,
						ScopedProxyUtils.getTargetBeanName(bean));
				return (scoped != null) ? scoped : type;
			}
			return type;
		}
		catch (RuntimeException ex) {
			// A bean whose class is not known, which has no methods that could be looked
			// at
			return null;
		}
	}

	private void find(String bean, Class<?> type, List<Handler> handlers) {
		Map<Method, GossipHandler> methods;
		try {
			methods = MethodIntrospector.selectMethods(type,
					(MethodIntrospector.MetadataLookup<GossipHandler>) (method) -> AnnotatedElementUtils
						.findMergedAnnotation(method, GossipHandler.class));
		}
		catch (NoClassDefFoundError ex) {
			// As of a bean with an optional dependency that is not there
			return;
		}
		methods.forEach((method, annotation) -> handlers.add(new Handler(resolve(annotation.value()),
				resolve(annotation.cluster()), HandlerMethod.of(this.beans, bean, type, invocable(bean, method)))));
	}

	private Method invocable(String bean, Method method) {
		try {
			Class<?> type = this.beans.getType(bean);
			return (type != null) ? AopUtils.selectInvocableMethod(method, type) : method;
		}
		catch (IllegalStateException ex) {
			throw new InvalidGossipHandlerException(
					"The method '%s' cannot be a @GossipHandler: it cannot be called on the proxy of the bean '%s'."
						.formatted(method.toGenericString(), bean),
					"Make it public and not final, and if the bean has interfaces, declare it in one of them"
							+ " or have the class proxied.");
		}
	}

	private String resolve(String value) {
		String resolved = this.beans.resolveEmbeddedValue(value);
		return (resolved != null) ? resolved : "";
	}

	private void register(List<Handler> handlers) {
		Collection<GossipClusterService> services = SimpleAutowireCandidateResolver
			.resolveAutowireCandidates(this.beans, GossipClusterService.class)
			.values();
		Map<GossipClusterService, Map<String, HandlerMethod>> taken = new HashMap<>();
		// Mocks that were told nothing have no name, and may be meant by any
		boolean unnamed = services.stream().anyMatch((service) -> nameOf(service) == null);
		for (Handler handler : handlers) {
			GossipClusterService service = service(handler, services);
			if (service == null && unnamed) {
				continue;
			}
			if (service == null) {
				throw unknownCluster(handler, services);
			}
			HandlerMethod other = taken.computeIfAbsent(service, (key) -> new HashMap<>())
				.put(handler.name(), handler.method());
			if (other != null) {
				throw new InvalidGossipHandlerException("Two methods handle the messages to '%s': %s and %s.".formatted(
						handler.name(), other, handler.method()), "Give one of them another name, or another cluster.");
			}
			register(service, handler);
		}
	}

	private void register(GossipClusterService service, Handler handler) {
		String name = handler.name();
		if (name.isEmpty() || name.codePointCount(0, name.length()) > AtomTerm.MAX_LENGTH) {
			throw new InvalidGossipHandlerException(
					"The method %s handles the messages to '%s', which is no name.".formatted(handler.method(), name),
					"Give it a name of 1 to %d characters.".formatted(AtomTerm.MAX_LENGTH));
		}
		@Nullable GossipMessenger messenger = service.getMessenger();
		// A mock that was told nothing
		if (messenger == null) {
			return;
		}
		try {
			messenger.register(name, handler.method());
			this.registrations.add(() -> messenger.unregister(name));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidGossipHandlerException("The method %s cannot handle the messages to '%s': %s."
				.formatted(handler.method(), name, ex.getMessage()), "Give it another name.");
		}
	}

	private @Nullable GossipClusterService service(Handler handler, Collection<GossipClusterService> services) {
		if (handler.cluster().isEmpty()) {
			return this.beans.getBeanProvider(GossipClusterService.class).getIfUnique();
		}
		return services.stream()
			.filter((candidate) -> handler.cluster().equals(nameOf(candidate)))
			.findFirst()
			.orElse(null);
	}

	private static @Nullable String nameOf(GossipClusterService service) {
		return service.getCluster();
	}

	private static InvalidGossipHandlerException unknownCluster(Handler handler,
			Collection<GossipClusterService> services) {
		List<String> names = services.stream().map(GossipClusterService::getCluster).sorted().toList();
		return new InvalidGossipHandlerException(
				"The method %s handles messages of the cluster '%s', and this application takes part in %s."
					.formatted(handler.method(), handler.cluster(), names),
				"Name one of these as the cluster of the @GossipHandler.");
	}

	@Override
	public void destroy() {
		this.registrations.forEach(Runnable::run);
	}

	/**
	 * A method, and what it handles.
	 */
	private record Handler(String name, String cluster, HandlerMethod method) {

	}

}
