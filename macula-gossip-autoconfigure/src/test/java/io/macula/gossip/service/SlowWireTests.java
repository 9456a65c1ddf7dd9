package io.macula.gossip.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeName;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.WireScript;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes that hear nothing of each other are linked over a wire of 16 Mbit/s, and send
 * each other for eight intervals as much as it carries: 24 MB in the twelve seconds that
 * this takes at the default interval, two thirds of both here.
 */
@Tag("alone")
@Tag("once")
@Timeout(90)
class SlowWireTests {

	private static final NodeName A = NodeName.of("a@127.0.0.1");

	private static final NodeName B = NodeName.of("b@127.0.0.1");

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final int BYTES_A_SECOND = 2_000_000;

	private static final int MESSAGE = 1_000_000;

	private static final int MESSAGES = 16;

	private final TestCluster.Recorder atA = new TestCluster.Recorder();

	private final TestCluster.Recorder atB = new TestCluster.Recorder();

	private final AtomicLong received = new AtomicLong();

	@Test
	void whatFillsASlowWireTakesNobodyDownThoughNoAnnouncementComes() throws Exception {
		int epmdOfA = Loopback.freePort();
		int epmdOfB = Loopback.freePort();
		try (TestCluster here = new TestCluster();
				TestCluster there = new TestCluster();
				WireScript known = new WireScript(epmdOfA);
				WireScript real = new WireScript(epmdOfB);
				ServerSocket wire = new ServerSocket()) {
			GossipClusterService a = node(here, A, epmdOfA, this.atA);
			GossipClusterService b = node(there, B, epmdOfB, this.atB);
			a.start();
			b.start();
			wire.setReceiveBufferSize(64 * 1024);
			wire.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			await(20).until(() -> registered(known, A) && registered(real, B));
			int port = real.portOf(B.localPart());
			Thread relay = new Thread(() -> relay(wire, port), "wire");
			relay.start();
			known.register(B.localPart(), wire.getLocalPort());
			try (DatagramChannel sender = Loopback.openSender()) {
				Loopback.send(sender, here.port(), ("MACULA_GOSSIP:" + B).getBytes(StandardCharsets.UTF_8));
			}
			await(20).until(() -> a.getConnected().contains(B) && b.getConnected().contains(A));
			long began = System.nanoTime();
			for (int i = 0; i < MESSAGES; i++) {
				assertThat(a.getMessenger().send(B, "sink", new byte[MESSAGE])).isTrue();
				assertThat(b.getMessenger().send(A, "sink", new byte[MESSAGE])).isTrue();
			}
			await(60).until(() -> this.received.get() == 2L * MESSAGES * MESSAGE || this.atA.events.size() > 2
					|| this.atB.events.size() > 2);
			assertThat(this.atA.events).containsExactly("NodeDiscoveredEvent " + B, "NodeUpEvent " + B);
			assertThat(this.atB.events).containsExactly("NodeDiscoveredEvent " + A, "NodeUpEvent " + A);
			assertThat(Duration.ofNanos(System.nanoTime() - began)).as("long enough to be down for silence twice")
				.isGreaterThan(INTERVAL.multipliedBy(7));
			a.stop();
			b.stop();
			wire.close();
			relay.join();
		}
	}

	private GossipClusterService node(TestCluster cluster, NodeName name, int epmdPort, GossipListener listener) {
		GossipClusterService node = cluster.node(name.value(),
				(builder) -> builder.connectionMode(ConnectionMode.DISTRIBUTION)
					.interval(INTERVAL)
					.listener(listener)
					.links((links) -> {
						links.setCookie(CookieChoice.OPEN_CLUSTER);
						links.setEpmdPort(epmdPort);
					}));
		node.getMessenger().register("sink", (message) -> {
			this.received.addAndGet(((byte[]) message.body()).length);
			return null;
		});
		return node;
	}

	private static boolean registered(WireScript script, NodeName node) {
		try {
			return script.portOf(node.localPart()) > 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Carry one connection, so many bytes a second each way.
	 */
	private static void relay(ServerSocket wire, int port) {
		try (Socket near = wire.accept(); Socket far = new Socket()) {
			far.setReceiveBufferSize(64 * 1024);
			far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			Thread back = new Thread(() -> carry(far, near), "wire back");
			back.start();
			carry(near, far);
			back.join();
		}
		catch (IOException | InterruptedException ex) {
			// It is closed
		}
	}

	private static void carry(Socket from, Socket to) {
		try {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			byte[] bytes = new byte[16 * 1024];
			long free = System.nanoTime();
			for (int read = input.read(bytes); read >= 0; read = input.read(bytes)) {
				free = Math.max(free, System.nanoTime()) + read * 1_000_000_000L / BYTES_A_SECOND;
				while (System.nanoTime() < free) {
					LockSupport.parkNanos(free - System.nanoTime());
				}
				output.write(bytes, 0, read);
			}
			to.shutdownOutput();
		}
		catch (IOException ex) {
			// It has ended
		}
	}

	private static ConditionFactory await(int seconds) {
		return Awaitility.await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(10));
	}

}
