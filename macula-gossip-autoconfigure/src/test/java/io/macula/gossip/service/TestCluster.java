package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.testing.Loopback;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Nodes of one cluster in this process, on the loopback interface and a port of their
 * own.
 */
final class TestCluster implements AutoCloseable {

	static final Duration INTERVAL = Duration.ofMillis(100);

	private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

	private final int port = Loopback.freePort();

	private final List<GossipClusterService> services = new ArrayList<>();

	TestCluster() {
		this.scheduler.setThreadNamePrefix("test-gossip-");
		this.scheduler.initialize();
	}

	int port() {
		return this.port;
	}

	GossipClusterService node(String name) {
		return node(name, (builder) -> builder);
	}

	GossipClusterService node(String name, UnaryOperator<GossipClusterBuilder> settings) {
		return node(name, this.scheduler, settings);
	}

	GossipClusterService node(String name, TaskScheduler scheduler, UnaryOperator<GossipClusterBuilder> settings) {
		GossipClusterBuilder builder = new GossipClusterBuilder(scheduler).nodeName(name)
			.port(this.port)
			.ttl(0)
			.connectionMode(ConnectionMode.HEARTBEAT)
			.interval(INTERVAL)
			.interfaces(Loopback.INTERFACES);
		GossipClusterService service = settings.apply(builder).build();
		this.services.add(service);
		return service;
	}

	@Override
	public void close() {
		this.services.forEach(GossipClusterService::stop);
		this.scheduler.shutdown();
	}

	/**
	 * Remembers events as text, such as {@code NodeUpEvent a@h}.
	 */
	static final class Recorder implements GossipListener {

		final List<String> events = new CopyOnWriteArrayList<>();

		@Override
		public void onEvent(GossipEvent event) {
			String reason = (event instanceof NodeDownEvent down) ? " " + down.getReason() : "";
			this.events.add(event.getClass().getSimpleName() + " " + event.getNode().name() + reason);
		}

	}

}
