package io.macula.gossip.membership;

import io.macula.gossip.NodeDownReason;

/**
 * What an input leads to, for the owner of the {@link Membership} to carry out in order.
 */
public sealed interface Effect {

	/**
	 * Return the node that it is about.
	 * @return the node as it is after the input
	 */
	Member member();

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

	/**
	 * Tell the listeners that a node told its metadata.
	 *
	 * @param member the node
	 */
	record MetadataChanged(Member member) implements Effect {

	}

	/**
	 * Try to link to a node. The outcome is a further input: link up or connect failed.
	 *
	 * @param member the node
	 */
	record Connect(Member member) implements Effect {

	}

	/**
	 * Ask a node over its link whether it is alive.
	 *
	 * @param member the node
	 */
	record Probe(Member member) implements Effect {

	}

	/**
	 * Close the link to a node.
	 *
	 * @param member the node
	 * @param cause why, in words
	 */
	record Close(Member member, String cause) implements Effect {

	}

}
