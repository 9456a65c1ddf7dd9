package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that have used up their file descriptors or most of their heap, at the
 * default interval, each with a node that links and one that goes by heartbeats.
 */
@Tag("alone")
@Timeout(90)
class ExhaustionTests {

	private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(5);

	private final int linkPort = Loopback.freePort();

	private final int heartbeatPort = Loopback.freePort();

	private final int epmdPort = Loopback.freePort();

	private final List<JvmPeer> peers = new ArrayList<>();

	@AfterEach
	void close() {
		this.peers.forEach(JvmPeer::close);
	}

	@Test
	void nobodyIsDownForWantOfDescriptorsOrWithAHeapThatIsNearlyFull() {
		JvmPeer observer = start("observer", List.of());
		await().until(observer::isReady);
		JvmPeer descriptors = start("descriptors", List.of("bash", "-c", "ulimit -n 512; exec \"$@\"", "bash"));
		JvmPeer heap = start("heap", List.of());
		links().awaitUpOnce();
		heartbeat().awaitUpOnce();
		this.peers.forEach(JvmPeer::forget);

		long logged = descriptors.log().size();
		descriptors.command("descriptors 3000");
		heap.command("heap 3000");
		JvmPeer newcomer = start("newcomer", List.of());
		await().until(() -> newcomer.isReady() && newcomer.up("links").contains(observer.name("links")));
		await().until(() -> !descriptors.told("returned").isEmpty() && !heap.told("returned").isEmpty());
		long returned = descriptors.told("returned").get(0).at();
		List<JvmPeer> others = List.of(observer, descriptors, heap);
		for (HostCluster cluster : List.of(links(), heartbeat())) {
			cluster.assertSeen(returned, RECOVERED_WITHIN, others, cluster.names(List.of(newcomer)), "up");
			cluster.assertSeen(returned, RECOVERED_WITHIN, List.of(newcomer), cluster.names(others), "up");
			cluster.assertNothingSeen(others, cluster.names(others));
		}
		assertThat(descriptors.log().size() - logged).as("lines logged in three seconds: %s", descriptors)
			.isLessThanOrEqualTo(6);
		assertHealthy();
	}

	private void assertHealthy() {
		for (JvmPeer peer : this.peers) {
			await().untilAsserted(() -> {
				assertThat(peer.status("links")).as("%s", peer).contains("health UP");
				assertThat(peer.status("heartbeat")).as("%s", peer).contains("health UP");
			});
		}
	}

	private HostCluster links() {
		return new HostCluster("links", this.peers);
	}

	private HostCluster heartbeat() {
		return new HostCluster("heartbeat", this.peers);
	}

	private JvmPeer start(String name, List<String> prefix) {
		String loopback = "interfaces=" + String.join(",", Loopback.INTERFACES);
		String node = "name=" + name + "@127.0.0.1";
		JvmPeer peer = new JvmPeer(prefix, "cluster=links", node, "port=" + this.linkPort, "epmd=" + this.epmdPort,
				"ttl=0", loopback, "--", "cluster=heartbeat", node, "port=" + this.heartbeatPort, "ttl=0", loopback,
				"mode=HEARTBEAT");
		this.peers.add(peer);
		return peer;
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
	}

}
