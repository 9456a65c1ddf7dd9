package io.macula.gossip.service;

import java.nio.channels.DatagramChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.MaculaFormat;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class DeafNodeTests {

	private static final String RECEIVING_THREAD = "gossip-default-receive";

	private final CountDownLatch held = new CountDownLatch(1);

	private volatile boolean armed;

	private final CountDownLatch hold = new CountDownLatch(1);

	@Test
	void whileTheReceivingThreadIsHeldNobodyIsTakenDown() throws Exception {
		TestCluster.Recorder recorder = new TestCluster.Recorder();
		try (TestCluster cluster = new TestCluster(); DatagramChannel stranger = Loopback.openSender()) {
			GossipClusterService node = cluster.node("a@127.0.0.1",
					(builder) -> builder.clock(new HoldingClock()).listener(recorder));
			GossipClusterService other = cluster.node("b@127.0.0.1");
			node.start();
			other.start();
			Awaitility.await().until(() -> node.getConnected().equals(Set.of(other.getNodeName())));
			this.armed = true;
			Loopback.send(stranger, cluster.port(), new MaculaFormat(List.of(), 1)
				.farewell(NodeName.of("stranger@127.0.0.1"), System.currentTimeMillis()));
			this.held.await();
			Instant heardBefore = node.getNodes().get(0).lastHeardAt();
			Awaitility.await()
				.pollDelay(TestCluster.INTERVAL.multipliedBy(15))
				.atMost(Duration.ofSeconds(10))
				.until(() -> true);
			this.hold.countDown();
			Awaitility.await().until(() -> node.getNodes().get(0).lastHeardAt().isAfter(heardBefore.plusSeconds(1)));
			assertThat(recorder.events).noneMatch((event) -> event.contains("Down"));
			other.stop();
			Awaitility.await().until(() -> recorder.events.contains("NodeDownEvent b@127.0.0.1 LEFT"));
		}
		finally {
			this.hold.countDown();
		}
	}

	/**
	 * Holds the receiving thread, which asks for the time when a farewell comes.
	 */
	private final class HoldingClock extends Clock {

		private final Clock delegate = Clock.systemUTC();

		@Override
		public Instant instant() {
			if (DeafNodeTests.this.armed && Thread.currentThread().getName().equals(RECEIVING_THREAD)) {
				DeafNodeTests.this.held.countDown();
				try {
					DeafNodeTests.this.hold.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
			return this.delegate.instant();
		}

		@Override
		public ZoneId getZone() {
			return this.delegate.getZone();
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
