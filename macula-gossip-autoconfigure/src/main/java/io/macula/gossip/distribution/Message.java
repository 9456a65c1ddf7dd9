package io.macula.gossip.distribution;

import io.macula.gossip.NodeName;
import io.macula.gossip.etf.Term;

/**
 * A message to a handler here.
 *
 * @param node the node that it came from
 * @param kind how it was sent
 * @param body what was sent; for a call or a cast without what {@code gen_server} wraps
 * around it
 * @param typed whether the node reads types, in an answer as well
 */
public record Message(NodeName node, Kind kind, Term body, boolean typed) {

	/**
	 * How a message was sent.
	 */
	public enum Kind {

		/**
		 * By {@code gen_server:call} or {@code GenServer.call}: an answer is awaited.
		 */
		CALL,

		/**
		 * By {@code gen_server:cast} or {@code GenServer.cast}.
		 */
		CAST,

		/**
		 * Plainly, by {@code !} or {@code send}.
		 */
		PLAIN

	}

}
