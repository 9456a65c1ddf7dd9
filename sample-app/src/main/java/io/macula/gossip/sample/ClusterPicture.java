package io.macula.gossip.sample;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.NodeState;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as this node knows it now.
 *
 * @param self name of this node
 * @param running whether this node takes part
 * @param group multicast group and port
 * @param mode what makes a node count as connected
 * @param authenticated whether a secret signs the announcements
 * @param problems what keeps this node from hearing or being heard
 * @param nodes the other nodes
 */
record ClusterPicture(String self, boolean running, String group, String mode, boolean authenticated,
		List<String> problems, List<Node> nodes) {

	static ClusterPicture of(GossipClusterService cluster, Set<String> down) {
		GossipStatus status = cluster.getStatus();
		String group = status.group().getAddress().getHostAddress() + " port " + status.group().getPort();
		return new ClusterPicture(String.valueOf(cluster.getNodeName()), status.running(), group,
				status.connectionMode().name().toLowerCase(Locale.ROOT), status.authenticated(), status.problems(),
				cluster.getNodes().stream().map((node) -> Node.of(node, down)).toList());
	}

	/**
	 * Another node.
	 *
	 * @param name its name
	 * @param state {@code connected}, {@code suspected}, {@code down} if it was up
	 * before, or {@code discovered}
	 * @param address where its last announcement came from
	 * @param discoveredAt when it was first heard
	 * @param connectedAt when it came up; {@code null} if it is not up
	 * @param lastHeardAt when its last announcement came
	 * @param lastError why it is not up; {@code null} if it is
	 * @param metadata what it told of itself
	 */
	record Node(String name, String state, String address, Instant discoveredAt, @Nullable Instant connectedAt,
			Instant lastHeardAt, @Nullable String lastError, Map<String, String> metadata) {

		private static Node of(GossipNode node, Set<String> down) {
			String name = node.name().value();
			boolean isDown = node.state() == NodeState.DISCOVERED && down.contains(name);
			return new Node(name, isDown ? "down" : node.state().name().toLowerCase(Locale.ROOT),
					node.address().getHostAddress(), node.discoveredAt(), node.connectedAt(), node.lastHeardAt(),
					node.lastError(), node.metadata());
		}

	}

}
