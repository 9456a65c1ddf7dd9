package io.macula.gossip.simulation;

import java.util.Arrays;
import java.util.stream.IntStream;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.testing.Seed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand nodes on a bad network, without a socket, a thread or a sleep.
 */
@Tag("once")
@Timeout(120)
class ClusterSimulationTests {

	private static final int NODES = 1000;

	@Test
	void aThousandNodesConvergeInSpiteOfLossDelayDuplicationAndReordering() {
		ClusterSimulation cluster = new ClusterSimulation(NODES, ConnectionMode.HEARTBEAT, Seed.of(getClass()));

		cluster.network().delay(1, 80);
		cluster.network().duplication(0.05);
		cluster.network().loss(0.10);
		cluster.runUntil(3_000);
		assertThat(cluster.view().average().orElseThrow()).as("seen by each after three seconds")
			.isGreaterThan(0.99 * (NODES - 1));

		cluster.network().loss(0);
		cluster.runUntil(7_000);
		assertThat(cluster.view()).as("seen by each once nothing is lost").allMatch((seen) -> seen == NODES - 1);
		assertThat(cluster.nodes().stream().mapToInt(SimulatedNode::announcements).max().orElseThrow())
			.as("announcements of the busiest node in seven seconds")
			.isLessThan(40);

		IntStream.range(0, 100).forEach(cluster::kill);
		cluster.runUntil(cluster.now() + 4 * 1_500);
		assertThat(cluster.view()).as("seen by each survivor within four intervals")
			.allMatch((seen) -> seen == NODES - 1 - 100);

		cluster.runUntil(cluster.now() + 100);
		IntStream.range(100, 200).forEach(cluster::leave);
		cluster.runUntil(cluster.now() + 200);
		assertThat(cluster.view()).as("seen by each after a hundred farewells")
			.allMatch((seen) -> seen == NODES - 1 - 200);
		assertThat(cluster.alternationErrors()).isZero();
	}

	@Test
	void aHundredNodesLinkInSpiteOfLossAndDelay() {
		ClusterSimulation cluster = new ClusterSimulation(100, ConnectionMode.DISTRIBUTION, Seed.of(getClass()));
		cluster.network().delay(1, 80);
		cluster.network().loss(0.10);
		cluster.runUntil(10_000);
		assertThat(cluster.view()).as("linked to each").allMatch((seen) -> seen == 99);
		assertThat(cluster.areLinksConsistent()).isTrue();
		assertThat(cluster.alternationErrors()).isZero();
	}

	@ParameterizedTest
	@EnumSource(ConnectionMode.class)
	void theSameSeedGivesTheSameHistory(ConnectionMode mode) {
		assertThat(history(mode, 7)).isEqualTo(history(mode, 7)).isNotEqualTo(history(mode, 8));
	}

	private static String history(ConnectionMode mode, long seed) {
		ClusterSimulation cluster = new ClusterSimulation(50, mode, seed);
		cluster.network().loss(0.3);
		cluster.network().duplication(0.1);
		cluster.network().delay(1, 200);
		StringBuilder history = new StringBuilder();
		for (int millis = 0; millis < 20_000; millis += 500) {
			cluster.runUntil(millis);
			history.append(Arrays.toString(cluster.view().toArray()));
		}
		return history.toString();
	}

}
