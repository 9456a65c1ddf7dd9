package io.macula.gossip;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Messages to and from the nodes that are linked, JVM and BEAM nodes alike.
 * <p>
 * Between JVM nodes what arrives is of the type that was sent, whatever the data: texts,
 * {@code byte[]}, {@code Boolean}, {@code Character}, numbers of each kind, {@code null},
 * {@code List}, {@code Set} and {@code Map} of these, and {@code Term} of
 * {@code io.macula.gossip.etf}. Anything else, such as a record or a bean, goes as JSON
 * by a {@link GossipMessageConverter}, and its receiver says what type it is: no message
 * names a class.
 * <p>
 * To and from BEAM nodes, and JVM nodes of earlier versions, Java values become Erlang
 * terms and back: {@code String} is a binary, {@code Boolean} and {@code null} are atoms,
 * whole numbers, {@code Double}, {@code byte[]}, {@code List} and {@code Map} are what
 * one expects, a record or bean is a map, and a {@code Term} is itself: that is how atoms
 * and tuples are sent. Its documentation has the table of what comes back.
 * <p>
 * Messages to one node arrive in the order in which they were sent. 10,000 of them or 32
 * MiB may wait until that node takes them, a quarter of the heap for all nodes together,
 * and none may be larger than {@link LinkSettings#getMaxMessageSize()}.
 * <p>
 * Thread-safe. Nothing here blocks but {@code send} with a time to wait: where too much
 * waits for a node, its senders are told.
 */
public interface GossipMessenger {

	/**
	 * How long a call takes at most that says nothing else.
	 */
	Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Send a message to a process by its registered name. As in Erlang, nobody tells
	 * whether it arrived or whether there is such a process.
	 * @param node the node
	 * @param process the registered name, 1 to 255 characters
	 * @param message the message
	 * @return whether it is on its way: {@code false} if there is no link to the node or
	 * too much waits to be sent to it already
	 * @throws MessageTooLargeException if it is larger than a link carries
	 * @throws IllegalArgumentException if the message cannot be sent
	 */
	boolean send(NodeName node, String process, @Nullable Object message);

	/**
	 * Send a message to a process by its registered name, and wait as long as too much
	 * waits to be sent to the node. Not for threads that must not wait: a handler that
	 * does so holds up a thread that all handlers share.
	 * @param node the node
	 * @param process the registered name, 1 to 255 characters
	 * @param message the message
	 * @param timeout how long to wait at most; not at all if it is zero or negative
	 * @return whether it is on its way: {@code false} if there is no link to the node, it
	 * ended meanwhile, or too much waited for all of the time
	 * @throws MessageTooLargeException if it is larger than a link carries
	 * @throws IllegalArgumentException if the message cannot be sent
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	boolean send(NodeName node, String process, @Nullable Object message, Duration timeout) throws InterruptedException;

	/**
	 * Call a {@code gen_server} by its registered name, or a handler of another JVM node.
	 * @param node the node
	 * @param process the registered name, 1 to 255 characters
	 * @param request the request
	 * @param timeout the most that the answer may take, however long
	 * @return the answer; it fails at once where there is no link or no such process, and
	 * when the link ends. Completed on a thread that serves answers and waits for no
	 * handler, so that a handler can wait for it. Whoever cancels it ends the call
	 * @throws MessageTooLargeException if the request is larger than a link carries
	 * @throws IllegalArgumentException if the request cannot be sent
	 */
	default CompletableFuture<@Nullable Object> call(NodeName node, String process, @Nullable Object request,
			Duration timeout) {
		return call(node, process, request, Object.class, timeout);
	}

	/**
	 * Call a handler of another JVM node, or a {@code gen_server}, and wait 5 s at most,
	 * as {@code gen_server:call} does.
	 * @param <T> the type of the answer
	 * @param node the node
	 * @param process the registered name, 1 to 255 characters
	 * @param request the request
	 * @param type what the answer is read as
	 * @return the answer, or a {@link CallException}, as with a time-out
	 * @throws MessageTooLargeException if the request is larger than a link carries
	 * @throws IllegalArgumentException if the request cannot be sent
	 */
	default <T> CompletableFuture<@Nullable T> call(NodeName node, String process, @Nullable Object request,
			Class<T> type) {
		return call(node, process, request, type, DEFAULT_TIMEOUT);
	}

	/**
	 * Call a handler of another JVM node, or a {@code gen_server}, by its registered
	 * name.
	 * @param <T> the type of the answer
	 * @param node the node
	 * @param process the registered name, 1 to 255 characters
	 * @param request the request
	 * @param type what the answer is read as; {@code Object} for what was sent
	 * @param timeout the most that the answer may take, however long
	 * @return the answer, or a {@link CallException} that says which side failed: at once
	 * where there is no link or no such process, and when the link ends. Completed on a
	 * thread that serves answers and waits for no handler, so that a handler can wait for
	 * it. Whoever cancels it ends the call
	 * @throws MessageTooLargeException if the request is larger than a link carries
	 * @throws IllegalArgumentException if the request cannot be sent
	 */
	default <T> CompletableFuture<@Nullable T> call(NodeName node, String process, @Nullable Object request,
			Class<T> type, Duration timeout) {
		return call(node, process, request, ParameterizedTypeReference.<T>forType(type), timeout);
	}

	/**
	 * Call a handler of another JVM node whose answer is of a generic type, such as a
	 * list of records.
	 * @param <T> the type of the answer
	 * @param node the node
	 * @param process the registered name, 1 to 255 characters
	 * @param request the request
	 * @param type what the answer is read as
	 * @param timeout the most that the answer may take, however long
	 * @return the answer, or a {@link CallException}, as with a {@code Class}
	 * @throws MessageTooLargeException if the request is larger than a link carries
	 * @throws IllegalArgumentException if the request cannot be sent
	 */
	<T> CompletableFuture<@Nullable T> call(NodeName node, String process, @Nullable Object request,
			ParameterizedTypeReference<T> type, Duration timeout);

	/**
	 * Take the messages that other nodes send to a name here. It stays while the service
	 * is stopped and started again.
	 * @param process the name, 1 to 255 characters; {@code macula_gossip} is taken
	 * @param handler takes the messages
	 * @throws IllegalArgumentException if the name is taken
	 */
	void register(String process, GossipMessageHandler handler);

	/**
	 * Take no more messages for a name. Those that monitor it are told.
	 * @param process the name
	 */
	void unregister(String process);

}
