package io.macula.gossip.service;

import java.time.Duration;
import java.util.Set;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;
import io.macula.gossip.actuate.GossipHealthIndicator;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two live nodes with one name on one host: the first one stays, and the second is told
 * why it is not let in, until the name is free.
 */
@Timeout(60)
class NameTests {

	private static final NodeName NAME = NodeName.of("a@127.0.0.1");

	private final TestCluster cluster = new TestCluster();

	private final TestCluster.Recorder witnessed = new TestCluster.Recorder();

	private final int epmdPort = Loopback.freePort();

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void whereNodesLinkTheSecondIsRefusedUntilTheFirstStops() {
		GossipClusterService first = node(NAME.value(), new TestCluster.Recorder());
		GossipClusterService witness = node("witness@127.0.0.1", this.witnessed);
		TestCluster.Recorder seenBySecond = new TestCluster.Recorder();
		GossipClusterService second = node(NAME.value(), seenBySecond);
		first.start();
		witness.start();
		await().until(() -> first.getConnected().size() == 1 && witness.getConnected().size() == 1);
		second.start();
		await().untilAsserted(() -> assertThat(second.getStatus().problems()).singleElement()
			.asString()
			.startsWith("Other nodes cannot connect to this one: ")
			.contains("name"));
		assertThat(new GossipHealthIndicator(second, 0).health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(new GossipHealthIndicator(first, 0).health().getStatus()).isEqualTo(Status.UP);
		assertThat(first.getAnnouncementCount(AnnouncementResult.CONFLICT)).isPositive();
		assertThat(second.getConnected()).isEmpty();
		assertThat(this.witnessed.events).containsExactly("NodeDiscoveredEvent " + NAME, "NodeUpEvent " + NAME);

		first.stop();
		await().until(() -> second.getConnected().equals(Set.of(witness.getNodeName()))
				&& second.getStatus().problems().isEmpty());
		await().until(() -> this.witnessed.events.size() == 4);
		assertThat(this.witnessed.events).endsWith("NodeDownEvent " + NAME + " LINK_CLOSED", "NodeUpEvent " + NAME);
	}

	private GossipClusterService node(String name, TestCluster.Recorder recorder) {
		return this.cluster.node(name,
				(builder) -> builder.connectionMode(ConnectionMode.DISTRIBUTION).listener(recorder).links((links) -> {
					links.setCookie("cookie");
					links.setEpmdPort(this.epmdPort);
				}));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
	}

}
