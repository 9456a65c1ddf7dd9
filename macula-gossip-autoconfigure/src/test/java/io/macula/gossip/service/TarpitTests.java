package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.WireScript;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In an open cluster, where whoever announces his own host is connected to, a host with
 * hundreds of names accepts connections and says nothing.
 */
@Tag("alone")
@Timeout(90)
class TarpitTests {

	private static final int NAMES = 300;

	private static final NodeName A = NodeName.of("a@127.0.0.1");

	private static final NodeName B = NodeName.of("b@127.0.0.1");

	private final int epmdPort = Loopback.freePort();

	private final List<Socket> caught = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch over = new CountDownLatch(1);

	@Test
	void itKeepsNoTwoNodesApartBeforeTheyWereLinkedOrAfter() throws Exception {
		try (TestCluster cluster = new TestCluster();
				WireScript script = new WireScript(this.epmdPort);
				ServerSocket tarpit = new ServerSocket(0, NAMES, InetAddress.getByName("127.0.0.2"))) {
			GossipClusterService a = node(cluster, A);
			a.start();
			Awaitility.await().until(() -> a.getAnnouncementCount(AnnouncementResult.SENT) > 0);
			for (int i = 0; i < NAMES; i++) {
				script.register("tar" + i, tarpit.getLocalPort());
			}
			Thread catching = new Thread(() -> accept(tarpit), "tarpit");
			Thread flooding = new Thread(() -> flood(cluster.port()), "flood");
			catching.start();
			flooding.start();
			try {
				Awaitility.await().until(() -> this.caught.size() >= 8);
				GossipClusterService b = node(cluster, B);
				b.start();
				awaitLink(a, b);
				b.stop();
				Awaitility.await().until(() -> !a.getConnected().contains(B));
				b.start();
				awaitLink(a, b);
				assertThat(a.getConnected()).containsExactly(B);
			}
			finally {
				this.over.countDown();
				flooding.join();
			}
			tarpit.close();
			catching.join();
		}
		finally {
			for (Socket socket : this.caught) {
				socket.close();
			}
		}
	}

	/**
	 * Ten seconds are far less than the minute that each attempt at the tarpit lasts.
	 */
	private static void awaitLink(GossipClusterService a, GossipClusterService b) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> a.getConnected().contains(B) && b.getConnected().contains(A));
	}

	private GossipClusterService node(TestCluster cluster, NodeName name) {
		return cluster.node(name.value(),
				(builder) -> builder.connectionMode(ConnectionMode.DISTRIBUTION).links((links) -> {
					links.setCookie(CookieChoice.OPEN_CLUSTER);
					links.setEpmdPort(this.epmdPort);
					links.setConnectTimeout(Duration.ofMinutes(1));
				}));
	}

	private void accept(ServerSocket tarpit) {
		try {
			while (true) {
				this.caught.add(tarpit.accept());
			}
		}
		catch (IOException ex) {
			// It is closed
		}
	}

	private void flood(int port) {
		try (DatagramChannel sender = Loopback.openSender("127.0.0.2")) {
			do {
				for (int i = 0; i < NAMES; i++) {
					Loopback.send(sender, port,
							("MACULA_GOSSIP:tar" + i + "@127.0.0.2").getBytes(StandardCharsets.UTF_8));
				}
			}
			while (!this.over.await(200, TimeUnit.MILLISECONDS));
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
