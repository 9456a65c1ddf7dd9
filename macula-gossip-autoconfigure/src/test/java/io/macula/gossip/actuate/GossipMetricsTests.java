package io.macula.gossip.actuate;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectRefusal;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.LinkStatistics;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeState;
import io.macula.gossip.NodeUpEvent;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

class GossipMetricsTests {

	private final GossipClusterService service = TestGossipClusterService.create("default", true, List.of(),
			NodeState.CONNECTED, NodeState.SUSPECTED);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final GossipMetrics metrics = new GossipMetrics(List.of(this.service));

	GossipMetricsTests() {
		this.metrics.bindTo(this.registry);
	}

	@Test
	void announcementsAreCountedByDirectionAndResult() {
		given(this.service.getAnnouncementCount(AnnouncementResult.FORGED)).willReturn(7L);
		assertThat(this.registry.get("macula.gossip.announcements")
			.tags("cluster", "default", "direction", "received", "result", "forged")
			.functionCounter()
			.count()).isEqualTo(7);
		assertThat(this.registry.get("macula.gossip.announcements").tag("direction", "sent").functionCounters())
			.hasSize(2);
	}

	@Test
	void nodesAreCountedByState() {
		assertThat(nodes("connected")).isEqualTo(1);
		assertThat(nodes("suspected")).isEqualTo(1);
		assertThat(nodes("discovered")).isZero();
	}

	@Test
	void eventsAreCountedByType() {
		GossipNode node = this.service.getNodes().get(0);
		this.metrics.onApplicationEvent(new NodeUpEvent(this.service, node));
		this.metrics.onApplicationEvent(new NodeDownEvent(this.service, node, NodeDownReason.LEFT));
		this.metrics.onApplicationEvent(new NodeUpEvent(this.service, node));
		assertThat(events("up")).isEqualTo(2);
		assertThat(events("down")).isEqualTo(1);
		assertThat(events("discovered")).isZero();
	}

	@Test
	void attemptsToLinkAreTimed() {
		given(this.service.getLinkStatistics()).willReturn(new LinkStatistics(3, 2, Duration.ofMillis(60), Map.of()));
		FunctionTimer timer = this.registry.get("macula.gossip.connect").tag("cluster", "default").functionTimer();
		assertThat(timer.count()).isEqualTo(3);
		assertThat(timer.mean(TimeUnit.MILLISECONDS)).isEqualTo(20);
		assertThat(this.registry.get("macula.gossip.connect.failures").functionCounter().count()).isEqualTo(2);
	}

	@Test
	void nodesThatAreNotConnectedToAreCountedByWhyNot() {
		given(this.service.getLinkStatistics())
			.willReturn(new LinkStatistics(0, 0, Duration.ZERO, Map.of(ConnectRefusal.WRONG_HOST, 7L)));
		assertThat(refusals("wrong_host")).isEqualTo(7);
		assertThat(refusals("unproven")).isZero();
	}

	private double refusals(String reason) {
		return this.registry.get("macula.gossip.connect.refusals")
			.tags("cluster", "default", "reason", reason)
			.functionCounter()
			.count();
	}

	@Test
	void linksAreCountedWhereNodesLink() {
		assertThat(this.registry.get("macula.gossip.links").gauge().value()).isZero();
		given(this.service.getStatus())
			.willReturn(GossipStatus.builder(new InetSocketAddress("230.1.1.251", 1)).build());
		assertThat(this.registry.get("macula.gossip.links").gauge().value()).isEqualTo(2);
	}

	private double nodes(String state) {
		return this.registry.get("macula.gossip.nodes").tags("cluster", "default", "state", state).gauge().value();
	}

	private double events(String event) {
		return this.registry.get("macula.gossip.events")
			.tags("cluster", "default", "event", event)
			.functionCounter()
			.count();
	}

}
