package io.macula.gossip.distribution;

import io.macula.gossip.etf.Term;

/**
 * What is to be sent, in the form that suits the node that it goes to.
 */
@FunctionalInterface
public interface Payload {

	/**
	 * Return the message. Called by whoever sends, before that returns, and at most once.
	 * @param typed whether the other node reads types, as JVM nodes do
	 * @return the message
	 * @throws IllegalArgumentException if there is none
	 */
	Term as(boolean typed);

}
