package io.macula.gossip;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * How a {@link GossipClusterService} stands at one moment. Immutable.
 *
 * @param running whether it takes part in the cluster
 * @param group multicast group and port
 * @param protocol format of the announcements, such as {@code macula}
 * @param connectionMode what makes a node count as connected, such as {@code heartbeat}
 * @param authenticated whether a secret signs the announcements
 * @param interfaces the interfaces in use; empty if it is not running
 * @param peers whom announcements are sent to one by one; empty if it is not running
 * @param refusals datagrams that were refused, by host and reason, the last ones last, at
 * most 64; empty if it is not running
 * @param problems what keeps it from hearing or being heard, in words; empty if all is
 * well or it is not running
 */
public record GossipStatus(boolean running, InetSocketAddress group, String protocol, String connectionMode,
		boolean authenticated, List<GossipInterface> interfaces, List<GossipPeer> peers, List<GossipRefusal> refusals,
		List<String> problems) {

	/**
	 * Create a status.
	 */
	public GossipStatus {
		interfaces = List.copyOf(interfaces);
		peers = List.copyOf(peers);
		refusals = List.copyOf(refusals);
		problems = List.copyOf(problems);
	}

}
