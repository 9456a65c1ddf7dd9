package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another secret and another cookie for five nodes that have work to do, node by node:
 * nobody goes down but who is restarted.
 */
@Tag("alone")
@Tag("once")
@Timeout(90)
class RotationTests {

	private static final Duration LOAD_PERIOD = Duration.ofMillis(10);

	private static final byte[] MESSAGE = new byte[1024];

	private static final List<String> NAMES = List.of("a@127.0.0.1", "b@127.0.0.1", "c@127.0.0.1", "d@127.0.0.1",
			"e@127.0.0.1");

	private static final Keys OLD = new Keys("old", List.of());

	private static final Keys OLD_AND_NEW = new Keys("old", List.of("new"));

	private static final Keys NEW_AND_OLD = new Keys("new", List.of("old"));

	private static final Keys NEW = new Keys("new", List.of());

	private final int epmdPort = Loopback.freePort();

	private final TestCluster cluster = new TestCluster();

	private final ThreadPoolTaskScheduler load = new ThreadPoolTaskScheduler();

	private final LongAdder handled = new LongAdder();

	private final Map<String, Life> lives = new ConcurrentHashMap<>();

	private final List<Life> allLives = new ArrayList<>();

	@AfterEach
	void close() {
		this.load.shutdown();
		this.cluster.close();
	}

	@ParameterizedTest
	@EnumSource(ConnectionMode.class)
	void nobodyIsDownButWhoIsRestartedAndWhoWasAbsentIsThereAgain(ConnectionMode mode) {
		NAMES.forEach((name) -> start(name, mode, OLD));
		awaitWhole();
		this.load.initialize();
		this.load.scheduleWithFixedDelay(this::sendAll, LOAD_PERIOD);

		String absent = NAMES.get(4);
		List<String> present = NAMES.subList(0, 4);
		stop(absent);
		present.forEach((name) -> restart(name, mode, OLD_AND_NEW));
		present.forEach((name) -> restart(name, mode, NEW_AND_OLD));
		// It has what it was due when it went
		start(absent, mode, OLD_AND_NEW);
		awaitWhole();
		restart(absent, mode, NEW_AND_OLD);
		NAMES.forEach((name) -> restart(name, mode, NEW));

		if (mode == ConnectionMode.DISTRIBUTION) {
			assertThat(this.handled.sum()).as("messages handled").isGreaterThan(1000);
		}
		String reason = (mode == ConnectionMode.DISTRIBUTION) ? " LINK_CLOSED" : " LEFT";
		for (Life life : this.allLives) {
			Map<String, Integer> downs = new TreeMap<>();
			for (String event : life.recorder.events) {
				if (event.startsWith("NodeDown") && !event.endsWith("STOPPED")) {
					downs.merge(event, 1, Integer::sum);
				}
			}
			Map<String, Integer> restarts = new TreeMap<>();
			life.stopsOfOthers.forEach((name, times) -> restarts.put("NodeDownEvent " + name + reason, times));
			assertThat(downs).as("what one life of %s saw", life.name).isEqualTo(restarts);
		}
	}

	private void restart(String name, ConnectionMode mode, Keys keys) {
		stop(name);
		start(name, mode, keys);
		awaitWhole();
	}

	private void start(String name, ConnectionMode mode, Keys keys) {
		TestCluster.Recorder recorder = new TestCluster.Recorder();
		GossipClusterService service = this.cluster.node(name,
				(builder) -> builder.connectionMode(mode)
					.listener(recorder)
					.secret("secret-" + keys.first)
					.acceptedSecrets(keys.accepted.stream().map((key) -> "secret-" + key).toList())
					.links((links) -> {
						links.setCookie("cookie-" + keys.first);
						links.setAcceptedCookies(keys.accepted.stream().map((key) -> "cookie-" + key).toList());
						links.setEpmdPort(this.epmdPort);
					}));
		service.getMessenger().register("load", (message) -> {
			this.handled.increment();
			return null;
		});
		service.start();
		Life life = new Life(name, service, recorder, new HashMap<>());
		this.lives.put(name, life);
		this.allLives.add(life);
	}

	private void stop(String name) {
		this.lives.remove(name).service.stop();
		this.lives.values().forEach((other) -> {
			other.stopsOfOthers.merge(name, 1, Integer::sum);
			Awaitility.await()
				.atMost(Duration.ofSeconds(1))
				.until(() -> !other.service.getConnected().contains(NodeName.of(name)));
		});
	}

	private void awaitWhole() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(10))
			.until(() -> this.lives.values()
				.stream()
				.allMatch((life) -> life.service.getConnected().size() == this.lives.size() - 1));
	}

	private void sendAll() {
		for (Life life : this.lives.values()) {
			life.service.getConnected().forEach((other) -> life.service.getMessenger().send(other, "load", MESSAGE));
		}
	}

	/**
	 * What a node signs with and proves first, and what it takes beside.
	 */
	private record Keys(String first, List<String> accepted) {

	}

	/**
	 * A node from its start to its stop, and how often others stopped meanwhile.
	 */
	private record Life(String name, GossipClusterService service, TestCluster.Recorder recorder,
			Map<String, Integer> stopsOfOthers) {

	}

}
