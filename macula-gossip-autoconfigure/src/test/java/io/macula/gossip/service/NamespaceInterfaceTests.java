package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hosts whose addresses and interfaces change, each with a node that links and one that
 * goes by heartbeats, at the default interval.
 */
@Tag("alone")
@Tag("once")
@Timeout(120)
class NamespaceInterfaceTests extends NamespaceFixture {

	/**
	 * An attempt that failed waits for one interval, the next for two, and then for the
	 * next announcement.
	 */
	private static final Duration LINKED_AFTER_FAILURES_WITHIN = HostCluster.UP_WITHIN
		.plus(Duration.ofMillis(1500).multipliedBy(2));

	@Override
	HostNodes create() {
		return new HostNodes(6, 4);
	}

	@Test
	void anotherAddressIsAnotherNameThatComesOnceAsTheOldOneGoesOnce() {
		JvmPeer moving = this.hosts.get(2);
		List<JvmPeer> others = List.of(this.hosts.get(0), this.hosts.get(1), this.hosts.get(3));
		List<String> before = this.links.names(List.of(moving));
		long moved = HostCluster.now();
		this.lan.run("address", 3, "10.77.0.105");
		List<String> after = List.of(before.get(0).replace("@10.77.0.3", "@10.77.0.105"));

		this.links.assertSeen(moved, HostCluster.UP_WITHIN, others, after, "up");
		this.heartbeat.assertSeen(moved, HostCluster.UP_WITHIN, others, after, "up");
		assertThat(this.links.names(List.of(moving))).isEqualTo(after);
		assertThat(this.heartbeat.names(List.of(moving))).isEqualTo(after);
		// Its address has gone, and with it the way to close the link
		this.links.assertSeen(moved, HostCluster.UNRESPONSIVE_WITHIN, others, before, "down UNRESPONSIVE");
		// Nor can a farewell come from where its announcements came
		this.heartbeat.assertSeen(moved, HostCluster.SILENT_WITHIN, others, before, "down SILENT");
		this.links.assertSeen(moved, HostCluster.UP_WITHIN, List.of(moving), this.links.names(others), "down STOPPED",
				"up");
		this.heartbeat.assertSeen(moved, HostCluster.UP_WITHIN, List.of(moving), this.heartbeat.names(others),
				"down STOPPED", "up");
		this.links.assertNothingSeen(others, this.links.names(others));
	}

	@Test
	void oneMoreAddressChangesNothing() {
		try (JvmPeer one = this.lan.start(1, "cluster=named", "name=one@10.77.0.1", "port=15894");
				JvmPeer two = this.lan.start(2, "cluster=named", "name=two@10.77.0.2", "port=15894")) {
			HostCluster named = new HostCluster("named", List.of(one, two));
			named.awaitUpOnce();
			named.peers().forEach(JvmPeer::forget);
			List<String> names = this.links.names(this.hosts);
			this.lan.run("add-address", 2, "10.77.0.202");
			HostCluster.assertNothingSeenFor(Duration.ofSeconds(4), this.links, this.heartbeat, named);
			assertThat(this.links.names(this.hosts)).isEqualTo(names);
		}
	}

	@Test
	void anInterfaceThatIsDownForTwoSecondsOrMadeAnewTakesNobodyDown() {
		this.lan.run("link-down", 3);
		this.lan.run("replug", 4);
		HostCluster.assertNothingSeenFor(Duration.ofSeconds(2), this.links, this.heartbeat);
		this.lan.run("link-up", 3);
		// Longer than silence lasts until it is judged
		HostCluster.assertNothingSeenFor(HostCluster.UNRESPONSIVE_WITHIN, this.links, this.heartbeat);
	}

	@Test
	void interfacesThatGoTakeTheirNodesDownUntilTheyComeBack() {
		List<JvmPeer> staying = this.hosts.subList(0, 2);
		List<JvmPeer> going = this.hosts.subList(2, 4);
		long gone = HostCluster.now();
		this.lan.run("link-down", 3);
		this.lan.run("unplug", 4);
		this.links.assertSeen(gone, HostCluster.UNRESPONSIVE_WITHIN, this.hosts, this.links.names(going),
				"down UNRESPONSIVE");
		this.links.assertSeen(gone, HostCluster.UNRESPONSIVE_WITHIN, going, this.links.names(staying),
				"down UNRESPONSIVE");
		this.heartbeat.assertSeen(gone, HostCluster.SILENT_WITHIN, this.hosts, this.heartbeat.names(going),
				"down SILENT");
		this.heartbeat.assertSeen(gone, HostCluster.SILENT_WITHIN, going, this.heartbeat.names(staying), "down SILENT");
		for (JvmPeer peer : going) {
			assertThat(peer.status("links")).contains("health DOWN")
				.anyMatch((line) -> line.startsWith("problem There is no network"));
		}

		long back = HostCluster.now();
		this.lan.run("link-up", 3);
		this.lan.run("plug", 4);
		this.links.assertSeen(back, HostCluster.UP_WITHIN, this.hosts, this.links.names(going), "down UNRESPONSIVE",
				"up");
		this.links.assertSeen(back, HostCluster.UP_WITHIN, going, this.links.names(staying), "down UNRESPONSIVE", "up");
		this.heartbeat.assertSeen(back, HostCluster.UP_WITHIN, this.hosts, this.heartbeat.names(going), "down SILENT",
				"up");
		this.heartbeat.assertSeen(back, HostCluster.UP_WITHIN, going, this.heartbeat.names(staying), "down SILENT",
				"up");
		this.links.assertNothingSeen(staying, this.links.names(staying));
		this.heartbeat.assertNothingSeen(staying, this.heartbeat.names(staying));
		for (JvmPeer peer : going) {
			assertThat(peer.status("links")).contains("health UP");
		}
	}

