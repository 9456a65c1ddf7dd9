package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.testing.Requires;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What nodes announce to: IPv6 groups, everyone by broadcast, and peers one by one where
 * the network carries no multicast; and hosts on two LANs.
 */
@Requires(HostLan.Possible.class)
@Timeout(120)
@Tag("alone")
class NamespaceAddressTests {

	/**
	 * Nothing here is judged by the clock: what takes long at the default interval takes
	 * a fifth of it.
	 */
	private static final String INTERVAL = "interval=300";

	private static final Duration LONGER_THAN_ANY_LIMIT = Duration.ofMillis(1500);

	@Test
	void nodesFindEachOtherByIpv6InGroupsOfEachScope() {
		List<Settings> clusters = List.of(Settings.of("site", "addr=ff15::6d61:6375", "port=15901"),
				Settings.of("link", "addr=ff02::6d61:6375", "port=15902"),
				Settings.of("scoped", "addr=ff02::6d61:6375%eth0", "port=15903"),
				Settings.of("heartbeat", "addr=ff15::6d61:6375", "port=15904", "mode=HEARTBEAT"));
		try (HostLan lan = new HostLan(3, "--ipv6")) {
			List<JvmPeer> hosts = startAll(lan, 3, clusters);
			awaitUpByIpv6(hosts, clusters);
			for (JvmPeer host : hosts) {
				await().until(() -> host.count("heartbeat", AnnouncementResult.OWN) >= 3);
				assertThat(host.count("heartbeat", AnnouncementResult.OWN)).as("each comes back once")
					.isLessThanOrEqualTo(host.count("heartbeat", AnnouncementResult.SENT));
			}
		}
	}

	/**
	 * The system looks for duplicates of each address first, and those of the link may be
	 * ready before the others.
	 */
	@Test
	void nodesThatStartWhileTheirIpv6AddressesAreTentativeEndUpWithThem() {
		List<Settings> clusters = List.of(Settings.of("site", "addr=ff15::6d61:6375", "port=15901"),
				Settings.of("heartbeat", "addr=ff02::6d61:6375", "port=15902", "mode=HEARTBEAT"));
		try (HostLan lan = new HostLan(3, "--ipv6", "--dad")) {
			awaitUpByIpv6(startAll(lan, 3, clusters), clusters);
		}
	}

	private static void awaitUpByIpv6(List<JvmPeer> hosts, List<Settings> clusters) {
		for (Settings settings : clusters) {
			HostCluster cluster = awaitUpOnce(settings, hosts);
			assertThat(cluster.names(hosts)).extracting((name) -> name.replaceFirst(".*@", ""))
				.containsExactly("fd77:0:0:0:0:0:0:1", "fd77:0:0:0:0:0:0:2", "fd77:0:0:0:0:0:0:3");
		}
	}

	@Test
	void nodesWithNothingButLinkLocalAddressesFindEachOther() {
		List<Settings> clusters = List.of(
				Settings.of("heartbeat", "addr=ff02::6d61:6375", "port=15902", "mode=HEARTBEAT"),
				Settings.of("links", "addr=ff02::6d61:6375", "port=15901"));
		try (HostLan lan = new HostLan(2, "--link-local")) {
			List<JvmPeer> hosts = startAll(lan, 2, clusters);
			clusters.forEach((settings) -> awaitUpOnce(settings, hosts));
		}
	}

