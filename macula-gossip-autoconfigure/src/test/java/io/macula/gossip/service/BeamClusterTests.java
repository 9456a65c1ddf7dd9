package io.macula.gossip.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectTo;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipMessage;
import io.macula.gossip.GossipNode;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.Protocol;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.message.JsonConverter;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM node and live Erlang and Elixir nodes are one cluster.
 */
@RequiresBeam
@Timeout(120)
class BeamClusterTests {

	private static final String JVM = "jvm@127.0.0.1";

	private static final String BEAM = "beam@127.0.0.1";

	@TempDir
	private static Path directory;

	private final TestCluster cluster = new TestCluster();

	private final TestCluster.Recorder recorder = new TestCluster.Recorder();

	private final int epmdPort = Loopback.freePort();

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void anElixirNodeIsAMemberAsWell() throws Exception {
		GossipClusterService jvm = jvm("libcluster", "hush", "cookie");
		start(jvm);
		try (BeamPeer elixir = BeamPeer.elixir(directory, BEAM, settings("libcluster", "hush"))) {
			await().until(() -> jvm.getConnected().contains(NodeName.of(BEAM)) && elixir.lines().contains("up " + JVM));
			elixir.writeLine("net_adm:ping('" + JVM + "').");
			await().until(() -> elixir.lines().contains("=> pong"));
		}
	}

	@Test
	void aJvmNodeThatComesLaterIsLinkedToBeamNodes() throws Exception {
		GossipClusterService first = this.cluster.node("first@127.0.0.1", (builder) -> links(builder, "cookie"));
		start(first);
		try (BeamPeer beam = BeamPeer.erlang(directory, BEAM, settings("macula", ""))) {
			await().until(() -> beam.lines().contains("up first@127.0.0.1"));
			GossipClusterService jvm = jvm("macula", "", "cookie");
			jvm.start();
			await().until(() -> beam.lines().contains("up " + JVM) && jvm.getConnected().size() == 2);
		}
	}

	@Test
	void aWrongCookieIsToldInWordsAndNobodyIsUp() throws Exception {
		GossipClusterService jvm = jvm("macula", "", "another");
		start(jvm);
		try (BeamPeer beam = BeamPeer.erlang(directory, BEAM, settings("macula", ""))) {
			await()
				.until(() -> jvm.getNode(NodeName.of(BEAM)).map(GossipNode::lastError).orElse("").contains("cookie"));
			assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent " + BEAM);
			assertThat(beam.lines()).doesNotContain("up " + JVM);
		}
	}

	@Test
	void aDisconnectedNodeIsDownAndThenLinkedAgain() throws Exception {
		GossipClusterService jvm = jvm("macula", "", "cookie");
		start(jvm);
		try (BeamPeer beam = BeamPeer.erlang(directory, BEAM, settings("macula", ""))) {
			await().until(() -> jvm.getConnected().contains(NodeName.of(BEAM)) && beam.lines().contains("up " + JVM));
			beam.writeLine("erlang:disconnect_node('" + JVM + "').");
			await().until(() -> this.recorder.events.size() == 4);
			assertThat(this.recorder.events).endsWith("NodeUpEvent " + BEAM, "NodeDownEvent " + BEAM + " LINK_CLOSED",
					"NodeUpEvent " + BEAM);
		}
	}

	@ParameterizedTest
	@CsvSource({ "macula, '', true", "macula, hush, false", "libcluster, hush, true" })
	void aBeamNodeThatLinkedByItselfAndNeverConnectsAgainIsConnectedTo(String format, String secret, boolean hidden)
			throws Exception {
		GossipClusterService jvm = jvm(format, secret, "cookie", (links) -> links.setHidden(hidden));
		start(jvm);
		try (BeamPeer beam = linkedOnce(jvm, format, secret)) {
			long cut = System.nanoTime();
			beam.writeLine("erlang:disconnect_node('" + JVM + "').");
			await().until(() -> this.recorder.events.size() == 4);
			assertThat(Duration.ofNanos(System.nanoTime() - cut)).as("an interval and a half of 1500 ms, and slack")
				.isLessThan(Duration.ofSeconds(4));
			assertThat(this.recorder.events).endsWith("NodeDownEvent " + BEAM + " LINK_CLOSED", "NodeUpEvent " + BEAM);
		}
	}