	@Test
	void nodesThatStartWithoutANetworkJoinWhenItAppears() throws Exception {
		this.lan.run("unplug", 5);
		this.lan.run("unplug", 6);
		this.lan.run("link-down", 6, "lo");
		try (JvmPeer onLoopback = nodes.start(5); JvmPeer onNothing = nodes.start(6)) {
			List<JvmPeer> late = List.of(onLoopback, onNothing);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> late.stream().allMatch(JvmPeer::isReady));
			assertThat(onLoopback.status("links")).contains("health UP")
				.anyMatch((line) -> line.startsWith("interface lo 127.0.0.1"));
			assertThat(onNothing.status("links")).contains("health DOWN")
				.anyMatch((line) -> line.startsWith("problem There is no network"));

			long there = HostCluster.now();
			this.lan.run("plug", 5);
			this.lan.run("plug", 6);
			this.lan.run("link-up", 6, "lo");
			HostCluster grown = new HostCluster("links",
					List.of(this.hosts.get(0), this.hosts.get(1), onLoopback, onNothing));
			Awaitility.await()
				.atMost(HostCluster.UP_WITHIN)
				.until(() -> grown.names(late).get(0).endsWith("@10.77.0.5")
						&& grown.names(late).get(1).endsWith("@10.77.0.6"));
			grown.assertSeen(there, HostCluster.UP_WITHIN, this.hosts, grown.names(late), "up");
			grown.assertSeen(there, HostCluster.UP_WITHIN, late, grown.names(grown.peers()), "up");
			assertThat(this.hosts.get(0).allSeen("links")).hasSize(2);
			Awaitility.await()
				.atMost(HostCluster.UP_WITHIN)
				.untilAsserted(() -> assertThat(onNothing.status("links")).contains("health UP"));
			stop(onLoopback);
			stop(onNothing);
		}
	}

	@Test
	void aNodeThatStartsWithoutARouteIsHeardAndLinksWhenThereIsOne() throws Exception {
		this.lan.run("exec", 5, "ip", "route", "flush", "dev", "eth0");
		try (JvmPeer late = nodes.start(5)) {
			HostCluster linked = new HostCluster("links", List.of(this.hosts.get(0), this.hosts.get(1), late));
			HostCluster beating = new HostCluster("heartbeat", linked.peers());
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !beating.names(List.of(late)).contains(""));
			beating.assertSeen(HostCluster.now(), HostCluster.UP_WITHIN, this.hosts, beating.names(List.of(late)),
					"up");
			Awaitility.await()
				.atMost(HostCluster.UP_WITHIN)
				.untilAsserted(() -> assertThat(late.status("links")).anyMatch(
						(line) -> line.matches("member .* DISCOVERED .* it cannot be reached: .* unreachable.*")));

			long there = HostCluster.now();
			this.lan.run("exec", 5, "ip", "route", "replace", "10.77.0.0/24", "dev", "eth0");
			linked.assertSeen(there, LINKED_AFTER_FAILURES_WITHIN, this.hosts, linked.names(List.of(late)), "up");
			linked.assertSeen(there, LINKED_AFTER_FAILURES_WITHIN, List.of(late), this.links.names(this.hosts), "up");
			stop(late);
		}
	}

	/**
	 * Stop a process, which leaves nothing that later tests would see.
	 */
	private void stop(JvmPeer peer) throws Exception {
		List<String> name = this.links.names(List.of(peer));
		long stopped = HostCluster.now();
		peer.stop();
		this.links.assertSeen(stopped, HostCluster.UP_WITHIN, this.hosts, name, "up", "down LINK_CLOSED");
		this.heartbeat.assertSeen(stopped, HostCluster.UP_WITHIN, this.hosts, name, "up", "down LEFT");
	}

}
