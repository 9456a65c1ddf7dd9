package io.macula.gossip.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeState;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds in every cluster, whatever the network and the processes do. A seed that
 * fails is printed and tried again the next time.
 */
class SimulatedClusterPropertyTests {

	private static final int INTERVAL = 1500;

	/**
	 * By links 2.1 intervals until a suspicion, and 1.2 to answer; by heartbeats 3.2.
	 */
	private static final int DOWN = 4950;

	private static final int MAX_DELAY = 80;

	/**
	 * The longest back-off, in which an attempt is under way, and the next announcement.
	 */
	private static final int LINKED = 16 * INTERVAL + 5000 + INTERVAL + 1000;

	private static final int FORGOTTEN = 20 * INTERVAL;

	@Property(tries = 200, shrinking = ShrinkingMode.OFF)
	void whateverHappenedEachSeesJustWhoIsThereBeforeLong(@ForAll long seed, @ForAll ConnectionMode mode) {
		int size = size(seed);
		ClusterSimulation cluster = new ClusterSimulation(size, mode, 2 * size, seed,
				(at, observer, subject, reason) -> assertThat(subject < size || mode == ConnectionMode.HEARTBEAT)
					.as("only by heartbeats can a stranger be up")
					.isTrue());
		cluster.network().delay(1, MAX_DELAY);
		cluster.network().duplication(0.05);
		Chaos chaos = new Chaos(cluster, seed);
		for (int i = 0; i < 15; i++) {
			chaos.happen(1);
			assertThat(cluster.nodes()).allMatch((node) -> node.view().members().size() <= 2 * size);
		}
		cluster.network().heal();
		// Who is paused may be so for a while
		cluster.run(12_000);
		assertThat(within(cluster, LINKED, cluster::isWhole)).as("after\n%s", chaos).isTrue();
		cluster.run(DOWN);
		assertThat(cluster.isWhole()).as("still, after\n%s", chaos).isTrue();
		assertThat(cluster.alternationErrors()).as("after\n%s", chaos).isZero();
		assertThat(cluster.areLinksConsistent()).as("after\n%s", chaos).isTrue();
	}

	@Property(tries = 100, shrinking = ShrinkingMode.OFF)
	void onANetworkThatLosesAFewPacketsNobodyIsDownWhoHasNotEnded(@ForAll long seed) {
		int[] endedAt = new int[size(seed)];
		Arrays.fill(endedAt, Integer.MIN_VALUE / 2);
		ClusterSimulation[] cluster = new ClusterSimulation[1];
		cluster[0] = new ClusterSimulation(endedAt.length, ConnectionMode.DISTRIBUTION, endedAt.length, seed,
				(at, observer, subject, reason) -> {
					if (reason != null) {
						boolean running = cluster[0].nodes().get(subject).isRunning();
						assertThat(!running || at - endedAt[subject] <= DOWN + MAX_DELAY)
							.as("%d: %d has %d down", at, observer, subject)
							.isTrue();
					}
				});
		cluster[0].network().delay(1, MAX_DELAY);
		cluster[0].network().loss(0.05);
		Chaos chaos = new Chaos(cluster[0], seed);
		for (int i = 0; i < 15; i++) {
			chaos.comeAndGo();
			for (int node = 0; node < endedAt.length; node++) {
				endedAt[node] = cluster[0].nodes().get(node).isRunning() ? endedAt[node] : cluster[0].now();
			}
			cluster[0].run(3000);
		}
	}

	@Property(tries = 100, shrinking = ShrinkingMode.OFF)
	void whoVanishesIsDownWithinItsBound(@ForAll long seed, @ForAll ConnectionMode mode) {
		ClusterSimulation cluster = whole(seed, mode);
		int gone = new Chaos(cluster, seed).someone();
		cluster.vanish(gone);
		cluster.run(DOWN + MAX_DELAY);
		assertThat(cluster.isWhole()).isTrue();
	}