	@Test
	void whereThereIsNoMulticastPeersAndBroadcastFormClusters() {
		String peers = "peers=10.77.0.1,10.77.0.2,10.77.0.3,10.77.0.4";
		String fewer = "peers=10.77.0.1,10.77.0.2,10.77.0.3";
		Settings broadcast = Settings.of("broadcast", "addr=255.255.255.255", "port=15901");
		Settings links = Settings.of("peers", "port=15902", peers);
		Settings heartbeat = Settings.of("beating-peers", "port=15903", peers, "mode=HEARTBEAT");
		Settings mixedLinks = Settings.of("mixed", "port=15904");
		Settings mixedHeartbeat = Settings.of("beating-mixed", "port=15905", "mode=HEARTBEAT");
		try (HostLan lan = new HostLan(4)) {
			lan.run("no-multicast", "all");
			List<JvmPeer> hosts = new ArrayList<>();
			for (int i = 1; i <= 3; i++) {
				hosts.add(lan.start(i, join(List.of(broadcast, links, heartbeat, mixedLinks, mixedHeartbeat))));
			}
			hosts.add(lan.start(4,
					join(List.of(broadcast, links, heartbeat, mixedLinks.with(fewer), mixedHeartbeat.with(fewer)))));
			List.of(broadcast, links, heartbeat).forEach((settings) -> awaitUpOnce(settings, hosts));

			// The others know only the one that was told of them, until multicast works
			for (Settings settings : List.of(mixedLinks, mixedHeartbeat)) {
				HostCluster mixed = new HostCluster(settings.cluster(), hosts);
				await().until(() -> mixed.up(hosts.get(3)).size() == 3
						&& hosts.subList(0, 3).stream().allMatch((host) -> mixed.up(host).size() == 1));
			}
			lan.run("heal");
			lan.run("no-multicast", 4);
			for (Settings settings : List.of(mixedLinks, mixedHeartbeat)) {
				awaitUpOnce(settings, hosts);
			}
		}
	}

	@Test
	void aNodeWhoseFirewallDropsWhatComesFromTheGroupSaysSoAndStaysLinked() {
		Settings links = Settings.of("links", "port=15901");
		try (HostLan lan = new HostLan(2)) {
			List<JvmPeer> hosts = startAll(lan, 2, List.of(links));
			HostCluster cluster = awaitUpOnce(links, hosts);
			hosts.forEach(JvmPeer::forget);
			lan.run("filter-multicast", 1);
			await().untilAsserted(() -> assertThat(hosts.get(0).status("links")).contains("health DOWN")
				.anyMatch(
						(line) -> line.startsWith("problem This node's own announcements on 'eth0' do not come back")));
			HostCluster.assertNothingSeenFor(LONGER_THAN_ANY_LIMIT, cluster);
			assertThat(hosts.get(1).status("links")).contains("health UP");
			lan.run("heal");
			await().untilAsserted(() -> assertThat(hosts.get(0).status("links")).contains("health UP"));
			cluster.assertNothingSeen(hosts, cluster.names(hosts));
		}
	}

	@Test
	void aHostOnTwoLansIsUpOnBothAndTheLossOfOneLeavesTheOther() {
		Settings wide = Settings.of("wide", "port=15901", "secret=secret", "interfaces=10.77.0.0/24,10.78.0.0/24");
		try (HostLan lan = new HostLan(3)) {
			lan.run("plug", 1, 2);
			lan.run("plug", 3, 2);
			lan.run("unplug", 3, 1);
			List<JvmPeer> hosts = startAll(lan, 3, List.of(wide));
			HostCluster cluster = new HostCluster(wide.cluster(), hosts);
			JvmPeer both = hosts.get(0);
			List<JvmPeer> ends = hosts.subList(1, 3);
			await().until(
					() -> cluster.up(both).size() == 2 && ends.stream().allMatch((end) -> cluster.up(end).size() == 1));
			assertThat(cluster.names(hosts)).extracting((name) -> name.replaceFirst(".*@", ""))
				.containsExactly("10.77.0.1", "10.77.0.2", "10.78.0.3");
			assertThat(both.status("wide")).anyMatch((line) -> line.startsWith("interface eth0 10.77.0.1"))
				.anyMatch((line) -> line.startsWith("interface eth1 10.78.0.1"));

			hosts.forEach(JvmPeer::forget);
			long lost = HostCluster.now();
			lan.run("unplug", 1, 2);
			String far = cluster.names(hosts).get(2);
			cluster.assertSeen(lost, HostCluster.UNRESPONSIVE_WITHIN, List.of(both), List.of(far), "down UNRESPONSIVE");
			assertThat(both.status("wide")).anyMatch((line) -> line.startsWith("problem No interface that is up"));
			long back = HostCluster.now();
			lan.run("plug", 1, 2);
			cluster.assertSeen(back, HostCluster.UP_WITHIN, List.of(both), List.of(far), "down UNRESPONSIVE", "up");
			cluster.assertSeen(back, HostCluster.UP_WITHIN, hosts.subList(2, 3), cluster.names(List.of(both)),
					"down UNRESPONSIVE", "up");
			cluster.assertNothingSeen(hosts.subList(0, 2), cluster.names(hosts.subList(0, 2)));
		}
	}

