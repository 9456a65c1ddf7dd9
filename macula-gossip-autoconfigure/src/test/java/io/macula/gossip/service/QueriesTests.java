package io.macula.gossip.service;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.actuate.GossipEndpoint;
import io.macula.gossip.actuate.GossipHealthIndicator;
import io.macula.gossip.actuate.GossipMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.health.contributor.Status;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever asks how things stand waits for nobody.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueriesTests {

	private final TestCluster cluster = new TestCluster();

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void whileTheStateIsLockedHealthEndpointMetersAndQueriesAnswer() throws Exception {
		GossipClusterService node = this.cluster.node("a@127.0.0.1",
				(builder) -> builder.interval(Duration.ofSeconds(5)));
		GossipClusterService other = this.cluster.node("b@127.0.0.1",
				(builder) -> builder.interval(Duration.ofSeconds(5)));
		node.start();
		other.start();
		Awaitility.await().until(() -> node.getConnected().equals(Set.of(other.getNodeName())));
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		new GossipMetrics(Set.of(node)).bindTo(meters);
		CountDownLatch locked = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		Thread holder = new Thread(() -> hold(lock(node), locked, asked));
		holder.start();
		locked.await();
		try {
			assertThat(node.getNodes()).hasSize(1);
			assertThat(node.getNode(other.getNodeName())).isPresent();
			assertThat(node.getDiscovered()).hasSize(1);
			assertThat(node.getConnected()).hasSize(1);
			assertThat(node.explain(other.getNodeName()).get(0)).startsWith("It is up since");
			assertThat(new GossipHealthIndicator(node, 1).health().getStatus()).isEqualTo(Status.UP);
			assertThat(new GossipEndpoint(Set.of(node)).gossip().clusters().get("default").members()).hasSize(1);
			assertThat(meters.get("macula.gossip.nodes").tag("state", "connected").gauge()).extracting(Gauge::value)
				.isEqualTo(1.0);
			assertThat(lock(node).isLocked()).isTrue();
		}
		finally {
			asked.countDown();
			holder.join();
		}
	}

	private static void hold(ReentrantLock lock, CountDownLatch locked, CountDownLatch until) {
		lock.lock();
		try {
			locked.countDown();
			until.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			lock.unlock();
		}
	}

	private static ReentrantLock lock(GossipClusterService service) {
		Object found = service;
		for (String field : new String[] { "running", "session", "loop", "lock" }) {
			found = ReflectionTestUtils.getField(found, field);
		}
		return (ReentrantLock) found;
	}

}