	@Test
	void whereTheKeyHasToBeProvenEachTimeSuchANodeHasToConnectByItself() throws Exception {
		GossipClusterService jvm = jvm("macula", "hush", "cookie",
				(links) -> links.setConnectTo(ConnectTo.PROVEN_EACH_TIME));
		start(jvm);
		try (BeamPeer beam = linkedOnce(jvm, "macula", "hush")) {
			beam.writeLine("erlang:disconnect_node('" + JVM + "').");
			await().until(() -> jvm.getNode(NodeName.of(BEAM))
				.map(GossipNode::lastError)
				.orElse("")
				.contains("has not proven"));
			beam.writeLine("put(content, false).");
			await().until(() -> this.recorder.events.size() == 4);
			assertThat(this.recorder.events).endsWith("NodeUpEvent " + BEAM);
		}
	}

	/**
	 * A BEAM node that has linked to a JVM node, and will not do so again by itself.
	 */
	private BeamPeer linkedOnce(GossipClusterService jvm, String format, String secret) {
		BeamPeer beam = BeamPeer.erlang(directory, BEAM, settings(format, secret));
		await().until(() -> jvm.getConnected().contains(NodeName.of(BEAM)) && beam.lines().contains("up " + JVM));
		beam.writeLine("put(content, true).");
		await().until(() -> beam.lines().contains("=> undefined"));
		return beam;
	}

	@Test
	void aStoppedProcessIsDownWithinFiveSecondsAndAPauseOfThreeTakesNobodyDown() throws Exception {
		GossipClusterService jvm = this.cluster.node(JVM,
				(builder) -> links(builder, "cookie").interval(Duration.ofMillis(1500)).listener(this.recorder));
		start(jvm);
		try (BeamPeer beam = BeamPeer.erlang(directory, BEAM, settings("macula", ""))) {
			await().until(() -> jvm.getConnected().contains(NodeName.of(BEAM)));
			String before = lastHeard(jvm);
			await().until(() -> !before.equals(lastHeard(jvm)));
			beam.signal("STOP");
			Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
			beam.signal("CONT");
			Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
			assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent " + BEAM, "NodeUpEvent " + BEAM);
			String heard = lastHeard(jvm);
			await().until(() -> !heard.equals(lastHeard(jvm)));
			beam.signal("STOP");
			long stopped = System.nanoTime();
			await().until(() -> this.recorder.events.size() == 3);
			assertThat(Duration.ofNanos(System.nanoTime() - stopped)).as("five seconds, and what a busy machine adds")
				.isLessThan(Duration.ofSeconds(7));
			assertThat(this.recorder.events).endsWith("NodeDownEvent " + BEAM + " UNRESPONSIVE");
		}
	}

	@Test
	void aPauseOfThreeSecondsUnderFullLoadTakesNobodyDown() throws Exception {
		GossipClusterService jvm = this.cluster.node(JVM,
				(builder) -> links(builder, "cookie").interval(Duration.ofMillis(1500)).listener(this.recorder));
		start(jvm);
		try (BeamPeer beam = BeamPeer.erlang(directory, BEAM, settings("macula", ""));
				JvmPeer other = JvmPeer.onLoopback("other@127.0.0.1", this.cluster.port(), this.epmdPort)) {
			List<NodeName> both = List.of(NodeName.of(BEAM), NodeName.of("other@127.0.0.1"));
			await().until(() -> jvm.getConnected().containsAll(both));
			AtomicBoolean loaded = new AtomicBoolean(true);
			List<CompletableFuture<Boolean>> senders = both.stream()
				.map((node) -> CompletableFuture.supplyAsync(() -> load(jvm, node, loaded),
						(sender) -> new Thread(sender, "sender").start()))
				.toList();
			String before = lastHeard(jvm);
			await().until(() -> !before.equals(lastHeard(jvm)));
			beam.signal("STOP");
			ChildProcess.signal("STOP", other.pid());
			Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
			assertThat(both).as("their senders are told")
				.noneMatch((node) -> jvm.getMessenger().send(node, "nobody", new byte[8_000_000]));
			beam.signal("CONT");
			ChildProcess.signal("CONT", other.pid());
			Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
			loaded.set(false);
			assertThat(senders).as("whether any was refused").allMatch(CompletableFuture::join);
			assertThat(this.recorder.events).noneMatch((event) -> event.contains("Down"));
			assertThat(other.seen(JVM)).containsExactly("up " + JVM);
		}
	}