	/**
	 * On Linux a socket is given what comes for an IPv6 group on any interface where some
	 * socket joined it.
	 */
	@Test
	void aNodeOnOneOfTwoIpv6LansHearsNobodyOfTheOtherAndOneOnBothHearsEachOnce() {
		String[] group = { "addr=ff15::6d61:6375", "port=15901", "mode=HEARTBEAT" };
		Settings near = Settings.of("near", group).with("interfaces=eth0");
		Settings far = Settings.of("far", group).with("interfaces=eth1");
		Settings both = Settings.of("both", group).with("interfaces=fd77::/64,fd78::/64");
		try (HostLan lan = new HostLan(3, "--ipv6")) {
			lan.run("plug", 1, 2);
			lan.run("plug", 3, 2);
			lan.run("unplug", 3, 1);
			JvmPeer middle = lan.start(1, join(List.of(near, both)));
			JvmPeer neighbour = lan.start(2, join(List.of(near)));
			JvmPeer stranger = lan.start(3, join(List.of(far)));
			await().untilAsserted(() -> {
				assertThat(middle.up("near")).containsExactlyInAnyOrder(middle.name("both"), neighbour.name("near"));
				assertThat(middle.up("both")).containsExactlyInAnyOrder(middle.name("near"), neighbour.name("near"),
						stranger.name("far"));
				assertThat(neighbour.up("near")).hasSize(2);
				assertThat(stranger.up("far")).containsExactly(middle.name("both"));
			});
			await().until(() -> middle.count("both", AnnouncementResult.OWN) >= 8);
			assertThat(middle.seen("near", stranger.name("far"))).isEmpty();
			assertThat(middle.count("both", AnnouncementResult.OWN)).as("each comes back once")
				.isLessThanOrEqualTo(middle.count("both", AnnouncementResult.SENT));
		}
	}

	private static String[] join(List<Settings> clusters) {
		List<String> all = new ArrayList<>();
		for (Settings settings : clusters) {
			if (!all.isEmpty()) {
				all.add("--");
			}
			all.addAll(settings.settings);
		}
		return all.toArray(String[]::new);
	}

	private static List<JvmPeer> startAll(HostLan lan, int count, List<Settings> clusters) {
		List<JvmPeer> hosts = new ArrayList<>();
		for (int i = 1; i <= count; i++) {
			hosts.add(lan.start(i, join(clusters)));
		}
		return hosts;
	}

	private static HostCluster awaitUpOnce(Settings settings, List<JvmPeer> hosts) {
		HostCluster cluster = new HostCluster(settings.cluster, hosts);
		cluster.awaitUpOnce();
		return cluster;
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
	}

	/**
	 * The settings of a node.
	 */
	private record Settings(String cluster, List<String> settings) {

		/**
		 * An application name of its own for each cluster: the nodes of one process that
		 * link need different names.
		 */
		private static Settings of(String cluster, String... settings) {
			return new Settings(cluster, List.of("cluster=" + cluster, "app=" + cluster, INTERVAL)).with(settings);
		}

		private Settings with(String... further) {
			return new Settings(this.cluster, Stream.concat(this.settings.stream(), Arrays.stream(further)).toList());
		}

	}

}
