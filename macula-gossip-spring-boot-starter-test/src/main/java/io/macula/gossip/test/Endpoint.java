package io.macula.gossip.test;

import java.util.concurrent.CompletableFuture;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.Message;
import io.macula.gossip.etf.Term;

/**
 * A node that links: a service of an application, or one that a test made.
 */
interface Endpoint {

	NodeName name();

	/**
	 * Say whether it accepts links, and answers.
	 */
	boolean isAlive();

	/**
	 * Say whether it has a key that the other accepts.
	 */
	boolean accepts(Endpoint other);

	/**
	 * A link stands. Called on the network's thread.
	 */
	void linkUp(Endpoint other);

	/**
	 * A link has ended. Called on the network's thread.
	 */
	void linkDown(Endpoint other, String reason);

	/**
	 * Take a message.
	 * @param process the name it is for
	 * @param message the message
	 * @return the answer, if it is a call
	 */
	CompletableFuture<Term> receive(String process, Message message);

}
