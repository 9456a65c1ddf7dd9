package io.macula.gossip.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.actuate.GossipHealthIndicator;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Status;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a scheduler that throws, loses or delays tasks does to a node: nothing that lasts.
 */
@Tag("once")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultySchedulerTests {

	private static final Duration INTERVAL = Duration.ofMillis(500);

	private static final Duration LONG = Duration.ofSeconds(20);

	private final TestCluster cluster = new TestCluster();

	private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

	private final AtomicInteger scheduled = new AtomicInteger();

	private volatile BiFunction<Runnable, Instant, ScheduledFuture<?>> fault = this::bring;

	FaultySchedulerTests() {
		this.scheduler.initialize();
	}

	@AfterEach
	void close() {
		this.cluster.close();
		this.scheduler.shutdown();
	}

	@Test
	void whenTheSchedulerThrowsShouldAnswerAndStopAndGoOnOnceItDoesNot() {
		this.fault = (task, time) -> {
			throw new IllegalStateException("not today");
		};
		GossipClusterService node = node();
		GossipClusterService other = other();
		node.start();
		other.start();
		Awaitility.await().atMost(LONG).until(() -> node.getConnected().equals(Set.of(other.getNodeName())));
		assertThat(other.getConnected()).isEmpty();
		assertAnswers(node);
		this.fault = this::bring;
		awaitHeardAgainAndAgain(other, node);
		this.fault = (task, time) -> {
			throw new NoClassDefFoundError("not today either");
		};
		assertAnswers(node);
		assertStops(node);
	}

	@Test
	void whenTheSchedulerLosesTasksShouldReplaceThem() {
		this.fault = (task, time) -> (this.scheduled.incrementAndGet() % 3 == 0) ? bring(() -> {
		}, time) : bring(task, time);
		GossipClusterService node = node();
		GossipClusterService other = other();
		node.start();
		other.start();
		awaitHeardAgainAndAgain(other, node);
		assertAnswers(node);
		assertStops(node);
	}

	@Test
	void whenTheSchedulerLosesATaskAndNobodyIsHeardShouldReplaceItAllTheSame() {
		this.fault = (task, time) -> (this.scheduled.incrementAndGet() == 1) ? bring(() -> {
		}, time) : bring(task, time);
		GossipClusterService node = node();
		node.start();
		Awaitility.await().atMost(LONG).until(() -> node.getStatus().interfaces().get(0).ownHeardAt() != null);
		assertStops(node);
	}

	@Test
	void whenTheSchedulerIsASecondLateShouldGoOn() {
		this.fault = (task, time) -> bring(task, time.plusSeconds(1));
		GossipClusterService node = node();
		GossipClusterService other = other();
		node.start();
		other.start();
		awaitHeardAgainAndAgain(other, node);
		assertAnswers(node);
		assertStops(node);
	}

	/**
	 * Links answer by themselves. Where there are none, nothing is left to tell that a
	 * node lives.
	 */
	@ParameterizedTest
	@EnumSource(ConnectionMode.class)
	void whileTheApplicationBlocksTheOnlyThreadOfTheSchedulerHealthIsDownAndLinksStand(ConnectionMode mode)
			throws Exception {
		int epmdPort = Loopback.freePort();
		TestCluster.Recorder seen = new TestCluster.Recorder();
		TestCluster.Recorder seenByOther = new TestCluster.Recorder();
		GossipClusterService node = this.cluster.node("a@127.0.0.1", this.scheduler,
				(builder) -> linked(builder, mode, epmdPort).listener(seen));
		GossipClusterService other = this.cluster.node("b@127.0.0.1",
				(builder) -> linked(builder, mode, epmdPort).listener(seenByOther));
		node.start();
		other.start();
		Awaitility.await()
			.atMost(LONG)
			.until(() -> node.getConnected().size() == 1 && other.getConnected().size() == 1);
		GossipHealthIndicator health = new GossipHealthIndicator(node, 0);
		assertThat(health.health().getStatus()).isEqualTo(Status.UP);

		CountDownLatch done = new CountDownLatch(1);
		try {
			this.scheduler.execute(() -> awaitUninterruptibly(done));
			Awaitility.await()
				.atMost(LONG)
				.untilAsserted(() -> assertThat(node.getStatus().problems())
					.anyMatch((problem) -> problem.startsWith("The gossip loop has not run for")));
			assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
			if (mode == ConnectionMode.HEARTBEAT) {
				Awaitility.await().atMost(LONG).until(() -> other.getConnected().isEmpty());
			}
		}
		finally {
			done.countDown();
		}
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
		awaitHeardAgainAndAgain(other, node);
		assertThat(seen.events).containsExactly("NodeDiscoveredEvent b@127.0.0.1", "NodeUpEvent b@127.0.0.1");
		List<String> expected = new ArrayList<>(List.of("NodeDiscoveredEvent a@127.0.0.1", "NodeUpEvent a@127.0.0.1"));
		if (mode == ConnectionMode.HEARTBEAT) {
			expected.addAll(List.of("NodeDownEvent a@127.0.0.1 SILENT", "NodeUpEvent a@127.0.0.1"));
		}
		assertThat(seenByOther.events).containsExactlyElementsOf(expected);
	}

	private static GossipClusterBuilder linked(GossipClusterBuilder builder, ConnectionMode mode, int epmdPort) {
		return builder.connectionMode(mode).links((links) -> {
			links.setCookie("cookie");
			links.setEpmdPort(epmdPort);
		});
	}

	private static void awaitUninterruptibly(CountDownLatch done) {
		try {
			done.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private GossipClusterService node() {
		return this.cluster.node("a@127.0.0.1", new FaultyScheduler(), (builder) -> builder.interval(INTERVAL));
	}

	private GossipClusterService other() {
		return this.cluster.node("b@127.0.0.1", (builder) -> builder.interval(INTERVAL));
	}

	private ScheduledFuture<?> bring(Runnable task, Instant time) {
		return this.scheduler.schedule(task, time);
	}

	private static void assertAnswers(GossipClusterService node) {
		assertThat(node.getNodes()).isNotNull();
		assertThat(node.getStatus().running()).isTrue();
		node.broadcastNow();
	}

	private static void assertStops(GossipClusterService node) {
		node.stop();
		assertThat(node.getNodes()).isEmpty();
	}

	private static void awaitHeardAgainAndAgain(GossipClusterService at, GossipClusterService node) {
		for (int i = 0; i < 3; i++) {
			Instant before = at.getNode(node.getNodeName()).map(GossipNode::lastHeardAt).orElse(Instant.EPOCH);
			Awaitility.await()
				.atMost(LONG)
				.until(() -> at.getNode(node.getNodeName())
					.filter((found) -> found.lastHeardAt().isAfter(before))
					.isPresent());
		}
	}

	/**
	 * Does with each task what the test wants.
	 */
	private final class FaultyScheduler implements TaskScheduler {

		@Override
		public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
			return FaultySchedulerTests.this.fault.apply(task, startTime);
		}

		@Override
		public ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
			throw new AssertionError("not used");
		}

		@Override
		public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
			throw new AssertionError("not used");
		}

		@Override
		public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
			throw new AssertionError("not used");
		}

		@Override
		public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
			throw new AssertionError("not used");
		}

		@Override
		public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
			throw new AssertionError("not used");
		}

	}

}
