package io.macula.gossip.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipListener;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose threads are interrupted when they come to the service, and whose
 * listeners, handlers and scheduled tasks leave theirs so: none of it closes a socket or
 * ends a thread.
 */
@Timeout(60)
class InterruptTests {

	private final TestCluster cluster = new TestCluster();

	private final ThreadPoolTaskScheduler interrupted = new InterruptedScheduler();

	private final List<String> handled = new ArrayList<>();

	private final TestCluster.Recorder recorder = new TestCluster.Recorder();

	private final int epmdPort = Loopback.freePort();

	@AfterEach
	void close() {
		this.cluster.close();
		this.interrupted.shutdown();
	}

	@Test
	void nothingIsLostByAnInterrupt() {
		this.interrupted.initialize();
		GossipClusterService node = this.cluster.node("a@127.0.0.1", this.interrupted,
				(builder) -> links(builder).listener(new Interrupting()).listener(this.recorder));
		node.getMessenger().register("echo", (message) -> {
			synchronized (this.handled) {
				this.handled.add(String.valueOf(message.body()));
			}
			Thread.currentThread().interrupt();
			return message.body();
		});
		GossipClusterService other = this.cluster.node("b@127.0.0.1", this::links);
		other.start();
		interruptedly(node::start);
		await().until(() -> node.getConnected().equals(Set.of(other.getNodeName()))
				&& other.getConnected().equals(Set.of(node.getNodeName())));

		long sent = node.getAnnouncementCount(AnnouncementResult.SENT);
		interruptedly(node::broadcastNow);
		assertThat(node.getAnnouncementCount(AnnouncementResult.SENT)).isGreaterThan(sent);
		interruptedly(() -> node.updateMetadata(Map.of("zone", "a")));
		interruptedly(() -> other.getMessenger().send(node.getNodeName(), "echo", 1));
		interruptedly(() -> other.getMessenger().send(node.getNodeName(), "echo", 2));
		await().until(() -> {
			synchronized (this.handled) {
				return this.handled.equals(List.of("1", "2"));
			}
		});
		await().until(() -> other.getNode(node.getNodeName()).orElseThrow().metadata().containsKey("zone"));
		assertThat(node.getAnnouncementCount(AnnouncementResult.FAILED)).isZero();
		assertThat(node.getStatus().problems()).isEmpty();

		interruptedly(other::stop);
		await().until(() -> this.recorder.events.contains("NodeDownEvent b@127.0.0.1 LINK_CLOSED"));
		interruptedly(other::start);
		await().until(() -> other.getConnected().equals(Set.of(node.getNodeName())));
		interruptedly(node::stop);
		await().until(() -> other.getConnected().isEmpty());
		assertThat(this.recorder.events.stream().filter((event) -> !event.startsWith("NodeMetadata"))).containsExactly(
				"NodeDiscoveredEvent b@127.0.0.1", "NodeUpEvent b@127.0.0.1", "NodeDownEvent b@127.0.0.1 LINK_CLOSED",
				"NodeUpEvent b@127.0.0.1", "NodeDownEvent b@127.0.0.1 STOPPED");
	}

	private GossipClusterBuilder links(GossipClusterBuilder builder) {
		return builder.connectionMode(ConnectionMode.DISTRIBUTION).links((links) -> {
			links.setCookie("cookie");
			links.setEpmdPort(this.epmdPort);
		});
	}

	/**
	 * Do something on a thread that is interrupted, and is so afterwards.
	 */
	private static void interruptedly(Runnable action) {
		Thread.currentThread().interrupt();
		try {
			action.run();
		}
		finally {
			assertThat(Thread.interrupted()).as("still interrupted").isTrue();
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
	}

	private static final class Interrupting implements GossipListener {

		@Override
		public void onEvent(GossipEvent event) {
			Thread.currentThread().interrupt();
		}

	}

	/**
	 * Runs everything on threads that are interrupted.
	 */
	private static final class InterruptedScheduler extends ThreadPoolTaskScheduler {

		@Override
		public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
			return super.schedule(() -> {
				Thread.currentThread().interrupt();
				task.run();
			}, startTime);
		}

	}

}
