package io.macula.gossip.membership;

import io.macula.gossip.NodeDownReason;

/**
 * What an input leads to, for the owner of the {@link Membership} to carry out in order.
 */
public sealed interface Effect {

	/**
	 * Tell the listeners that a node not known before was heard.
	 *
	 * @param member the node
	 */
	record Discovered(Member member) implements Effect {

	}

	/**
	 * Tell the listeners that a node came up.
	 *
	 * @param member the node
	 */
	record Up(Member member) implements Effect {

	}

	/**
	 * Tell the listeners that a node is down.
	 *
	 * @param member the node
	 * @param reason why
	 */
	record Down(Member member, NodeDownReason reason) implements Effect {

	}

}
