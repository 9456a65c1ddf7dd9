package io.macula.gossip.service;

import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.GossipNode;
import io.macula.gossip.GossipRefusal;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.Protocol;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class GossipClusterServiceTests {

	private static final NodeName A = NodeName.of("a@127.0.0.1");

	private static final NodeName B = NodeName.of("b@127.0.0.1");

	private final TestCluster cluster = new TestCluster();

	private final TestCluster.Recorder recorder = new TestCluster.Recorder();

	private final GossipClusterService a = this.cluster.node("a@127.0.0.1",
			(builder) -> builder.listener(this.recorder));

	private final GossipClusterService b = this.cluster.node("b@127.0.0.1");

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void nodesFindEachOther() {
		this.a.start();
		this.b.start();
		await().until(() -> this.a.getConnected().contains(B) && this.b.getConnected().contains(A));
		await().until(() -> this.recorder.events.size() == 2);
		assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent b@127.0.0.1", "NodeUpEvent b@127.0.0.1");
		assertThat(this.a.getDiscovered()).containsExactly(B);
		GossipNode node = this.a.getNode(B).orElseThrow();
		assertThat(node.state()).isEqualTo(NodeState.CONNECTED);
		assertThat(node.address().getHostAddress()).isEqualTo("127.0.0.1");
		assertThat(node.lastError()).isNull();
		assertThat(Duration.between(node.discoveredAt(), Instant.now())).isBetween(Duration.ZERO,
				Duration.ofSeconds(30));
		assertThat(node.connectedAt()).isEqualTo(node.discoveredAt());
		assertThat(this.a.getNode(A)).isEmpty();
	}

	@Test
	void aNewcomerIsAnsweredLongBeforeTheNextInterval() {
		Duration hour = Duration.ofHours(1);
		GossipClusterService slow = this.cluster.node("slow@127.0.0.1", (builder) -> builder.interval(hour));
		GossipClusterService newcomer = this.cluster.node("newcomer@127.0.0.1", (builder) -> builder.interval(hour));
		slow.start();
		await().until(() -> slow.getAnnouncementCount(AnnouncementResult.OWN) == 1);
		newcomer.start();
		await().until(() -> !slow.getConnected().isEmpty() && !newcomer.getConnected().isEmpty());
	}

	@Test
	void stopTellsTheOthersAtOnceAndStartBringsTheNodeBack() {
		this.a.start();
		this.b.start();
		await().until(() -> this.a.getConnected().contains(B));
		this.b.stop();
		await().until(() -> this.recorder.events.size() == 3);
		assertThat(this.b.isRunning()).isFalse();
		assertThat(this.b.getNodes()).isEmpty();
		assertThat(this.a.getDiscovered()).isEmpty();
		this.b.start();
		await().until(() -> this.recorder.events.size() == 5);
		assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent b@127.0.0.1", "NodeUpEvent b@127.0.0.1",
				"NodeDownEvent b@127.0.0.1 LEFT", "NodeDiscoveredEvent b@127.0.0.1", "NodeUpEvent b@127.0.0.1");
	}

	@Test
	void stopReportsEachNodeThatWasUpAsDownBeforeItReturns() {
		this.a.start();
		this.b.start();
		await().until(() -> this.a.getConnected().contains(B));
		this.a.stop();
		assertThat(this.recorder.events).endsWith("NodeDownEvent b@127.0.0.1 STOPPED");
		this.a.start();
		await().until(() -> this.a.getConnected().contains(B));
		this.a.stop();
		assertThat(this.recorder.events.stream().filter((event) -> !event.startsWith("NodeDiscovered")))
			.containsExactly("NodeUpEvent b@127.0.0.1", "NodeDownEvent b@127.0.0.1 STOPPED", "NodeUpEvent b@127.0.0.1",
					"NodeDownEvent b@127.0.0.1 STOPPED");
	}

	@Test
	void startAndStopCanBeRepeated() {
		this.a.stop();
		this.a.start();
		this.a.start();
		assertThat(this.a.isRunning()).isTrue();
		assertThat(this.a.getNodeName()).isEqualTo(A);
		this.a.stop();
		this.a.stop();
		assertThat(this.a.isRunning()).isFalse();
		assertThat(this.recorder.events).isEmpty();
	}

	@Test
	void aSilentNodeIsDown() throws Exception {
		this.a.start();
		announce("c@127.0.0.1");
		await().until(() -> this.recorder.events.contains("NodeDownEvent c@127.0.0.1 SILENT"));
		GossipNode node = this.a.getNode(NodeName.of("c@127.0.0.1")).orElseThrow();
		assertThat(node.state()).isEqualTo(NodeState.DISCOVERED);
		assertThat(node.lastError()).matches("no announcement for \\d+ ms");
		assertThat(node.connectedAt()).isNull();
	}

	@Test
	void broadcastNowAnnouncesNow() {
		GossipClusterService slow = this.cluster.node("slow@127.0.0.1",
				(builder) -> builder.interval(Duration.ofHours(1)));
		assertThatIllegalStateException().isThrownBy(slow::broadcastNow)
			.withMessage("Cluster 'default' is not running: start() the service first");
		slow.start();
		await().until(() -> slow.getAnnouncementCount(AnnouncementResult.SENT) == 1);
		slow.broadcastNow();
		assertThat(slow.getAnnouncementCount(AnnouncementResult.SENT)).isEqualTo(2);
	}

	@Test
	void onlyNodesWithTheSecretAreHeard() {
		GossipClusterService member = this.cluster.node("member@127.0.0.1", (builder) -> builder.secret("right"));
		GossipClusterService friend = this.cluster.node("friend@127.0.0.1", (builder) -> builder.secret("right"));
		GossipClusterService stranger = this.cluster.node("stranger@127.0.0.1", (builder) -> builder.secret("wrong"));
		List.of(member, friend, stranger, this.a).forEach(GossipClusterService::start);
		await()
			.until(() -> !member.getConnected().isEmpty() && member.getAnnouncementCount(AnnouncementResult.FORGED) > 3
					&& member.getAnnouncementCount(AnnouncementResult.UNSIGNED) > 3);
		assertThat(member.getDiscovered()).containsExactly(NodeName.of("friend@127.0.0.1"));
		assertThat(stranger.getDiscovered()).isEmpty();
		assertThat(member.getStatus().authenticated()).isTrue();
	}

	@Test
	void twoNodesWithOneNameAreBothToldSo() {
		GossipClusterService twin = this.cluster.node("a@127.0.0.1");
		this.a.start();
		twin.start();
		await().until(() -> this.a.getAnnouncementCount(AnnouncementResult.CONFLICT) > 0
				&& twin.getAnnouncementCount(AnnouncementResult.CONFLICT) > 0);
		for (GossipClusterService service : List.of(this.a, twin)) {
			assertThat(service.getStatus().refusals()).extracting(GossipRefusal::reason)
				.contains(AnnouncementResult.CONFLICT);
			assertThat(service.explain(service.getNodeName())).last()
				.asString()
				.startsWith("Somebody at 127.0.0.1 announces this name too, or repeats what this node announced, ")
				.endsWith("If it is another node give each its own name with macula.gossip.node-name.");
			assertThat(service.getStatus().problems()).as("anybody can send that").isEmpty();
		}
	}

	@Test
	void aDefaultNameHoldsApplicationProcessAndAddress() {
		GossipClusterService named = this.cluster.node("ignored@h",
				(builder) -> builder.nodeName(null).applicationName("orders"));
		named.start();
		assertThat(named.getNodeName()).extracting(NodeName::value)
			.asString()
			.matches("orders-[0-9a-f]+@127\\.0\\.0\\.1");
	}

	@Test
	void whileAllIsWellTheStatusSaysSo() {
		assertThat(this.a.getStatus().running()).isFalse();
		this.a.start();
		await().until(() -> this.a.getAnnouncementCount(AnnouncementResult.OWN) > 3);
		assertThat(this.a.getStatus().running()).isTrue();
		assertThat(this.a.getStatus().problems()).isEmpty();
		assertThat(this.a.getStatus().protocol()).isEqualTo(Protocol.MACULA);
		assertThat(this.a.getStatus().connectionMode()).isEqualTo(ConnectionMode.HEARTBEAT);
		assertThat(this.a.getStatus().interfaces()).singleElement()
			.satisfies((used) -> assertThat(used.address().getHostAddress()).isEqualTo("127.0.0.1"));
	}

	@Test
	void aListenerThatBlocksOrThrowsChangesNothingInTheProtocol() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch thirtySeconds = new CountDownLatch(1);
		GossipClusterService troubled = this.cluster.node("troubled@127.0.0.1",
				(builder) -> builder.listener(new GossipListener() {

					@Override
					public void onNodeUp(NodeUpEvent event) {
						blocked.countDown();
						try {
							thirtySeconds.await(30, TimeUnit.SECONDS);
						}
						catch (InterruptedException ex) {
							Thread.currentThread().interrupt();
						}
						throw new IllegalStateException("listener");
					}

				}).listener(this.recorder));
		troubled.start();
		this.b.start();
		assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();

		GossipClusterService late = this.cluster.node("late@127.0.0.1");
		late.start();
		NodeName lateName = NodeName.of("late@127.0.0.1");
		await().until(() -> troubled.getConnected().contains(lateName));
		long sent = troubled.getAnnouncementCount(AnnouncementResult.SENT);
		await().until(() -> troubled.getAnnouncementCount(AnnouncementResult.SENT) > sent + 5);
		late.stop();
		await().until(() -> !troubled.getConnected().contains(lateName));
		assertThat(late.isRunning()).isFalse();
		assertThat(this.b.getConnected()).contains(NodeName.of("troubled@127.0.0.1"));
		assertThat(troubled.getStatus().problems()).isEmpty();
		assertThat(this.recorder.events).doesNotContain("NodeUpEvent late@127.0.0.1");

		thirtySeconds.countDown();
		await().until(() -> this.recorder.events.contains("NodeDownEvent late@127.0.0.1 LEFT"));
		assertThat(this.recorder.events).containsSubsequence("NodeDiscoveredEvent late@127.0.0.1",
				"NodeUpEvent late@127.0.0.1", "NodeDownEvent late@127.0.0.1 LEFT");
	}

	@Test
	void aFarewellFromTheWrongTimeIsRefused() throws Exception {
		Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5));
		GossipClusterService skewed = this.cluster.node("skewed@127.0.0.1", (builder) -> builder.clock(ahead));
		this.a.start();
		skewed.start();
		await().until(() -> !this.a.getConnected().isEmpty());
		skewed.stop();
		await().until(() -> this.a.getAnnouncementCount(AnnouncementResult.STALE) == 1);
		await().until(() -> this.recorder.events.contains("NodeDownEvent skewed@127.0.0.1 SILENT"));
	}

	private void announce(String name) throws Exception {
		try (DatagramChannel sender = Loopback.openSender()) {
			Loopback.send(sender, this.cluster.port(), ("MACULA_GOSSIP:" + name).getBytes(StandardCharsets.UTF_8));
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

}
