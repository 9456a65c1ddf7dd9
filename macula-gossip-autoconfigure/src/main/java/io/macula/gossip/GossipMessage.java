package io.macula.gossip;

import java.lang.reflect.Type;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * A message from another node. Two are equal whose nodes and bodies are. Immutable.
 */
public final class GossipMessage {

	private final NodeName node;

	private final boolean call;

	private final Function<Type, @Nullable Object> body;

	/**
	 * Create a message, for those that bring messages.
	 * @param node the node that it came from
	 * @param call whether the sender awaits an answer
	 * @param body reads what was sent as a type
	 */
	public GossipMessage(NodeName node, boolean call, Function<Type, @Nullable Object> body) {
		this.node = node;
		this.call = call;
		this.body = body;
	}

	/**
	 * Return a message that awaits no answer, for tests of handlers.
	 * @param node the node that it came from
	 * @param body what was sent
	 * @return the message
	 */
	public static GossipMessage of(NodeName node, @Nullable Object body) {
		return new GossipMessage(node, false, (type) -> cast(body, type));
	}

	/**
	 * Return a message that awaits an answer, for tests of handlers.
	 * @param node the node that it came from
	 * @param body what was sent
	 * @return the message
	 */
	public static GossipMessage call(NodeName node, @Nullable Object body) {
		return new GossipMessage(node, true, (type) -> cast(body, type));
	}

	private static @Nullable Object cast(@Nullable Object body, Type type) {
		Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(ResolvableType.forType(type).resolve(Object.class));
		if (body != null && !raw.isInstance(body)) {
			throw new UnreadableMessageException(
					"It is a %s, and no %s".formatted(body.getClass().getTypeName(), type.getTypeName()));
		}
		return body;
	}

	/**
	 * Return the node that it came from.
	 * @return the name of the node
	 */
	public NodeName node() {
		return this.node;
	}

	/**
	 * Return whether the sender awaits an answer, as {@code gen_server:call} does.
	 * @return whether it does
	 */
	public boolean call() {
		return this.call;
	}

	/**
	 * Return what was sent, as {@link GossipMessenger} says: from a JVM node what it was,
	 * but for records and beans, of which one gets a {@code Map}.
	 * @return what was sent; a new value each time
	 * @throws UnreadableMessageException if it is malformed
	 */
	public @Nullable Object body() {
		return body((Type) Object.class);
	}

	/**
	 * Return what was sent as a type.
	 * @param <T> the type
	 * @param type the type
	 * @return what was sent; a new value each time
	 * @throws UnreadableMessageException if it is malformed or no such value
	 */
	@SuppressWarnings("unchecked")
	public <T> @Nullable T body(Class<T> type) {
		return (T) body((Type) type);
	}

	/**
	 * Return what was sent as a type that may have type arguments, such as
	 * {@code List<Quote>}.
	 * @param type the type
	 * @return what was sent; a new value each time
	 * @throws UnreadableMessageException if it is malformed or no such value
	 */
	public @Nullable Object body(Type type) {
		return this.body.apply(type);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof GossipMessage message && this.call == message.call && this.node.equals(message.node)
				&& Objects.deepEquals(body(), message.body());
	}

	@Override
	public int hashCode() {
		return this.node.hashCode();
	}

	@Override
	public String toString() {
		return "GossipMessage[node=%s, call=%s]".formatted(this.node, this.call);
	}

}
