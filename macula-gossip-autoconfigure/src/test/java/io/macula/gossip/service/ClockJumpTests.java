package io.macula.gossip.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.testing.Loopback;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.TemporalUnitOffset;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A wall clock that is set: people read other times, and nothing else happens.
 */
@Timeout(60)
class ClockJumpTests {

	/**
	 * More than the limits of silence are.
	 */
	private static final int INTERVALS = 8;

	private final JumpingClock clock = new JumpingClock();

	private final TestCluster cluster = new TestCluster();

	private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

	private final TestCluster.Recorder seen = new TestCluster.Recorder();

	private final TestCluster.Recorder seenByOther = new TestCluster.Recorder();

	private final int epmdPort = Loopback.freePort();

	@AfterEach
	void close() {
		this.cluster.close();
		this.scheduler.shutdown();
	}

	@ParameterizedTest
	@EnumSource(ConnectionMode.class)
	void aDayForwardAndBackTakesNobodyDown(ConnectionMode mode) {
		this.scheduler.setClock(this.clock);
		this.scheduler.initialize();
		GossipClusterService node = this.cluster.node("a@127.0.0.1", this.scheduler,
				(builder) -> links(builder, mode).clock(this.clock).listener(this.seen));
		GossipClusterService other = this.cluster.node("b@127.0.0.1",
				(builder) -> links(builder, mode).listener(this.seenByOther));
		node.start();
		other.start();
		await().until(() -> node.getConnected().equals(Set.of(other.getNodeName()))
				&& other.getConnected().equals(Set.of(node.getNodeName())));
		for (Duration jump : new Duration[] { Duration.ofDays(1), Duration.ofDays(-1) }) {
			this.clock.offset = jump;
			long sent = node.getAnnouncementCount(AnnouncementResult.SENT);
			long heard = node.getAnnouncementCount(AnnouncementResult.ACCEPTED);
			await().until(() -> node.getAnnouncementCount(AnnouncementResult.SENT) >= sent + INTERVALS
					&& node.getAnnouncementCount(AnnouncementResult.ACCEPTED) >= heard + INTERVALS);
			GossipNode found = node.getNode(other.getNodeName()).orElseThrow();
			assertThat(found.lastHeardAt()).isCloseTo(this.clock.instant(), within(5));
			assertThat(found.connectedAt()).isBefore(this.clock.instant());
			assertThat(node.getStatus().problems()).isEmpty();
		}
		assertThat(this.seen.events).containsExactly("NodeDiscoveredEvent b@127.0.0.1", "NodeUpEvent b@127.0.0.1");
		assertThat(this.seenByOther.events).containsExactly("NodeDiscoveredEvent a@127.0.0.1",
				"NodeUpEvent a@127.0.0.1");
		other.stop();
		// A farewell tells when it was said, and a day later it counts for nothing
		String reason = (mode == ConnectionMode.HEARTBEAT) ? "SILENT" : "LINK_CLOSED";
		await().until(() -> this.seen.events.contains("NodeDownEvent b@127.0.0.1 " + reason));
	}

	private GossipClusterBuilder links(GossipClusterBuilder builder, ConnectionMode mode) {
		return builder.connectionMode(mode).links((links) -> {
			links.setCookie("cookie");
			links.setEpmdPort(this.epmdPort);
		});
	}

	private static TemporalUnitOffset within(long seconds) {
		return Assertions.within(seconds, ChronoUnit.SECONDS);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

	private static final class JumpingClock extends Clock {

		private volatile Duration offset = Duration.ZERO;

		@Override
		public Instant instant() {
			return Clock.systemUTC().instant().plus(this.offset);
		}

		@Override
		public ZoneId getZone() {
			return Clock.systemUTC().getZone();
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
