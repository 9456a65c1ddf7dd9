package io.macula.gossip;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Messages to and from the nodes that are linked, JVM and BEAM nodes alike.
 * <p>
 * Java values become Erlang terms and back: {@code String} is a binary, {@code Boolean}
 * and {@code null} are atoms, whole numbers, {@code Double}, {@code byte[]}, {@code List}
 * and {@code Map} are what one expects, and a {@code Term} of
 * {@code io.macula.gossip.etf} is itself: that is how atoms and tuples are sent. Its
 * documentation has the table of what comes back.
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
	 * Send a message to a process by its registered name. As in Erlang, nobody tells
	 * whether it arrived or whether there is such a process.
	 * @param node the node
	 * @param process the registered name, 1 to 255 characters
	 * @param message the message
	 * @return whether it is on its way: {@code false} if there is no link to the node or
	 * too much waits to be sent to it already
	 * @throws MessageTooLargeException if it is larger than a link carries
	 * @throws IllegalArgumentException if there is no term for the message
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
	 * @throws IllegalArgumentException if there is no term for the message
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
	 * @throws IllegalArgumentException if there is no term for the request
	 */
	CompletableFuture<@Nullable Object> call(NodeName node, String process, @Nullable Object request, Duration timeout);

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
