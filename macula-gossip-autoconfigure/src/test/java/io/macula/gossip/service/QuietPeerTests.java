package io.macula.gossip.service;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import io.macula.gossip.testing.WireScript;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A member that has no gossip and gives no answer to what a node is asked, though it has
 * agreed to monitors, is up for as long as it ticks.
 */
@Timeout(60)
class QuietPeerTests {

	private static final NodeName QUIET = NodeName.of("quiet@127.0.0.1");

	private static final String COOKIE = "epmdtests";

	private static final Duration TICK_TIME = Duration.ofSeconds(4);

	/**
	 * Longer than it takes to suspect a node and take it down, between two ticks.
	 */
	private static final Duration BETWEEN_TICKS = TestCluster.INTERVAL.multipliedBy(7);

	private final TestCluster cluster = new TestCluster();

	private final TestCluster.Recorder recorder = new TestCluster.Recorder();

	private final int epmdPort = Loopback.freePort();

	private final WireScript script = new WireScript(this.epmdPort);

	private final CountDownLatch quiet = new CountDownLatch(1);

	private final AtomicInteger ticks = new AtomicInteger();

	private final StringBuffer received = new StringBuffer();

	private GossipClusterService node;

	@BeforeEach
	void start() {
		this.node = this.cluster.node("node@127.0.0.1",
				(builder) -> builder.connectionMode(ConnectionMode.DISTRIBUTION)
					.listener(this.recorder)
					.links((links) -> {
						links.setCookie(COOKIE);
						links.setEpmdPort(this.epmdPort);
						links.setTickTime(TICK_TIME);
					}));
		this.node.start();
		Awaitility.await().until(() -> this.node.getStatus().problems().isEmpty());
	}

	@AfterEach
	void close() throws Exception {
		this.quiet.countDown();
		this.script.close();
		this.cluster.close();
	}

	@Test
	void whoNeverAnnouncedItselfIsAskedNothingAndUpUntilItTicksNoMore() throws Exception {
		Thread ticking = link();
		await().until(() -> this.ticks.get() == 5);
		assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent " + QUIET, "NodeUpEvent " + QUIET);
		this.quiet.countDown();
		await().until(() -> this.recorder.events.size() == 3);
		assertThat(this.recorder.events).endsWith("NodeDownEvent " + QUIET + " LINK_CLOSED");
		assertThat(this.received).doesNotContain("is_auth");
		ticking.join();
	}

	@Test
	void whoDidIsAskedAndDownWhenItDoesNotAnswer() throws Exception {
		Thread ticking = link();
		try (DatagramChannel sender = Loopback.openSender()) {
			Loopback.send(sender, this.cluster.port(), ("MACULA_GOSSIP:" + QUIET).getBytes(StandardCharsets.UTF_8));
		}
		await().until(() -> this.recorder.events.size() == 3);
		assertThat(this.recorder.events).endsWith("NodeDownEvent " + QUIET + " UNRESPONSIVE");
		this.quiet.countDown();
		ticking.join();
		assertThat(this.received).contains("is_auth");
	}

	@Test
	@RequiresBeam
	void anErlangNodeWithoutGossipIsAskedNothingAndUpUntilItEnds() throws Exception {
		try (BeamNode beam = BeamNode.start(this.epmdPort, "-name", QUIET.value(), "-kernel", "net_ticktime", "4")) {
			assertThat(beam.eval("net_adm:ping('node@127.0.0.1')")).isEqualTo("pong");
			await().until(() -> this.node.getConnected().contains(QUIET));
			assertThat(beam.eval("erlang:trace(whereis(net_kernel), true, ['receive'])")).isEqualTo("1");
			Awaitility.await()
				.during(TICK_TIME)
				.atMost(Duration.ofSeconds(20))
				.until(() -> this.recorder.events.size() == 2);
			assertThat(beam.eval("[M || {trace, _, 'receive', {'$gen_call', _, {is_auth, _}} = M} "
					+ "<- element(2, process_info(self(), messages))]"))
				.isEqualTo("[]");
		}
		await().until(() -> this.recorder.events.size() == 3);
		assertThat(this.recorder.events).endsWith("NodeDownEvent " + QUIET + " LINK_CLOSED");
	}

	private Thread link() throws IOException {
		Socket link = this.script.link(this.script.portOf("node"), QUIET.value(), COOKIE);
		Thread reading = new Thread(() -> read(link), "quiet reader");
		Thread ticking = new Thread(() -> tick(link), "quiet");
		reading.start();
		ticking.start();
		await().until(() -> this.node.getConnected().contains(QUIET));
		return ticking;
	}

	private void tick(Socket link) {
		try {
			do {
				link.getOutputStream().write(new byte[4]);
				this.ticks.incrementAndGet();
			}
			while (!this.quiet.await(BETWEEN_TICKS.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (IOException | InterruptedException ex) {
			// It has ended
		}
	}

	private void read(Socket link) {
		try {
			DataInputStream input = new DataInputStream(link.getInputStream());
			while (true) {
				byte[] frame = input.readNBytes(input.readInt());
				this.received.append(new String(frame, StandardCharsets.ISO_8859_1));
			}
		}
		catch (IOException ex) {
			// It has ended
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

}