	@Property(tries = 100, shrinking = ShrinkingMode.OFF)
	void whoIsKilledAndStartedAgainIsDownOnceAndUpOnceForEach(@ForAll long seed) {
		ClusterSimulation cluster = whole(seed, ConnectionMode.DISTRIBUTION);
		int again = new Chaos(cluster, seed).someone();
		cluster.kill(again);
		cluster.run(1);
		cluster.restart(again);
		assertThat(within(cluster, 2 * INTERVAL, cluster::isWhole)).isTrue();
		assertThat(cluster.nodes())
			.allMatch((node) -> node == cluster.nodes().get(again) || node.downs() == 1 && node.up().get(again));
	}

	@Property(tries = 50, shrinking = ShrinkingMode.OFF)
	void backOffEndsWithALinkHoweverLongNothingCameThrough(@ForAll long seed) {
		ClusterSimulation cluster = whole(seed, ConnectionMode.DISTRIBUTION);
		SplittableRandom random = new SplittableRandom(seed);
		cluster.network().cut(0, 1);
		if (random.nextBoolean()) {
			cluster.network().cut(1, 0);
		}
		cluster.run(random.nextInt(DOWN + MAX_DELAY, 120_000));
		assertThat(cluster.isWhole()).isFalse();
		cluster.network().heal();
		assertThat(within(cluster, LINKED, cluster::isWhole)).isTrue();
	}

	@Property(tries = 50, shrinking = ShrinkingMode.OFF)
	void aTableThatStrangersHaveFilledAdmitsWhoComesAfterThem(@ForAll long seed, @ForAll ConnectionMode mode) {
		int size = size(seed);
		ClusterSimulation cluster = new ClusterSimulation(size, mode, size - 1, seed,
				(at, observer, subject, reason) -> {
				});
		for (int node = 1; node < size; node++) {
			cluster.vanish(node);
		}
		for (int i = 0; i < 1000; i++) {
			cluster.run(10);
			cluster.hearStranger(0, i);
		}
		assertThat(cluster.nodes().get(0).view().members()).hasSize(size - 1);
		for (int node = 1; node < size; node++) {
			cluster.restart(node);
		}
		assertThat(within(cluster, FORGOTTEN + LINKED, cluster::isWhole)).isTrue();
	}

	@Property(tries = 100, shrinking = ShrinkingMode.OFF)
	void aSuspicionIsClearedByAnAnnouncement(@ForAll long seed, @ForAll ConnectionMode mode) {
		ClusterSimulation cluster = whole(seed, mode);
		Chaos chaos = new Chaos(cluster, seed);
		int paused = chaos.someone();
		cluster.network().delay(1, 10);
		cluster.run(INTERVAL + MAX_DELAY);
		// At the least longer than until a suspicion, at the most an interval before it
		int pause = new SplittableRandom(seed).nextInt(3170, 3250);
		cluster.pause(paused, pause);
		cluster.run(pause - 1);
		assertThat(states(cluster, paused)).containsOnly(NodeState.SUSPECTED);
		cluster.run(2 * INTERVAL);
		assertThat(states(cluster, paused)).containsOnly(NodeState.CONNECTED);
		assertThat(cluster.nodes()).allMatch((node) -> node.downs() == 0);
	}

	private static ClusterSimulation whole(long seed, ConnectionMode mode) {
		int size = size(seed);
		ClusterSimulation cluster = new ClusterSimulation(size, mode, seed);
		cluster.network().delay(1, MAX_DELAY);
		cluster.run(5_000 + new SplittableRandom(seed).nextInt(INTERVAL));
		assertThat(cluster.isWhole()).isTrue();
		return cluster;
	}

	private static NodeState[] states(ClusterSimulation cluster, int subject) {
		return cluster.nodes()
			.stream()
			.filter((node) -> node.index != subject)
			.map((node) -> node.view().member(cluster.nodes().get(subject).name()).state())
			.toArray(NodeState[]::new);
	}

	private static boolean within(ClusterSimulation cluster, int millis, BooleanSupplier condition) {
		int end = cluster.now() + millis;
		while (cluster.now() < end && !condition.getAsBoolean()) {
			cluster.run(50);
		}
		return condition.getAsBoolean();
	}

	private static int size(long seed) {
		return 3 + (int) Math.floorMod(seed, 6L);
	}

}
