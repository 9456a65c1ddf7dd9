package io.macula.gossip.distribution;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.macula.gossip.NodeName;
import io.macula.gossip.etf.Term;
import org.jspecify.annotations.Nullable;

/**
 * Links to other nodes and what goes over them: Erlang's distribution, as
 * {@link DistributionNode} speaks it and says in full, or calls in memory for tests.
 * Thread-safe.
 */
public interface LinkLayer extends AutoCloseable {

	/**
	 * The name of the process that nodes send what they tell of themselves. Where it is
	 * registered its handler gets the calls, and the listener all else that is sent to
	 * it.
	 */
	String INTRODUCTIONS = "macula_gossip";

	/**
	 * Accept links from now on.
	 * @throws IOException if that cannot be
	 */
	void start() throws IOException;

	/**
	 * Return the port that links are accepted on.
	 * @return a TCP port; 0 while none are accepted, or if it takes none
	 */
	int port();

	/**
	 * Return what tells this node from earlier ones of its name.
	 * @return its creation, or 0 if it has none yet
	 */
	long incarnation();

	/**
	 * Connect to a node, unless there is a link or an attempt already. The listener hears
	 * of the link, or of the failure.
	 * @param node the node
	 * @param destination where to connect, or {@code null} for where its name says
	 */
	void connect(NodeName node, @Nullable Destination destination);

	/**
	 * Close the link to a node, if there is one.
	 * @param node the node
	 * @param reason why, in words, for the listener
	 */
	void disconnect(NodeName node, String reason);

	/**
	 * Ask a linked node for a sign of life, of which the listener hears.
	 * @param node the node
	 * @return whether there is a link to it
	 */
	boolean probe(NodeName node);

	/**
	 * Send a message to a process by its name. Does not wait.
	 * @param node the node
	 * @param name the name of the process
	 * @param message the message
	 * @return whether it is on its way: {@code false} if there is no link to the node or
	 * too much waits to be sent to it already
	 * @throws io.macula.gossip.MessageTooLargeException if it is larger than a link
	 * carries
	 */
	boolean send(NodeName node, String name, Payload message);

	/**
	 * Send a message that is the same for every node.
	 * @param node the node
	 * @param name the name of the process
	 * @param message the message
	 * @return whether it is on its way
	 */
	default boolean send(NodeName node, String name, Term message) {
		return send(node, name, (typed) -> message);
	}

	/**
	 * Send a message to a process by its name, and wait while too much waits to be sent.
	 * @param node the node
	 * @param name the name of the process
	 * @param message the message
	 * @param timeout how long to wait at most
	 * @return whether it is on its way: {@code false} if there is no link to the node or
	 * too much waited for all of the time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws io.macula.gossip.MessageTooLargeException if it is larger than a link
	 * carries
	 */
	boolean send(NodeName node, String name, Payload message, Duration timeout) throws InterruptedException;

	/**
	 * Send a message that is the same for every node, and wait while too much waits.
	 * @param node the node
	 * @param name the name of the process
	 * @param message the message
	 * @param timeout how long to wait at most
	 * @return whether it is on its way
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	default boolean send(NodeName node, String name, Term message, Duration timeout) throws InterruptedException {
		return send(node, name, (typed) -> message, timeout);
	}

	/**
	 * Tell a process by its name what this node is like now. That goes before messages
	 * that wait, and takes the place of what the process was told before and waits as
	 * well. Does not wait.
	 * @param node the node
	 * @param name the name of the process
	 * @param state what to tell
	 */
	void tell(NodeName node, String name, Term state);

	/**
	 * Call a process by its name and await the answer.
	 * @param node the node
	 * @param name the name of the process
	 * @param request the request
	 * @param timeout the most that the answer may take
	 * @return the answer, or a {@code CallException}
	 * @throws io.macula.gossip.MessageTooLargeException if the request is larger than a
	 * link carries
	 */
	CompletableFuture<Term> call(NodeName node, String name, Payload request, Duration timeout);

	/**
	 * Call a process with a request that is the same for every node.
	 * @param node the node
	 * @param name the name of the process
	 * @param request the request
	 * @param timeout the most that the answer may take
	 * @return the answer, or a {@code CallException}
	 */
	default CompletableFuture<Term> call(NodeName node, String name, Term request, Duration timeout) {
		return call(node, name, (typed) -> request, timeout);
	}

	/**
	 * Give a process here a name.
	 * @param name the name
	 * @param handler takes the messages
	 */
	void register(String name, MessageHandler handler);

	/**
	 * End the process of a name.
	 * @param name the name
	 */
	void unregister(String name);

	/**
	 * Return how many messages were dropped, calls among them, since too many waited for
	 * their handler or they were too large, each or together.
	 * @return a number that never falls
	 */
	long droppedMessages();

	/**
	 * Return how many connections of others were closed amid their handshake or before
	 * it, since more came than may be in theirs at once.
	 * @return a number that never falls
	 */
	long droppedHandshakes();

	/**
	 * Return the links that stand.
	 * @return the links
	 */
	List<NodeLink> links();

	@Override
	void close();

}
