package io.macula.gossip.membership;

import java.util.Arrays;

import io.macula.gossip.testing.Seed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
		ClusterSimulation cluster = new ClusterSimulation(NODES, Seed.of(getClass()));

		cluster.network(0.10, 0.05, 80);
		cluster.runUntil(3_000);
		assertThat(cluster.view().average().orElseThrow()).as("seen by each after three seconds")
			.isGreaterThan(0.99 * (NODES - 1));

		cluster.network(0, 0.05, 80);
		cluster.runUntil(7_000);
		assertThat(cluster.view()).as("seen by each once nothing is lost").allMatch((seen) -> seen == NODES - 1);
		assertThat(cluster.announcementsPerNode().max().orElseThrow())
			.as("announcements of the busiest node in seven seconds")
			.isLessThan(40);

		cluster.kill(100);
		cluster.runUntil(cluster.now() + 4 * 1_500);
		assertThat(cluster.view()).as("seen by each survivor within four intervals")
			.allMatch((seen) -> seen == NODES - 1 - 100);

		cluster.runUntil(cluster.now() + 100);
		cluster.leave(100);
		cluster.runUntil(cluster.now() + 200);
		assertThat(cluster.view()).as("seen by each after a hundred farewells")
			.allMatch((seen) -> seen == NODES - 1 - 200);
		assertThat(cluster.alternationErrors()).isZero();
	}

	@Test
	void theSameSeedGivesTheSameHistory() {
		assertThat(history(7)).isEqualTo(history(7)).isNotEqualTo(history(8));
	}

	private static String history(long seed) {
		ClusterSimulation cluster = new ClusterSimulation(50, seed);
		cluster.network(0.3, 0.1, 200);
		StringBuilder history = new StringBuilder();
		for (int millis = 0; millis < 20_000; millis += 500) {
			cluster.runUntil(millis);
			history.append(Arrays.toString(cluster.view().toArray()));
		}
		return history.toString();
	}

}
