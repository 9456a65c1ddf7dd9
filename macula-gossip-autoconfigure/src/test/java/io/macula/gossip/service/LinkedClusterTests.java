package io.macula.gossip.service;

import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipNode;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import io.macula.gossip.distribution.Cookies;
import io.macula.gossip.distribution.DistributionLimits;
import io.macula.gossip.distribution.DistributionNode;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.WireScript;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Connected means a link that both ends authenticated: JVM nodes among themselves.
 */
@Timeout(60)
class LinkedClusterTests {

	private static final NodeName B = NodeName.of("b@127.0.0.1");

	private final TestCluster cluster = new TestCluster();

	private final TestCluster.Recorder recorder = new TestCluster.Recorder();

	private final int epmdPort = Loopback.freePort();

	private final GossipClusterService a = node("a@127.0.0.1", (builder) -> builder.listener(this.recorder));

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void nodesLinkAndAreUpOnce() {
		GossipClusterService b = node("b@127.0.0.1");
		this.a.start();
		b.start();
		await().until(() -> this.a.getConnected().contains(B) && b.getConnected().size() == 1);
		assertThat(this.a.getStatus().connectionMode()).isEqualTo(ConnectionMode.DISTRIBUTION);
		assertThat(this.a.getStatus().problems()).isEmpty();
		assertThat(this.a.getLinkStatistics().succeeded() + b.getLinkStatistics().succeeded()).isPositive();
		b.stop();
		await().until(() -> this.recorder.events.size() == 3);
		assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent b@127.0.0.1", "NodeUpEvent b@127.0.0.1",
				"NodeDownEvent b@127.0.0.1 LINK_CLOSED");
		b.start();
		await().until(() -> this.recorder.events.size() == 4);
		assertThat(this.recorder.events).endsWith("NodeUpEvent b@127.0.0.1");
	}

	@Test
	void messagesGoFromNodeToNodeAndHandlersOutliveARestart() throws Exception {
		GossipClusterService b = node("b@127.0.0.1");
		b.getMessenger().register("double", (message) -> 2 * (Integer) message.body());
		this.a.start();
		b.start();
		await().until(() -> this.a.getConnected().contains(B));
		assertThat(call(21)).isEqualTo(42);
		b.stop();
		await().until(() -> this.a.getConnected().isEmpty());
		assertThat(this.a.getMessenger().call(B, "double", 1, Duration.ofSeconds(5))).isCompletedExceptionally();
		b.start();
		await().until(() -> this.a.getConnected().contains(B));
		assertThat(call(4)).isEqualTo(8);
		assertThatIllegalArgumentException().isThrownBy(() -> b.getMessenger().register("double", (message) -> null))
			.withMessage("The name 'double' is taken: unregister it first or use another");
	}

	@Test
	void connectionsThatAreDroppedAmidTheirHandshakeAreCountedOverARestart() throws Exception {
		this.a.start();
		try (WireScript script = new WireScript(this.epmdPort)) {
			connectManyTimes(script);
			await().until(() -> droppedHandshakes() > 0);
			this.a.stop();
			long before = droppedHandshakes();
			assertThat(before).isPositive();
			this.a.start();
			assertThat(droppedHandshakes()).isGreaterThanOrEqualTo(before);
			connectManyTimes(script);
			await().until(() -> droppedHandshakes() > before);
		}
	}

	private void connectManyTimes(WireScript script) throws Exception {
		await().until(() -> this.a.getStatus().problems().isEmpty());
		int port = script.portOf("a");
		for (int i = 0; i < 200; i++) {
			script.connect(port);
		}
	}

	private long droppedHandshakes() {
		return this.a.getLinkStatistics().droppedHandshakes();
	}

	@Test
	void handlersMayWaitForEachOther() throws Exception {
		GossipClusterService b = node("b@127.0.0.1");
		CountDownLatch allAreCalled = new CountDownLatch(20);
		for (int i = 0; i < 20; i++) {
			b.getMessenger().register("h" + i, (message) -> {
				allAreCalled.countDown();
				return allAreCalled.await(20, TimeUnit.SECONDS);
			});
		}
		this.a.start();
		b.start();
		await().until(() -> this.a.getConnected().contains(B));
		List<CompletableFuture<Object>> answers = IntStream.range(0, 20)
			.mapToObj((i) -> this.a.getMessenger().call(B, "h" + i, null, Duration.ofSeconds(30)))
			.toList();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(true));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void messagesThatFindNoRoomAreCountedAndToldInTheLog(CapturedOutput output) {
		GossipClusterService b = node("b@127.0.0.1");
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		b.getMessenger().register("slow", (message) -> {
			begun.countDown();
			return end.await(30, TimeUnit.SECONDS);
		});
		this.a.start();
		b.start();
		await().until(() -> this.a.getConnected().contains(B));
		this.a.getMessenger().send(B, "slow", "first");
		await().until(() -> begun.getCount() == 0);
		for (int i = 0; i < 1100; i++) {
			this.a.getMessenger().send(B, "slow", i);
		}
		await().until(() -> b.getMessageStatistics().dropped() == 100);
		end.countDown();
		await().until(() -> output.toString().contains("100 messages were dropped, the last of them to 'slow'"));
		assertThat(output).containsOnlyOnce(
				"Messages to 'slow' are dropped, from a@127.0.0.1 and maybe others: 1000 wait for its handler");
		assertThat(this.a.getMessageStatistics().dropped()).isZero();
	}

	private Object call(int number) throws Exception {
		return this.a.getMessenger().call(B, "double", number, Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
	}

	@Test
	void manyNodesMakeAFullMeshWithOneUpEach() {
		List<GossipClusterService> nodes = List.of(this.a, node("b@127.0.0.1"), node("c@127.0.0.1"),
				node("d@127.0.0.1"), node("e@127.0.0.1"));
		nodes.forEach(GossipClusterService::start);
		await().until(() -> nodes.stream().allMatch((node) -> node.getConnected().size() == 4));
		await().until(() -> this.recorder.events.size() == 8);
		assertThat(this.recorder.events.stream().filter((event) -> event.startsWith("NodeUp")).distinct()).hasSize(4);
	}

	@Test
	void stopReportsLinkedNodesAsDown() {
		GossipClusterService b = node("b@127.0.0.1");
		this.a.start();
		b.start();
		await().until(() -> this.a.getConnected().contains(B));
		this.a.stop();
		assertThat(this.recorder.events).endsWith("NodeDownEvent b@127.0.0.1 STOPPED");
		assertThat(this.recorder.events).hasSize(3);
	}

	@Test
	void aNodeWithAnotherCookieIsNeverUpAndTheErrorSaysSo() {
		GossipClusterService b = node("b@127.0.0.1", (builder) -> builder.links((links) -> {
			links.setCookie("another");
			links.setEpmdPort(this.epmdPort);
		}));
		this.a.start();
		b.start();
		await().until(() -> lastError(this.a, B).contains("cookie"));
		assertThat(this.a.getNode(B).orElseThrow().state()).isEqualTo(NodeState.DISCOVERED);
		assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent b@127.0.0.1");
	}

	@Test
	void aCookieIsChangedNodeByNode() {
		GossipClusterService b = node("b@127.0.0.1", (builder) -> builder.links((links) -> {
			links.setCookie("new");
			links.setAcceptedCookies(List.of("cookie"));
			links.setEpmdPort(this.epmdPort);
		}));
		this.a.start();
		b.start();
		await().until(() -> this.a.getConnected().contains(B) && b.getConnected().size() == 1);
	}

	@Test
	void nodesThatProveTheKeyNeedNoEpmd() {
		UnaryOperator<GossipClusterBuilder> alone = (builder) -> builder.links((links) -> links.setEmbeddedEpmd(false));
		GossipClusterService first = node("first@127.0.0.1", alone);
		GossipClusterService second = node("second@127.0.0.1", alone);
		first.start();
		second.start();
		await().until(() -> first.getConnected().size() == 1 && second.getConnected().size() == 1);
		second.stop();
		await().until(() -> first.getConnected().isEmpty());
		second.start();
		await().until(() -> first.getConnected().size() == 1 && second.getConnected().size() == 1);
	}

	@Test
	void aSecretIsChangedNodeByNodeAndTheLinksStand() {
		GossipClusterService before = rotating("before@127.0.0.1", "old", List.of("new"));
		GossipClusterService after = rotating("after@127.0.0.1", "new", List.of("old"));
		before.start();
		after.start();
		await().until(() -> before.getConnected().size() == 1 && after.getConnected().size() == 1);
	}

	private GossipClusterService rotating(String name, String secret, List<String> accepted) {
		return node(name, (builder) -> builder.secret(secret).acceptedSecrets(accepted).links((links) -> {
			links.setCookie(null);
			links.setEpmdPort(this.epmdPort);
		}));
	}

	@Test
	void whileALinkAnswersProbesSilenceTakesNobodyDown() throws Exception {
		this.a.start();
		await().until(() -> this.a.getAnnouncementCount(AnnouncementResult.SENT) > 0);
		LinkSettings links = new LinkSettings();
		links.setEpmdPort(this.epmdPort);
		DistributionSettings settings = new DistributionSettings(B, new Cookies(Cookie.of("cookie")), links,
				DistributionLimits.defaults(), Runnable::run);
		try (DistributionNode silent = new DistributionNode(settings, new IndifferentListener())) {
			silent.start();
			silent.connect(NodeName.of("a@127.0.0.1"), null);
			await().until(() -> this.a.getConnected().contains(B));
			long sent = this.a.getAnnouncementCount(AnnouncementResult.SENT);
			await().until(() -> this.a.getAnnouncementCount(AnnouncementResult.SENT) > sent + 20);
			assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent b@127.0.0.1",
					"NodeUpEvent b@127.0.0.1");
		}
		await().until(() -> this.recorder.events.contains("NodeDownEvent b@127.0.0.1 LINK_CLOSED"));
	}

	@Test
	void aForgedAnnouncementMakesNobodyAMember() throws Exception {
		this.a.start();
		NodeName ghost = NodeName.of("ghost@127.0.0.1");
		await().until(() -> {
			announce("ghost@127.0.0.1");
			return !lastError(this.a, ghost).isEmpty();
		});
		assertThat(lastError(this.a, ghost)).contains("ghost");
		assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent ghost@127.0.0.1");
	}

	@Test
	void nobodyIsConnectedToWhereTheAnnouncementDidNotComeFrom() throws Exception {
		this.a.start();
		NodeName elsewhere = NodeName.of("x@203.0.113.9");
		await().until(() -> {
			announce("x@203.0.113.9");
			return !lastError(this.a, elsewhere).isEmpty();
		});
		assertThat(lastError(this.a, elsewhere)).isEqualTo(
				"it was heard at 127.0.0.1, but its host '203.0.113.9' is 203.0.113.9: name the node by the address that it sends from");
	}

	@Test
	void aPortThatIsTakenIsReportedAndNothingIsLeftBehind() throws Exception {
		try (ServerSocket taken = new ServerSocket(Loopback.freePort())) {
			GossipClusterService b = node("b@127.0.0.1", (builder) -> builder.links((links) -> {
				links.setPort(taken.getLocalPort());
				links.setCookie("cookie");
				links.setEpmdPort(this.epmdPort);
			}));
			assertThatExceptionOfType(GossipConfigurationException.class).isThrownBy(b::start)
				.withMessageStartingWith(
						"distribution.port: Links cannot be accepted on TCP port " + taken.getLocalPort());
			assertThat(b.isRunning()).isFalse();
			taken.close();
			b.start();
			assertThat(b.isRunning()).isTrue();
		}
	}

	private String lastError(GossipClusterService service, NodeName node) {
		return service.getNode(node).map(GossipNode::lastError).orElse("");
	}

	private void announce(String name) throws Exception {
		try (DatagramChannel sender = Loopback.openSender()) {
			Loopback.send(sender, this.cluster.port(), ("MACULA_GOSSIP:" + name).getBytes(StandardCharsets.UTF_8));
		}
	}

	private GossipClusterService node(String name) {
		return node(name, (builder) -> builder);
	}

	private GossipClusterService node(String name, UnaryOperator<GossipClusterBuilder> settings) {
		return this.cluster.node(name,
				(builder) -> settings.apply(builder.connectionMode(ConnectionMode.DISTRIBUTION).links((links) -> {
					links.setCookie("cookie");
					links.setEpmdPort(this.epmdPort);
				})));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
	}

}
