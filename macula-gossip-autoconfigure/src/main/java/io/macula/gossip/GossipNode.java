package io.macula.gossip;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What this node knew of another at one moment. Immutable.
 *
 * @param name name of the node
 * @param state whether it is up
 * @param address where its last announcement came from
 * @param discoveredAt when it was first heard, by this machine's clock
 * @param connectedAt when it last came up; {@code null} if it is not up
 * @param lastHeardAt when its last announcement came, by this machine's clock
 * @param lastError why it is not up, in words; {@code null} if it is up
 * @param metadata what it told of itself over its link; empty if it told nothing
 */
public record GossipNode(NodeName name, NodeState state, InetAddress address, Instant discoveredAt,
		@Nullable Instant connectedAt, Instant lastHeardAt, @Nullable String lastError, Map<String, String> metadata) {

	/**
	 * Say whether the node is up.
	 * @return whether it is up, suspected or not
	 */
	public boolean isConnected() {
		return this.state != NodeState.DISCOVERED;
	}

}
