package io.macula.gossip.actuate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.GossipNode;
import io.macula.gossip.GossipPeer;
import io.macula.gossip.GossipRefusal;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Services as an operator might meet them.
 */
final class TestGossipClusterService {

	static final Instant TIME = Instant.parse("2026-11-23T10:00:00Z");

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private TestGossipClusterService() {
	}

	static GossipClusterService create(String cluster, boolean running, List<String> problems, NodeState... states) {
		GossipClusterService service = mock();
		List<GossipNode> nodes = Stream.of(states).map(TestGossipClusterService::node).toList();
		given(service.getCluster()).willReturn(cluster);
		given(service.getNodeName()).willReturn(NodeName.of("self@127.0.0.1"));
		given(service.isRunning()).willReturn(running);
		given(service.getNodes()).willReturn(nodes);
		given(service.getConnected()).willReturn(
				nodes.stream().filter(GossipNode::isConnected).map(GossipNode::name).collect(Collectors.toSet()));
		given(service.getStatus()).willReturn(GossipStatus.builder(new InetSocketAddress("230.1.1.251", 45892))
			.running(running)
			.connectionMode(ConnectionMode.HEARTBEAT)
			.open(true)
			.interfaces(List.of(new GossipInterface("lo", ADDRESS, "test", TIME, null)))
			.peers(List.of(new GossipPeer("db.example", List.of(new InetSocketAddress(ADDRESS, 45892)), "no route")))
			.refusals(List.of(new GossipRefusal(AnnouncementResult.FORGED, ADDRESS, 3, TIME, "another secret")))
			.problems(problems)
			.build());
		return service;
	}

	private static GossipNode node(NodeState state) {
		boolean up = state != NodeState.DISCOVERED;
		return GossipNode.builder(NodeName.of(state.name() + "@h"))
			.state(state)
			.address(ADDRESS)
			.discoveredAt(TIME)
			.connectedAt(TIME.plusSeconds(1))
			.lastHeardAt(TIME.plusSeconds(2))
			.lastError(up ? null : "no announcement for 5000 ms")
			.metadata(up ? Map.of("zone", "a") : Map.of())
			.application(up ? "orders" : null)
			.build();
	}

}
