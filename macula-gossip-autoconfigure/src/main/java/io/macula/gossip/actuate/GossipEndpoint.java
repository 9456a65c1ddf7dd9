package io.macula.gossip.actuate;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.GossipNode;
import io.macula.gossip.GossipPeer;
import io.macula.gossip.GossipRefusal;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint} that shows the clusters and their members.
 */
@Endpoint(id = "gossip")
public class GossipEndpoint {

	private final Map<String, GossipClusterService> services = new LinkedHashMap<>();

	/**
	 * Create an endpoint.
	 * @param services the services to show
	 * @throws IllegalArgumentException if two of them have one name
	 */
	public GossipEndpoint(Collection<GossipClusterService> services) {
		for (GossipClusterService service : services) {
			if (Mocks.isUntold(service)) {
				continue;
			}
			if (this.services.put(service.getCluster(), service) != null) {
				throw new IllegalArgumentException(
						"Two clusters are named '%s': give each GossipClusterBuilder its own cluster(name)"
							.formatted(service.getCluster()));
			}
		}
	}

	/**
	 * Show all clusters.
	 * @return the clusters by name
	 */
	@ReadOperation
	public GossipDescriptor gossip() {
		Map<String, ClusterDescriptor> clusters = new LinkedHashMap<>();
		this.services.forEach((name, service) -> clusters.put(name, ClusterDescriptor.of(service)));
		return new GossipDescriptor(clusters);
	}

	/**
	 * Show one cluster.
	 * @param cluster name of the cluster
	 * @return the cluster, or {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable ClusterDescriptor cluster(@Selector String cluster) {
		GossipClusterService service = this.services.get(cluster);
		return (service != null) ? ClusterDescriptor.of(service) : null;
	}

	/**
	 * Show one node, whether it is known or not, and say why it is here or not.
	 * @param cluster name of the cluster
	 * @param node name of the node
	 * @return the node, or {@code null} if there is no cluster of that name or the node's
	 * name is none
	 */
	@ReadOperation
	public @Nullable NodeDescriptor node(@Selector String cluster, @Selector String node) {
		GossipClusterService service = this.services.get(cluster);
		return (service != null && NodeName.isValid(node)) ? NodeDescriptor.of(service, NodeName.of(node)) : null;
	}

