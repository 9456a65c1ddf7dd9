package io.macula.gossip.actuate;

import java.net.InetSocketAddress;
import java.util.List;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.NodeState;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class GossipHealthIndicatorTests {

	private static final InetSocketAddress GROUP = new InetSocketAddress("230.1.1.251", 45892);

	@Test
	void whenAloneAndWellShouldBeUp() {
		Health health = health(service(true), 0);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("cluster", "default")
			.containsEntry("connected", 0)
			.doesNotContainKey("problems");
	}

	@Test
	void whenThereIsAProblemShouldBeDownAndSayWhich() {
		Health health = health(TestGossipClusterService.create("default", true, List.of("it rains")), 0);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("problems", List.of("it rains"));
	}

	@Test
	void whenItWasStoppedShouldBeOutOfServiceHoweverManyNodesAreAskedFor() {
		Health health = health(service(false), 3);
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("cluster", "default")
			.containsEntry("reason", "The service was stopped: start() takes part again.");
	}

	@Test
	void whenItWasNeverStartedShouldBeUnknownSoThatTheApplicationIsUp() {
		GossipClusterService service = service(false);
		given(service.getStatus())
			.willReturn(GossipStatus.builder(GROUP).lifecycle(GossipStatus.Lifecycle.NOT_STARTED).build());
		Health health = health(service, 3);
		assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health.getDetails()).containsEntry("reason",
				"The service was not started: macula.gossip.auto-startup is false, or it has not come to it yet.");
		assertThat(StatusAggregator.getDefault().getAggregateStatus(Status.UP, health.getStatus()))
			.isEqualTo(Status.UP);
	}

	@Test
	void aMockThatWasToldNothingIsUnknown() {
		assertThat(health(mock(GossipClusterService.class), 0).getStatus()).isEqualTo(Status.UNKNOWN);
	}

	@Test
	void whenFewerNodesAreUpThanAskedForShouldBeDown() {
		GossipClusterService service = service(true, NodeState.CONNECTED, NodeState.DISCOVERED);
		assertThat(health(service, 1).getStatus()).isEqualTo(Status.UP);
		Health health = health(service, 2);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("problems",
				List.of("1 other nodes are up, and macula.gossip.health.minimum-nodes asks for 2."));
	}

	@Test
	void whenANegativeNumberOfNodesIsAskedForShouldRefuse() {
		assertThatExceptionOfType(GossipConfigurationException.class).isThrownBy(() -> health(service(true), -1))
			.withMessage("health.minimum-nodes: -1 is not a number of nodes. Use 0 or more.");
	}

	private static GossipClusterService service(boolean running, NodeState... states) {
		return TestGossipClusterService.create("default", running, List.of(), states);
	}

	private static Health health(GossipClusterService service, int minimumNodes) {
		Health health = new GossipHealthIndicator(service, minimumNodes).health();
		assertThat(health).isNotNull();
		return health;
	}

}
