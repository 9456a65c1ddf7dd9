package io.macula.gossip.actuate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

class GossipEndpointTests {

	private final GossipClusterService service = TestGossipClusterService.create("default", true, List.of("it rains"),
			NodeState.DISCOVERED, NodeState.CONNECTED, NodeState.SUSPECTED);

	private final GossipClusterService stopped = TestGossipClusterService.create("audit", false, List.of());

	private final GossipEndpoint endpoint = new GossipEndpoint(List.of(this.service, this.stopped));

	@Test
	void allClustersAreShown() {
		assertThat(this.endpoint.gossip().clusters()).containsOnlyKeys("default", "audit");
		assertThat(this.endpoint.gossip().clusters().get("default")).isEqualTo(this.endpoint.cluster("default"));
	}

	@Test
	void aClusterIsShownWithAllThatAnOperatorAsks() {
		GossipEndpoint.ClusterDescriptor cluster = this.endpoint.cluster("default");
		assertThat(cluster.node()).isEqualTo("self@127.0.0.1");
		assertThat(cluster.group()).isEqualTo("230.1.1.251:45892");
		assertThat(cluster.protocol()).isEqualTo("macula");
		assertThat(cluster.connectionMode()).isEqualTo("heartbeat");
		assertThat(cluster.running()).isTrue();
		assertThat(cluster.lifecycle()).isEqualTo("running");
		assertThat(cluster.authenticated()).isFalse();
		assertThat(cluster.open()).isTrue();
		assertThat(cluster.problems()).containsExactly("it rains");
		assertThat(cluster.interfaces()).containsExactly(
				new GossipEndpoint.InterfaceDescriptor("lo", "127.0.0.1", "test", TestGossipClusterService.TIME, null));
		assertThat(cluster.peers())
			.containsExactly(new GossipEndpoint.PeerDescriptor("db.example", List.of("127.0.0.1:45892"), "no route"));
		assertThat(cluster.refused()).containsExactly(new GossipEndpoint.RefusalDescriptor("forged", "127.0.0.1", 3,
				TestGossipClusterService.TIME, "another secret"));
		assertThat(cluster.members()).containsExactly(
				new GossipEndpoint.MemberDescriptor("DISCOVERED@h", "discovered", "127.0.0.1",
						TestGossipClusterService.TIME, null, TestGossipClusterService.TIME.plusSeconds(2),
						"no announcement for 5000 ms", Map.of(), null),
				new GossipEndpoint.MemberDescriptor("CONNECTED@h", "connected", "127.0.0.1",
						TestGossipClusterService.TIME, TestGossipClusterService.TIME.plusSeconds(1),
						TestGossipClusterService.TIME.plusSeconds(2), null, Map.of("zone", "a"), "orders"),
				new GossipEndpoint.MemberDescriptor("SUSPECTED@h", "suspected", "127.0.0.1",
						TestGossipClusterService.TIME, TestGossipClusterService.TIME.plusSeconds(1),
						TestGossipClusterService.TIME.plusSeconds(2), null, Map.of("zone", "a"), "orders"));
	}

	@Test
	void aClusterThatIsNotThereIsNotShown() {
		assertThat(this.endpoint.cluster("other")).isNull();
	}

	@Test
	void aNodeIsShownWithTheReasonWhyItIsNotHere() {
		NodeName missing = NodeName.of("orders@10.0.0.7");
		given(this.service.explain(missing)).willReturn(List.of("It sleeps."));
		assertThat(this.endpoint.node("default", "orders@10.0.0.7"))
			.isEqualTo(new GossipEndpoint.NodeDescriptor("orders@10.0.0.7", List.of("It sleeps."), null));
		GossipNode known = this.service.getNodes().get(0);
		given(this.service.getNode(known.name())).willReturn(Optional.of(known));
		assertThat(this.endpoint.node("default", "DISCOVERED@h").member())
			.isEqualTo(this.endpoint.cluster("default").members().get(0));
		assertThat(this.endpoint.node("other", "orders@10.0.0.7")).isNull();
		assertThat(this.endpoint.node("default", "orders")).isNull();
	}

	@Test
	void announcingIsForClustersThatRun() {
		assertThat(this.endpoint.announce().announced()).containsExactly("default");
		then(this.service).should().broadcastNow();
		then(this.stopped).should(never()).broadcastNow();
	}

	@Test
	void twoClustersWithOneNameAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new GossipEndpoint(List.of(this.service, this.service)))
			.withMessage("Two clusters are named 'default': give each GossipClusterBuilder its own cluster(name)");
	}

}
