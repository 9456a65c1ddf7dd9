package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What takes no silence to be noticed is told within a second, at the default interval:
 * processes that join, stop, are killed, and come back under their names.
 */
@Tag("alone")
@Timeout(90)
class AtOnceTests {

	private static final Duration BOUND = Duration.ofSeconds(1);

	/**
	 * What a JVM takes to start.
	 */
	private static final Duration START = Duration.ofSeconds(5);

	private final int linkPort = Loopback.freePort();

	private final int heartbeatPort = Loopback.freePort();

	private final int epmdPort = Loopback.freePort();

	private final List<JvmPeer> peers = new ArrayList<>();

	@AfterEach
	void close() {
		this.peers.forEach(JvmPeer::close);
	}

	@Test
	void whoJoinsStopsOrIsKilledIsToldWithinASecondAndItsNameIsFreeAtOnce() throws Exception {
		// Whoever is first serves EPMD
		JvmPeer first = start("first");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(first::isReady);
		JvmPeer second = start("second");
		JvmPeer third = start("third");
		links().awaitUpOnce();
		heartbeat().awaitUpOnce();

		JvmPeer fourth = start("fourth");
		assertJoined(fourth, "up");
		long ready = fourth.told("ready").get(0).at();
		heartbeat().assertSeen(ready, BOUND, List.of(fourth), heartbeat().names(others(fourth)), "up");

		long stopped = HostCluster.now();
		fourth.stop();
		this.peers.remove(fourth);
		assertSeen(links(), stopped, fourth, "up", "down LINK_CLOSED");
		assertSeen(heartbeat(), stopped, fourth, "up", "down LEFT");

		assertKilledAndBack(second, "second");
		assertKilledAndBack(first, "first");
		assertThat(third.seen("links", "second@127.0.0.1")).hasSize(3);
		assertThat(third.seen("links", "first@127.0.0.1")).hasSize(3);
		for (JvmPeer peer : this.peers) {
			assertThat(peer.status("links")).as("%s", peer).contains("health UP");
			assertThat(peer.status("heartbeat")).as("%s", peer).contains("health UP");
			assertThat(peer.count("links", AnnouncementResult.CONFLICT)).isZero();
			assertThat(peer.count("heartbeat", AnnouncementResult.CONFLICT)).isZero();
		}
	}

	private void assertKilledAndBack(JvmPeer victim, String name) throws Exception {
		long killed = HostCluster.now();
		victim.kill();
		this.peers.remove(victim);
		JvmPeer back = start(name);
		assertSeen(links(), killed, back, "up", "down LINK_CLOSED");
		assertJoined(back, "up", "down LINK_CLOSED", "up");
		// Heartbeats know of no incarnations: to the others it was never away, and no
		// newcomer to be answered before their next announcement
		heartbeat().assertSeen(killed, HostCluster.UP_WITHIN.plus(START), List.of(back),
				heartbeat().names(others(back)), "up");
		for (JvmPeer other : this.peers) {
			assertThat(other.seen("heartbeat", back.name("heartbeat"))).as("%s", other)
				.noneMatch((line) -> line.what().startsWith("down"));
		}
	}

	/**
	 * Assert what the others saw of a node that was started, and that it sees them.
	 */
	private void assertJoined(JvmPeer joining, String... seen) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(joining::isReady);
		long ready = joining.told("ready").get(0).at();
		assertSeen(links(), ready, joining, seen);
		links().assertSeen(ready, BOUND, List.of(joining), links().names(others(joining)), "up");
	}

	private void assertSeen(HostCluster cluster, long since, JvmPeer subject, String... seen) {
		cluster.assertSeen(since, BOUND, others(subject), cluster.names(List.of(subject)), seen);
	}

	private List<JvmPeer> others(JvmPeer peer) {
		return this.peers.stream().filter((other) -> other != peer).toList();
	}

	private HostCluster links() {
		return new HostCluster("links", this.peers);
	}

	private HostCluster heartbeat() {
		return new HostCluster("heartbeat", this.peers);
	}

	private JvmPeer start(String name) {
		String loopback = "interfaces=" + String.join(",", Loopback.INTERFACES);
		String node = "name=" + name + "@127.0.0.1";
		JvmPeer peer = new JvmPeer(List.of(), "cluster=links", node, "port=" + this.linkPort, "epmd=" + this.epmdPort,
				"ttl=0", loopback, "--", "cluster=heartbeat", node, "port=" + this.heartbeatPort, "ttl=0", loopback,
				"mode=HEARTBEAT");
		this.peers.add(peer);
		return peer;
	}

}
