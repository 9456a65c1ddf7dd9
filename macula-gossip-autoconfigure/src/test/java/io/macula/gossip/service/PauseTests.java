package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that the system stops and lets go on, at the default interval. Each has a
 * node that links and one that goes by heartbeats; those of one LAN have nothing to do,
 * those of the other send each other five hundred kilobytes a second on each link.
 */
@Tag("alone")
@Tag("once")
@Timeout(90)
class PauseTests {

	private static final int LOAD_AT_ONCE = 10;

	private final List<Lan> lans = new ArrayList<>();

	@AfterEach
	void close() {
		this.lans.forEach(Lan::close);
	}

	@Test
	void aPauseOfOneOrThreeSecondsTakesNobodyDownAndOneOfTenIsDownAndUpOnce() {
		this.lans.add(new Lan(0));
		this.lans.add(new Lan(LOAD_AT_ONCE));
		this.lans.forEach(Lan::awaitWhole);

		long begun = HostCluster.now();
		this.lans.forEach((lan) -> {
			lan.longPaused.signal("STOP");
			lan.paused.signal("STOP");
		});
		await(begun, 1000);
		this.lans.forEach((lan) -> lan.paused.signal("CONT"));
		await(begun, 5000);
		this.lans.forEach((lan) -> lan.paused.signal("STOP"));
		await(begun, 8000);
		this.lans.forEach((lan) -> lan.paused.signal("CONT"));
		await(begun, 10_000);
		long resumed = HostCluster.now();
		this.lans.forEach((lan) -> lan.longPaused.signal("CONT"));
		for (Lan lan : this.lans) {
			lan.assertLongPauseSeen(begun, resumed);
		}
		// Longer than the silence of the second pause would take to be judged
		await(begun, 13_500);
		for (Lan lan : this.lans) {
			lan.assertShortPausesUnseen();
			lan.assertLongPauseSeen(begun, resumed);
		}
		assertThat(this.lans.get(1).observer.status("links"))
			.anyMatch((line) -> line.matches("count LOAD [1-9]\\d{3,}"));
	}

	private static void await(long since, long millis) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> HostCluster.now() - since >= millis);
	}

	/**
	 * Three processes, two of which are stopped.
	 */
	private static final class Lan implements AutoCloseable {

		private final int linkPort = Loopback.freePort();

		private final int heartbeatPort = Loopback.freePort();

		private final int epmdPort = Loopback.freePort();

		private final int load;

		private final JvmPeer observer;

		private final JvmPeer paused;

		private final JvmPeer longPaused;

		private final HostCluster links;

		private final HostCluster heartbeat;

		Lan(int load) {
			this.load = load;
			this.observer = start("observer");
			this.paused = start("paused");
			this.longPaused = start("long");
			List<JvmPeer> all = List.of(this.observer, this.paused, this.longPaused);
			this.links = new HostCluster("links", all);
			this.heartbeat = new HostCluster("heartbeat", all);
		}

		private JvmPeer start(String name) {
			String loopback = "interfaces=" + String.join(",", Loopback.INTERFACES);
			String node = "name=" + name + "@127.0.0.1";
			return new JvmPeer(List.of(), "cluster=links", node, "port=" + this.linkPort, "epmd=" + this.epmdPort,
					"ttl=0", loopback, "load=" + this.load, "--", "cluster=heartbeat", node,
					"port=" + this.heartbeatPort, "ttl=0", loopback, "mode=HEARTBEAT");
		}

		void awaitWhole() {
			this.links.awaitUpOnce();
			this.heartbeat.awaitUpOnce();
			this.links.peers().forEach(JvmPeer::forget);
		}

		void assertShortPausesUnseen() {
			List<JvmPeer> both = List.of(this.observer, this.paused);
			for (HostCluster cluster : Set.of(this.links, this.heartbeat)) {
				cluster.assertNothingSeen(both, cluster.names(both));
			}
		}

		void assertLongPauseSeen(long begun, long resumed) {
			List<JvmPeer> observers = List.of(this.observer);
			List<JvmPeer> subjects = List.of(this.longPaused);
			this.links.assertSeen(resumed, HostCluster.UP_WITHIN, observers, this.links.names(subjects),
					"down UNRESPONSIVE", "up");
			this.heartbeat.assertSeen(resumed, HostCluster.UP_WITHIN, observers, this.heartbeat.names(subjects),
					"down SILENT", "up");
			assertDownInTime(this.links, begun, HostCluster.UNRESPONSIVE_WITHIN);
			assertDownInTime(this.heartbeat, begun, HostCluster.SILENT_WITHIN);
			// Its link was ended, and it judges nobody whom it could not hear itself
			this.links.assertSeen(resumed, HostCluster.UP_WITHIN, subjects, this.links.names(observers),
					"down LINK_CLOSED", "up");
			this.heartbeat.assertNothingSeen(subjects, this.heartbeat.names(observers));
		}

		private void assertDownInTime(HostCluster cluster, long begun, Duration within) {
			cluster.observations(List.of(this.observer), cluster.names(List.of(this.longPaused)))
				.forEach((seen) -> assertThat(Duration.ofMillis(seen.told().get(0).at() - begun))
					.isLessThanOrEqualTo(within));
		}

		@Override
		public void close() {
			this.links.peers().forEach((peer) -> {
				peer.signal("CONT");
				peer.close();
			});
		}

	}

}
