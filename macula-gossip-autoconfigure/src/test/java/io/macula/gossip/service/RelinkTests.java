package io.macula.gossip.service;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeName;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.Relay;
import io.macula.gossip.testing.WireScript;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two nodes of an open cluster whose connection is reset are linked again within two
 * seconds, whatever becomes of connections to others that they hear. Each has an EPMD of
 * its own, which tells it where the way to the other begins.
 */
@Tag("alone")
@Timeout(120)
class RelinkTests {

	private static final NodeName A = NodeName.of("a@127.0.0.1");

	private static final NodeName B = NodeName.of("b@127.0.0.1");

	/**
	 * Short, so that two seconds have room for an attempt that fails by chance.
	 */
	private static final Duration INTERVAL = Duration.ofMillis(500);

	private static final int RESETS = 3;

	private static final int TARPIT_NAMES = 300;

	private static final int UNREACHABLE_NODES = 150;

	private final TestCluster cluster = new TestCluster();

	private final TestCluster.Recorder eventsOfA = new TestCluster.Recorder();

	private final TestCluster.Recorder eventsOfB = new TestCluster.Recorder();

	private final List<Closeable> open = new CopyOnWriteArrayList<>();

	private final CountDownLatch over = new CountDownLatch(1);

	private final int epmdOfA = Loopback.freePort();

	private final int epmdOfB = Loopback.freePort();

	private final WireScript scriptOfA = new WireScript(this.epmdOfA);

	private final WireScript scriptOfB = new WireScript(this.epmdOfB);

	private GossipClusterService a;

	private GossipClusterService b;

	private Relay toA;

	private Relay toB;

	@BeforeEach
	void link() throws Exception {
		this.a = start(A, this.epmdOfA, this.eventsOfA);
		this.b = start(B, this.epmdOfB, this.eventsOfB);
		this.toA = Relay.open(this.scriptOfA.portOf("a"));
		this.toB = Relay.open(this.scriptOfB.portOf("b"));
		this.open.addAll(List.of(this.toA::close, this.toB::close));
		this.scriptOfA.register("b", this.toB.port());
		this.scriptOfB.register("a", this.toA.port());
		awaitLink(1, within(20));
	}

	private GossipClusterService start(NodeName name, int epmdPort, GossipListener events) {
		GossipClusterService node = this.cluster.node(name.value(),
				(builder) -> builder.connectionMode(ConnectionMode.DISTRIBUTION)
					.interval(INTERVAL)
					.listener(events)
					.links((links) -> {
						links.setCookie(CookieChoice.OPEN_CLUSTER);
						links.setEpmdPort(epmdPort);
					}));
		node.start();
		within(20).until(() -> node.getStatus().problems().isEmpty());
		return node;
	}

	@AfterEach
	void close() throws Exception {
		this.over.countDown();
		this.cluster.close();
		this.scriptOfA.close();
		this.scriptOfB.close();
		for (Closeable closeable : this.open) {
			closeable.close();
		}
	}

	/**
	 * Fifty of its names are announced in a second.
	 */
	@Test
	void besideAHostWhoseNamesLeadToConnectionsThatSayNothing() throws Exception {
		CountDownLatch caughtA = tarpit(this.scriptOfA);
		CountDownLatch caughtB = tarpit(this.scriptOfB);
		DatagramChannel sender = sender("127.0.0.2");
		daemon(() -> {
			for (int i = 0; !this.over.await(20, TimeUnit.MILLISECONDS); i++) {
				announce(sender, "tar" + i % TARPIT_NAMES + "@127.0.0.2");
			}
			return null;
		});
		assertThat(caughtA.await(20, TimeUnit.SECONDS)).as("the one connects to it").isTrue();
		assertThat(caughtB.await(20, TimeUnit.SECONDS)).as("so does the other").isTrue();
		assertThatTheyAreLinkedAgain();
	}

