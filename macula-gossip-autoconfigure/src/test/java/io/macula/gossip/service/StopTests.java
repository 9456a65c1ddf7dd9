package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.WireScript;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that is stopped while it connects to nodes that do not answer: one that takes
 * the connection and says nothing, and one whose system takes none.
 */
@Timeout(60)
class StopTests {

	private static final Duration BOUND = Duration.ofSeconds(1);

	private final int epmdPort = Loopback.freePort();

	private final TestCluster.Recorder recorder = new TestCluster.Recorder();

	@Test
	void stopDuringConnectsTakesNoLongerThanASecondAndLeavesNothingBehind() throws Exception {
		List<Socket> backlog = new ArrayList<>();
		try (TestCluster cluster = new TestCluster();
				WireScript script = new WireScript(this.epmdPort);
				DatagramChannel sender = Loopback.openSender();
				ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
				ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			GossipClusterService node = cluster.node("stopping@127.0.0.1",
					(builder) -> builder.connectionMode(ConnectionMode.DISTRIBUTION)
						.listener(this.recorder)
						.links((links) -> {
							links.setCookie(CookieChoice.OPEN_CLUSTER);
							links.setEpmdPort(this.epmdPort);
							links.setConnectTimeout(Duration.ofMinutes(1));
						}));
			node.start();
			Awaitility.await().until(() -> node.getAnnouncementCount(AnnouncementResult.SENT) > 0);
			fill(full, backlog);
			script.register("silent", silent.getLocalPort());
			script.register("full", full.getLocalPort());
			for (String name : List.of("silent", "full")) {
				Loopback.send(sender, cluster.port(),
						("MACULA_GOSSIP:" + name + "@127.0.0.1").getBytes(StandardCharsets.UTF_8));
			}
			Socket dialled = silent.accept();
			Awaitility.await().until(() -> threads("gossip-dial-stopping").size() == 2);

			long begun = System.nanoTime();
			node.stop();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);
			assertThat(this.recorder.events).containsExactlyInAnyOrder("NodeDiscoveredEvent silent@127.0.0.1",
					"NodeDiscoveredEvent full@127.0.0.1");
			// Whatever its name message was, the end follows
			dialled.setSoTimeout((int) BOUND.toMillis());
			dialled.getInputStream().readAllBytes();
			Awaitility.await().atMost(BOUND).untilAsserted(() -> assertThat(threads("stopping@")).isEmpty());
			node.start();
			assertThat(node.isRunning()).isTrue();
		}
		finally {
			for (Socket socket : backlog) {
				socket.close();
			}
		}
	}

	/**
	 * Take all the places of those who wait to be accepted, so that the system answers
	 * nobody else.
	 */
	private static void fill(ServerSocket full, List<Socket> backlog) throws Exception {
		for (int i = 0; i < 4; i++) {
			Socket socket = new Socket();
			backlog.add(socket);
			try {
				socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 200);
			}
			catch (SocketTimeoutException ex) {
				return;
			}
		}
		throw new AssertionError("The system takes more connections than it was told to");
	}

	private static List<String> threads(String part) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.contains(part))
			.toList();
	}

}
