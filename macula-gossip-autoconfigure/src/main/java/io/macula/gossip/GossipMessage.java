package io.macula.gossip;

import org.jspecify.annotations.Nullable;

/**
 * A message from another node.
 *
 * @param node the node that it came from
 * @param call whether the sender awaits an answer, as {@code gen_server:call} does
 * @param body what was sent, as {@link GossipMessenger} converts terms
 */
public record GossipMessage(NodeName node, boolean call, @Nullable Object body) {

	/**
	 * Return a message that awaits no answer, for tests of handlers.
	 * @param node the node that it came from
	 * @param body what was sent
	 * @return the message
	 */
	public static GossipMessage of(NodeName node, @Nullable Object body) {
		return new GossipMessage(node, false, body);
	}

	/**
	 * Return a message that awaits an answer, for tests of handlers.
	 * @param node the node that it came from
	 * @param body what was sent
	 * @return the message
	 */
	public static GossipMessage call(NodeName node, @Nullable Object body) {
		return new GossipMessage(node, true, body);
	}

}