	/**
	 * Announce this node now in every cluster that is running.
	 * @return the clusters it was announced in
	 */
	@WriteOperation
	public AnnouncedDescriptor announce() {
		List<GossipClusterService> running = this.services.values()
			.stream()
			.filter(GossipClusterService::isRunning)
			.toList();
		running.forEach(GossipClusterService::broadcastNow);
		return new AnnouncedDescriptor(running.stream().map(GossipClusterService::getCluster).toList());
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	private static String describe(InetSocketAddress group) {
		String address = group.getAddress().getHostAddress();
		return ((group.getAddress() instanceof Inet6Address) ? "[" + address + "]" : address) + ":" + group.getPort();
	}

	/**
	 * All clusters.
	 *
	 * @param clusters the clusters by name
	 */
	public record GossipDescriptor(Map<String, ClusterDescriptor> clusters) implements OperationResponseBody {

	}

	/**
	 * The clusters that were announced to.
	 *
	 * @param announced names of the clusters
	 */
	public record AnnouncedDescriptor(List<String> announced) implements OperationResponseBody {

	}

	/**
	 * One cluster.
	 *
	 * @param node name of this node; {@code null} before the first start
	 * @param group multicast group and port
	 * @param protocol format of the announcements
	 * @param connectionMode what makes a node count as connected
	 * @param running whether this node takes part
	 * @param lifecycle {@code running}, {@code stopped} or {@code not_started}
	 * @param authenticated whether a secret signs the announcements
	 * @param open whether who has no key can become a member
	 * @param interfaces the interfaces in use
	 * @param peers whom announcements are sent to one by one
	 * @param refused datagrams that were refused, by host and reason, the last ones last
	 * @param problems what keeps this node from hearing or being heard
	 * @param members the other nodes
	 */
	public record ClusterDescriptor(@Nullable String node, String group, String protocol, String connectionMode,
			boolean running, String lifecycle, boolean authenticated, boolean open,
			List<InterfaceDescriptor> interfaces, List<PeerDescriptor> peers, List<RefusalDescriptor> refused,
			List<String> problems, List<MemberDescriptor> members) implements OperationResponseBody {

		static ClusterDescriptor of(GossipClusterService service) {
			GossipStatus status = service.getStatus();
			NodeName node = service.getNodeName();
			return new ClusterDescriptor((node != null) ? node.value() : null, describe(status.group()),
					lowerCase(status.protocol()), lowerCase(status.connectionMode()), status.running(),
					lowerCase(status.lifecycle()), status.authenticated(), status.open(),
					status.interfaces().stream().map(InterfaceDescriptor::of).toList(),
					status.peers().stream().map(PeerDescriptor::of).toList(),
					status.refusals().stream().map(RefusalDescriptor::of).toList(), status.problems(),
					service.getNodes().stream().map(MemberDescriptor::of).toList());
		}

	}

	/**
	 * One node, known or not.
	 *
	 * @param node name of the node
	 * @param explanation why it is here or not
	 * @param member what is known of it; {@code null} if nothing is
	 */
	public record NodeDescriptor(String node, List<String> explanation,
			@Nullable MemberDescriptor member) implements OperationResponseBody {

		static NodeDescriptor of(GossipClusterService service, NodeName name) {
			return new NodeDescriptor(name.value(), service.explain(name),
					service.getNode(name).map(MemberDescriptor::of).orElse(null));
		}

	}

	/**
	 * One interface in use.
	 *
	 * @param name name of the interface
	 * @param address this node's address on it
	 * @param reason why it was chosen
	 * @param ownHeardAt when an announcement of this node last came back on it;
	 * {@code null} if none did
	 * @param lastError why the last announcement could not be sent on it; {@code null} if
	 * it was
	 */
	public record InterfaceDescriptor(String name, String address, String reason, @Nullable Instant ownHeardAt,
			@Nullable String lastError) {

		static InterfaceDescriptor of(GossipInterface used) {
			return new InterfaceDescriptor(used.name(), used.address().getHostAddress(), used.reason(),
					used.ownHeardAt(), used.lastError());
		}

	}

	/**
	 * One host that announcements are sent to.
	 *
	 * @param name host name or address, as it was configured
	 * @param addresses what it stands for; empty while it is not known
	 * @param lastError what is wrong with it; {@code null} if nothing is
	 */
	public record PeerDescriptor(String name, List<String> addresses, @Nullable String lastError) {

		static PeerDescriptor of(GossipPeer peer) {
			return new PeerDescriptor(peer.name(), peer.addresses().stream().map(GossipEndpoint::describe).toList(),
					peer.lastError());
		}

	}

	/**
	 * Datagrams of one host that were refused for one reason.
	 *
	 * @param reason why they were refused, as the meter names it
	 * @param source where they came from
	 * @param count how many there were
	 * @param lastAt when the last one came
	 * @param explanation what is wrong with them and what helps
	 */
	public record RefusalDescriptor(String reason, String source, long count, Instant lastAt, String explanation) {

		static RefusalDescriptor of(GossipRefusal refusal) {
			return new RefusalDescriptor(lowerCase(refusal.reason()), refusal.source().getHostAddress(),
					refusal.count(), refusal.lastAt(), refusal.explanation());
		}

	}

	/**
	 * One other node.
	 *
	 * @param name name of the node
	 * @param state {@code discovered}, {@code connected} or {@code suspected}
	 * @param address where its last announcement came from
	 * @param discoveredAt when it was first heard
	 * @param connectedAt when it last came up; {@code null} if it is not up
	 * @param lastHeardAt when its last announcement came
	 * @param lastError why it is not up; {@code null} if it is up
	 * @param metadata what it told of itself over its link
	 * @param application name of the application that it runs in; {@code null} if it told
	 * none
	 */
	public record MemberDescriptor(String name, String state, String address, Instant discoveredAt,
			@Nullable Instant connectedAt, Instant lastHeardAt, @Nullable String lastError,
			Map<String, String> metadata, @Nullable String application) {

		static MemberDescriptor of(GossipNode node) {
			return new MemberDescriptor(node.name().value(), lowerCase(node.state()), node.address().getHostAddress(),
					node.discoveredAt(), node.connectedAt(), node.lastHeardAt(), node.lastError(), node.metadata(),
					node.application());
		}

	}

}