	/**
	 * Send as much as goes, and return whether some did not go.
	 */
	private static boolean load(GossipClusterService from, NodeName to, AtomicBoolean loaded) {
		byte[] message = new byte[200];
		boolean refused = false;
		try {
			while (loaded.get()) {
				// A sender that asked again and again would take the processor from the
				// nodes
				refused |= !from.getMessenger().send(to, "nobody", message, Duration.ofMillis(100));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return refused;
	}

	@Test
	void metadataAndMessagesGoBothWays() throws Exception {
		GossipClusterService jvm = jvm("macula", "", "cookie");
		jvm.updateMetadata(Map.of("zone", "a"));
		jvm.getMessenger().register("echo", GossipMessage::body);
		jvm.getMessenger().register("prices", (message) -> message.body(Price.class).twice());
		start(jvm);
		try (BeamPeer beam = BeamPeer.erlang(directory, BEAM, settings("macula", ""))) {
			NodeName name = NodeName.of(BEAM);
			await().until(() -> jvm.getConnected().contains(name) && beam.lines().contains("up " + JVM));
			beam.writeLine("gen_server:call({macula_gossip, '" + JVM + "'}, metadata).");
			await().until(() -> beam.lines().contains("=> {metadata,'" + JVM + "',#{<<\"zone\">> => <<\"a\">>}}"));
			beam.writeLine("{macula_gossip, '" + JVM + "'} ! {metadata, node(), #{<<\"color\">> => red, size => 7}}.");
			await().until(() -> this.recorder.events.contains("NodeMetadataEvent " + BEAM));
			assertThat(jvm.getNode(name).orElseThrow().metadata()).isEqualTo(Map.of("color", "red", "size", "7"));
			assertThat(jvm.getNode(name).orElseThrow().application()).isNull();
			beam.writeLine("gen_server:call({echo, '" + JVM + "'}, [1, <<\"two\">>, #{}]).");
			await().until(() -> beam.lines().contains("=> [1,<<\"two\">>,#{}]"));
			beam.writeLine("gen_server:call({prices, '" + JVM + "'}, #{symbol => <<\"ACME\">>, cents => 21}).");
			await().until(() -> beam.lines().contains("=> #{<<\"cents\">> => 42,<<\"symbol\">> => <<\"ACME\">>}"));
			beam.writeLine("register(loop, self()).");
			await().until(() -> beam.lines().contains("=> true"));
			assertThat(jvm.getMessenger().send(name, "loop", List.of("hello", 1))).isTrue();
			await().until(() -> beam.lines().contains("got [<<\"hello\">>,1]"));
			Object answer = jvm.getMessenger()
				.call(name, "kernel_sup", AtomTerm.of("count_children"), Duration.ofSeconds(10))
				.get(20, TimeUnit.SECONDS);
			assertThat(answer).isInstanceOf(List.class).asString().contains("workers");
			assertThat(jvm.getMessenger().call(name, "nobody", 1, Duration.ofSeconds(10)))
				.failsWithin(Duration.ofSeconds(20))
				.withThrowableThat()
				.withMessageContaining("nobody");
		}
	}

	private static String lastHeard(GossipClusterService jvm) {
		return jvm.getNode(NodeName.of(BEAM)).map((node) -> node.lastHeardAt().toString()).orElse("");
	}

	private static void start(GossipClusterService service) {
		service.start();
		await().until(() -> service.getAnnouncementCount(AnnouncementResult.SENT) > 0);
	}

	private GossipClusterService jvm(String format, String secret, String cookie) {
		return jvm(format, secret, cookie, (links) -> {
		});
	}

	private GossipClusterService jvm(String format, String secret, String cookie, Consumer<LinkSettings> change) {
		return this.cluster.node(JVM,
				(builder) -> links(builder, cookie).links(change)
					.messageConverter(new JsonConverter())
					.protocol(Protocol.valueOf(format.toUpperCase(Locale.ROOT)))
					.secret(secret.isEmpty() ? null : secret)
					.listener(this.recorder));
	}

	private GossipClusterBuilder links(GossipClusterBuilder builder, String cookie) {
		return builder.connectionMode(ConnectionMode.DISTRIBUTION).interval(Duration.ofMillis(500)).links((links) -> {
			links.setCookie(cookie);
			links.setEpmdPort(this.epmdPort);
		});
	}

	private BeamPeer.Settings settings(String format, String secret) {
		String group = Protocol.valueOf(format.toUpperCase(Locale.ROOT)).defaultAddr();
		return new BeamPeer.Settings(format, group, this.cluster.port(), secret, "cookie", this.epmdPort);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
	}

	record Price(String symbol, int cents) {

		private Price twice() {
			return new Price(this.symbol, 2 * this.cents);
		}

	}

}
