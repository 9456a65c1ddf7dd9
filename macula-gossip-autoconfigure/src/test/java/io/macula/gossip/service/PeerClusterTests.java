package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipPeer;
import io.macula.gossip.GossipPeerSource;
import io.macula.gossip.NodeName;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes that do not hear each other's multicasts: each has a port of its own.
 */
@Timeout(60)
class PeerClusterTests {

	private final TestCluster cluster = new TestCluster();

	private final TestCluster.Recorder recorder = new TestCluster.Recorder();

	private final int otherPort = Loopback.freePort();

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void aNodeThatIsAnnouncedToAnswersThoughItWasToldOfNobody() {
		GossipClusterService told = told("told@127.0.0.1", ConnectionMode.HEARTBEAT);
		GossipClusterService other = this.cluster.node("other@127.0.0.1", (builder) -> builder.listener(this.recorder));
		other.start();
		told.start();
		await(() -> isUp(told, other) && isUp(other, told));
		await(() -> told.getNode(other.getNodeName())
			.orElseThrow()
			.lastHeardAt()
			.isAfter(told.getNode(other.getNodeName())
				.orElseThrow()
				.discoveredAt()
				.plus(TestCluster.INTERVAL.multipliedBy(5))));
		told.stop();
		await(() -> this.recorder.events.size() == 3);
		assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent told@127.0.0.1",
				"NodeUpEvent told@127.0.0.1", "NodeDownEvent told@127.0.0.1 LEFT");
	}

	@Test
	void ofSeveralNodesAtOnePortOfOneHostOneHearsWhatIsSentToItAlone() {
		List<GossipClusterService> multicast = List.of(this.cluster.node("a@127.0.0.1"),
				this.cluster.node("b@127.0.0.1"));
		multicast.forEach(GossipClusterService::start);
		GossipClusterService told = told("told@127.0.0.1", ConnectionMode.HEARTBEAT);
		told.start();
		await(() -> multicast.stream().anyMatch((node) -> isUp(node, told)));
		await(() -> told.getConnected().size() == 1);
		Awaitility.await()
			.during(TestCluster.INTERVAL.multipliedBy(10))
			.atMost(Duration.ofSeconds(20))
			.until(() -> told.getConnected().size() == 1
					&& multicast.stream().filter((node) -> isUp(node, told)).count() == 1);
	}

	@Test
	void nodesLinkToPeers() {
		int epmd = Loopback.freePort();
		GossipClusterService told = this.cluster.node("told@127.0.0.1",
				(builder) -> linked(builder, epmd).port(this.otherPort)
					.peers(List.of("localhost:" + this.cluster.port())));
		GossipClusterService other = this.cluster.node("other@127.0.0.1", (builder) -> linked(builder, epmd));
		other.start();
		told.start();
		await(() -> isUp(told, other) && isUp(other, told));
		assertThat(told.getStatus().peers()).singleElement().satisfies((peer) -> {
			assertThat(peer.name()).isEqualTo("localhost:" + this.cluster.port());
			assertThat(peer.addresses()).isNotEmpty();
		});
	}

	/**
	 * What a user writes to have hosts told by something of their own.
	 */
	@Test
	void aSourceThatReadsAFileIsOneClassAndIsReadAgain(@TempDir Path directory) throws Exception {
		record HostsFile(Path file) implements GossipPeerSource {

			@Override
			public List<String> getPeers() throws IOException {
				return Files.readAllLines(this.file);
			}

		}
		Path file = directory.resolve("hosts.txt");
		GossipClusterService told = this.cluster.node("told@127.0.0.1",
				(builder) -> builder.port(this.otherPort).peerSource(new HostsFile(file)));
		GossipClusterService other = this.cluster.node("other@127.0.0.1");
		told.start();
		other.start();
		await(() -> told.explain(other.getNodeName())
			.stream()
			.anyMatch((sentence) -> sentence.startsWith("Announcing to the peer 'HostsFile' fails: it failed")));
		Files.writeString(file, "127.0.0.1:" + this.cluster.port());
		await(() -> isUp(told, other) && isUp(other, told));
		assertThat(told.getStatus().peers()).containsExactly(new GossipPeer("127.0.0.1:" + this.cluster.port(),
				List.of(new InetSocketAddress("127.0.0.1", this.cluster.port())), null));
	}

	@Test
	void aNodeWithoutAnInterfaceRunsAndSaysWhatItWaitsFor() {
		GossipClusterService service = this.cluster.node("a@127.0.0.1",
				(builder) -> builder.nodeName(null).interfaces(List.of("nosuch7")));
		service.start();
		assertThat(service.isRunning()).isTrue();
		assertThat(service.getNodeName()).extracting(NodeName::host).isEqualTo("127.0.0.1");
		assertThat(service.getStatus().interfaces()).isEmpty();
		assertThat(service.getStatus().problems()).singleElement()
			.asString()
			.startsWith("No interface that is up matches 'nosuch7' and has an IPv4 address; here are ");
		service.broadcastNow();
	}

	private GossipClusterService told(String name, ConnectionMode mode) {
		return this.cluster.node(name,
				(builder) -> builder.connectionMode(mode)
					.port(this.otherPort)
					.peers(List.of("127.0.0.1:" + this.cluster.port())));
	}

	private static GossipClusterBuilder linked(GossipClusterBuilder builder, int epmdPort) {
		return builder.connectionMode(ConnectionMode.DISTRIBUTION).links((links) -> {
			links.setCookie("cookie");
			links.setEpmdPort(epmdPort);
		});
	}

	private static boolean isUp(GossipClusterService at, GossipClusterService node) {
		return at.getConnected().contains(node.getNodeName());
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10)).until(condition);
	}

}
