package io.macula.gossip.service;

import java.time.Duration;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process of a JVM node that is sent messages is stopped for a while: each arrives of
 * which the sender was told that it is on its way, and the link stands.
 */
@Tag("alone")
@Tag("once")
@Timeout(90)
class PausedReceiverTests {

	private static final NodeName SENDER = NodeName.of("sender@127.0.0.1");

	private static final NodeName RECEIVER = NodeName.of("receiver@127.0.0.1");

	/**
	 * Half a second less than it takes to be asked whether one is alive.
	 */
	private static final Duration PAUSE = Duration.ofMillis(1500);

	/**
	 * How many messages wait for a handler.
	 */
	private static final int MAILBOX = 1000;

	private static final byte[] MESSAGE = new byte[200];

	private final TestCluster cluster = new TestCluster();

	private final TestCluster.Recorder recorder = new TestCluster.Recorder();

	private final int epmdPort = Loopback.freePort();

	private final JvmPeer receiver = JvmPeer.onLoopback(RECEIVER.value(), this.cluster.port(), this.epmdPort);

	private final GossipClusterService sender = this.cluster.node(SENDER.value(),
			(builder) -> builder.connectionMode(ConnectionMode.DISTRIBUTION)
				.interval(Duration.ofMillis(1500))
				.listener(this.recorder)
				.links((links) -> {
					links.setCookie("cookie");
					links.setEpmdPort(this.epmdPort);
				}));

	@BeforeEach
	void link() {
		this.sender.start();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.sender.getConnected().contains(RECEIVER)
					&& !this.receiver.seen(SENDER.value()).isEmpty());
	}

	@AfterEach
	void close() {
		this.receiver.signal("CONT");
		this.receiver.close();
		this.cluster.close();
	}

	@Test
	void whatItsMailboxHasRoomForArrivesToTheLastMessage() {
		int sent = send(MAILBOX / 4);
		long begun = stop();
		sent += send(MAILBOX / 4);
		awaitPause(begun);
		sent += send(MAILBOX / 4);
		this.receiver.signal("CONT");
		sent += send(MAILBOX / 4);
		assertThat(sent).isEqualTo(MAILBOX);
		assertArrived(sent);
		assertThat(count("DROPPED")).isZero();
	}

	/**
	 * What the mailbox has no room for is dropped there, and counted.
	 */
	@Test
	void ofMoreThanTheSystemAndTheLinkHoldWhatWasTakenArrivesOrIsCountedThere() throws Exception {
		long begun = stop();
		int sent = 0;
		boolean refused = false;
		while (!isOver(begun)) {
			boolean taken = this.sender.getMessenger()
				.send(RECEIVER, PeerProgram.LOAD, MESSAGE, Duration.ofMillis(100));
			sent += taken ? 1 : 0;
			refused |= !taken;
		}
		assertThat(refused).as("there was more than they hold").isTrue();
		this.receiver.signal("CONT");
		assertArrived(sent);
	}

	private int send(int messages) {
		int sent = 0;
		for (int i = 0; i < messages; i++) {
			sent += this.sender.getMessenger().send(RECEIVER, PeerProgram.LOAD, MESSAGE) ? 1 : 0;
		}
		return sent;
	}

	private long stop() {
		this.receiver.signal("STOP");
		return System.nanoTime();
	}

	private static void awaitPause(long begun) {
		Awaitility.await().until(() -> isOver(begun));
	}

	private static boolean isOver(long begun) {
		return System.nanoTime() - begun >= PAUSE.toNanos();
	}

	private void assertArrived(int sent) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(count("LOAD") + count("DROPPED")).isEqualTo(sent));
		assertThat(this.recorder.events).noneMatch((event) -> event.contains("Down"));
		assertThat(this.receiver.seen(SENDER.value())).containsExactly("up " + SENDER);
	}

	private long count(String what) {
		return this.receiver.count(GossipClusterService.DEFAULT_CLUSTER, what);
	}

}