	/**
	 * Each is a host of its own, which announces itself once in an interval.
	 */
	@Test
	void besideHostsThatAreHeardAndCannotBeConnectedTo() throws Exception {
		int silent = silentPort();
		register("far", UNREACHABLE_NODES, silent, this.scriptOfA);
		register("far", UNREACHABLE_NODES, silent, this.scriptOfB);
		List<DatagramChannel> senders = new ArrayList<>();
		for (int i = 0; i < UNREACHABLE_NODES; i++) {
			senders.add(sender("127.0.1." + (1 + i)));
		}
		daemon(() -> {
			do {
				for (int i = 0; i < UNREACHABLE_NODES; i++) {
					announce(senders.get(i), "far" + i + "@127.0.1." + (1 + i));
				}
			}
			while (!this.over.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
			return null;
		});
		within(20).untilAsserted(() -> assertThat(List.of(this.eventsOfA, this.eventsOfB))
			.allSatisfy((recorder) -> assertThat(recorder.events).filteredOn((event) -> event.contains("far"))
				.hasSize(UNREACHABLE_NODES)));
		assertThatTheyAreLinkedAgain();
	}

	private void assertThatTheyAreLinkedAgain() throws Exception {
		for (int i = 0; i < RESETS; i++) {
			Relay.reset(this.toA, this.toB);
			awaitLink(2 + i, within(2));
		}
	}

	private void awaitLink(int times, ConditionFactory limit) {
		limit.untilAsserted(() -> {
			assertThat(this.eventsOfA.events).filteredOn(("NodeUpEvent " + B)::equals).hasSize(times);
			assertThat(this.eventsOfB.events).filteredOn(("NodeUpEvent " + A)::equals).hasSize(times);
		});
		assertThat(this.a.getConnected()).containsExactly(B);
		assertThat(this.b.getConnected()).containsExactly(A);
	}

	/**
	 * Have names lead to a port that accepts connections and says nothing.
	 * @return what is over when as many were accepted as lead to one host at once
	 */
	private CountDownLatch tarpit(WireScript script) throws IOException {
		ServerSocket tarpit = new ServerSocket(0, TARPIT_NAMES, InetAddress.getByName("127.0.0.2"));
		this.open.add(tarpit);
		CountDownLatch caught = new CountDownLatch(8);
		daemon(() -> {
			while (true) {
				this.open.add(tarpit.accept());
				caught.countDown();
			}
		});
		register("tar", TARPIT_NAMES, tarpit.getLocalPort(), script);
		return caught;
	}

	private static void register(String prefix, int names, int port, WireScript script) throws IOException {
		for (int i = 0; i < names; i++) {
			script.register(prefix + i, port);
		}
	}

	/**
	 * Return a port of this host whose queue of connections is full, so that the system
	 * answers no further one.
	 */
	private int silentPort() throws IOException {
		ServerSocket full = new ServerSocket(0, 1);
		this.open.add(full);
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort());
		for (int i = 0; i < 8; i++) {
			SocketChannel waiting = SocketChannel.open();
			this.open.add(waiting);
			waiting.configureBlocking(false);
			waiting.connect(address);
		}
		try (Socket one = new Socket()) {
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> one.connect(address, 200));
		}
		return full.getLocalPort();
	}

	private DatagramChannel sender(String address) throws IOException {
		DatagramChannel sender = Loopback.openSender(address);
		this.open.add(sender);
		return sender;
	}

	private void announce(DatagramChannel sender, String name) throws IOException {
		Loopback.send(sender, this.cluster.port(), ("MACULA_GOSSIP:" + name).getBytes(StandardCharsets.UTF_8));
	}

	private static void daemon(Callable<?> work) {
		Thread thread = new Thread(() -> {
			try {
				work.call();
			}
			catch (Exception ex) {
				// The test is over
			}
		}, "relink-test");
		thread.setDaemon(true);
		thread.start();
	}

	private static ConditionFactory within(int seconds) {
		return Awaitility.await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(20));
	}

}
