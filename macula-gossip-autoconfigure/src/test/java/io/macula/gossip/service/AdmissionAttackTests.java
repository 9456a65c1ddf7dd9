package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectRefusal;
import io.macula.gossip.ConnectTo;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.announcement.ProofFormat;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.WireScript;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Somebody without the key wants to be let in, by what nodes prove that he makes connect
 * to him. Where {@code connect-to} is {@code announced} he succeeds, which shows that the
 * scripts can.
 */
@Tag("alone")
@Tag("once")
@Timeout(60)
class AdmissionAttackTests {

	private static final NodeName EVIL = NodeName.of("evil@127.0.0.1");

	private final TestCluster cluster = new TestCluster();

	private final TestCluster.Recorder recorder = new TestCluster.Recorder();

	private final int epmdPort = Loopback.freePort();

	private final WireScript script = new WireScript(this.epmdPort);

	@AfterEach
	void close() throws Exception {
		this.script.close();
		this.cluster.close();
	}

	@Test
	void aNodeThatConnectsToWhoeverAnnouncesHimselfStillDoesNotAnswerItsOwnChallenge() throws Exception {
		startVictim((builder) -> builder.links((links) -> links.setConnectTo(ConnectTo.ANNOUNCED)));
		try (ServerSocket server = this.script.listenAs("evil")) {
			announce("MACULA_GOSSIP:evil@127.0.0.1");
			assertThatIOException().isThrownBy(() -> this.script.relay(server.accept(), EVIL.value(),
					this.script.portOf("victim"), "intruder@127.0.0.1"));
		}
		assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent evil@127.0.0.1");
	}

	@Test
	void nobodyIsConnectedToWhoOnlyAnnouncesHimselfToAClusterWithACookie() throws Exception {
		GossipClusterService victim = startVictim((builder) -> builder);
		try (ServerSocket server = this.script.listenAs("evil")) {
			for (int i = 0; i < 3; i++) {
				announce("MACULA_GOSSIP:evil@127.0.0.1");
				awaitRefusal(victim, EVIL);
			}
			assertThatNobodyConnects(server);
			assertThat(victim.getLinkStatistics().refused().get(ConnectRefusal.UNPROVEN)).isPositive();
		}
		assertThat(this.recorder.events).containsExactly("NodeDiscoveredEvent evil@127.0.0.1");
	}

	@Test
	void whatOneNodeProvesToWhoOnlyAnnouncesHimselfWouldOpenAnother() throws Exception {
		startVictim((builder) -> builder.links((links) -> links.setConnectTo(ConnectTo.ANNOUNCED)));
		node("other@127.0.0.1", (builder) -> builder).start();
		await().until(() -> this.recorder.events.contains("NodeUpEvent other@127.0.0.1"));
		try (ServerSocket server = this.script.listenAs("evil")) {
			announce("MACULA_GOSSIP:evil@127.0.0.1");
			assertThat(
					this.script.relay(server.accept(), EVIL.value(), this.script.portOf("other"), "intruder@127.0.0.1"))
				.isTrue();
		}
	}

	@Test
	void byDefaultNeitherOfTwoNodesProvesAnythingThatWouldOpenTheOther() throws Exception {
		GossipClusterService victim = startVictim((builder) -> builder);
		GossipClusterService other = node("other@127.0.0.1", (builder) -> builder);
		other.start();
		await().until(() -> this.recorder.events.contains("NodeUpEvent other@127.0.0.1"));
		try (ServerSocket server = this.script.listenAs("evil")) {
			announce("MACULA_GOSSIP:evil@127.0.0.1");
			awaitRefusal(victim, EVIL);
			awaitRefusal(other, EVIL);
			assertThatNobodyConnects(server);
		}
	}

	@Test
	void whoRepeatsARecordedAnnouncementAndTakesTheNameIsNotConnectedTo() throws Exception {
		replay(ConnectTo.PROVEN, false);
		replay(ConnectTo.PROVEN_EACH_TIME, false);
	}

	@Test
	void whereAnnouncementsAreEnoughHeIs() throws Exception {
		replay(ConnectTo.ANNOUNCED, true);
	}

	@Test
	void whoProvesThatHeHasTheOldCookieIsProvenTheOldOneAndNoOther() throws Exception {
		rotating().start();
		try (ServerSocket server = this.script.listenAs("evil"); DatagramChannel evil = Loopback.openSender()) {
			ProofFormat old = new ProofFormat(List.of(ProofFormat.key("", "old")));
			Thread answering = new Thread(() -> answer(evil, old, server.getLocalPort()), "evil");
			answering.start();
			Socket dialler = server.accept();
			assertThat(WireScript.proves(dialler, EVIL.value(), 77, "old")).isTrue();
			dialler.close();
			assertThatNobodyElseIsProven(server, "new");
			evil.close();
			answering.join();
		}
	}

	@Test
	void whoLinkedWithTheOldCookieIsProvenTheOldOneAndNoOtherWhenHisLinkBreaks() throws Exception {
		GossipClusterService victim = rotating();
		victim.start();
		await().until(() -> victim.getAnnouncementCount(AnnouncementResult.SENT) > 0);
		try (ServerSocket server = this.script.listenAs("evil")) {
			Socket link = this.script.link(this.script.portOf("victim"), EVIL.value(), "old");
			await().until(() -> victim.getConnected().contains(EVIL));
			link.close();
			Socket dialler = server.accept();
			assertThat(WireScript.proves(dialler, EVIL.value(), 77, "old")).isTrue();
			dialler.close();
			assertThatNobodyElseIsProven(server, "new");
		}
	}

	/**
	 * A JVM node that cannot answer in the moment is taken for no BEAM node, which proves
	 * nothing beforehand: else who takes its name later would be proven the cookie.
	 */
	@Test
	void whoLinkedAsJvmNodesDoIsNotConnectedToUnprovenWhenItsLinkBreaks() throws Exception {
		GossipClusterService victim = startVictim((builder) -> builder);
		try (ServerSocket server = this.script.listenAs("evil")) {
			Socket link = this.script.linkAsJvm(this.script.portOf("victim"), EVIL.value(),
					"a-long-cookie-that-nobody-can-guess");
			await().until(() -> victim.getConnected().contains(EVIL));
			link.close();
			await().until(() -> lastError(victim, EVIL).contains("has not proven"));
			assertThatNobodyConnects(server);
		}
	}

	private GossipClusterService rotating() {
		return node("victim@127.0.0.1", (builder) -> builder.listener(this.recorder).links((links) -> {
			links.setCookie("new");
			links.setAcceptedCookies(List.of("old"));
		}));
	}

	/**
	 * The next attempts come after a pause, and prove no more than the first.
	 */
	private static void assertThatNobodyElseIsProven(ServerSocket server, String cookie) throws IOException {
		for (int i = 0; i < 2; i++) {
			try (Socket again = server.accept()) {
				assertThat(WireScript.proves(again, EVIL.value(), 77, cookie)).isFalse();
			}
		}
	}

	/**
	 * Announce a node, and answer whoever asks it with the key.
	 */
	private void answer(DatagramChannel evil, ProofFormat format, int port) {
		try {
			evil.configureBlocking(false);
			while (true) {
				Loopback.send(evil, this.cluster.port(), ("MACULA_GOSSIP:" + EVIL).getBytes(StandardCharsets.UTF_8));
				ByteBuffer buffer = ByteBuffer.allocate(2000);
				SocketAddress source = evil.receive(buffer);
				for (; source != null; source = evil.receive(buffer.clear())) {
					Decoded decoded = format.newDecoder().decode(buffer.array(), buffer.position());
					if (decoded instanceof Decoded.Ask ask) {
						evil.send(ByteBuffer.wrap(format.proof(ask, port, 77)), source);
					}
				}
				LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
			}
		}
		catch (IOException ex) {
			// It is closed
		}
	}

	private void replay(ConnectTo connectTo, boolean connects) throws Exception {
		GossipClusterService victim = node("victim-" + connectTo + "@127.0.0.1",
				(builder) -> builder.secret("hush").links((links) -> links.setConnectTo(connectTo)));
		victim.start();
		await().until(() -> victim.getAnnouncementCount(AnnouncementResult.SENT) > 0);
		String name = "member-" + connectTo;
		GossipClusterService member = node(name + "@127.0.0.1", (builder) -> builder.secret("hush"));
		byte[] recorded;
		try (DatagramChannel ear = listen()) {
			member.start();
			recorded = record(ear, "MACULA_GOSSIP:" + name);
		}
		NodeName node = NodeName.of(name + "@127.0.0.1");
		// Time for the proof that a new link is asked for: without it the node could be
		// one that has none to give
		await().pollDelay(Duration.ofSeconds(1)).until(() -> victim.getConnected().contains(node));
		member.stop();
		await().until(() -> !victim.getConnected().contains(node));
		try (ServerSocket server = this.script.listenAs(name)) {
			if (connects) {
				announce(recorded);
				server.accept().close();
			}
			else {
				announce(recorded);
				await().until(() -> lastError(victim, node).contains("has not proven"));
				assertThatNobodyConnects(server);
			}
		}
		victim.stop();
	}

	private DatagramChannel listen() throws IOException {
		InetAddress loopback = InetAddress.getLoopbackAddress();
		DatagramChannel ear = DatagramChannel.open(StandardProtocolFamily.INET);
		ear.setOption(StandardSocketOptions.SO_REUSEADDR, true);
		ear.bind(new InetSocketAddress("230.1.1.251", this.cluster.port()));
		ear.join(InetAddress.getByName("230.1.1.251"), NetworkInterface.getByInetAddress(loopback));
		return ear;
	}

	private static byte[] record(DatagramChannel ear, String start) throws IOException {
		while (true) {
			ByteBuffer buffer = ByteBuffer.allocate(2000);
			ear.receive(buffer);
			byte[] datagram = Arrays.copyOf(buffer.array(), buffer.position());
			if (new String(datagram, StandardCharsets.US_ASCII).startsWith(start)) {
				return datagram;
			}
		}
	}

	private GossipClusterService startVictim(UnaryOperator<GossipClusterBuilder> settings) {
		GossipClusterService victim = node("victim@127.0.0.1",
				(builder) -> settings.apply(builder.listener(this.recorder)));
		victim.start();
		await().until(() -> victim.getAnnouncementCount(AnnouncementResult.SENT) > 0);
		return victim;
	}

	private GossipClusterService node(String name, UnaryOperator<GossipClusterBuilder> settings) {
		return this.cluster.node(name,
				(builder) -> settings.apply(builder.connectionMode(ConnectionMode.DISTRIBUTION).links((links) -> {
					links.setCookie("a-long-cookie-that-nobody-can-guess");
					links.setEpmdPort(this.epmdPort);
				})));
	}

	private void awaitRefusal(GossipClusterService service, NodeName node) throws Exception {
		await().until(() -> {
			announce("MACULA_GOSSIP:" + node);
			return lastError(service, node).contains("has not proven");
		});
	}

	private static String lastError(GossipClusterService service, NodeName node) {
		return service.getNode(node).map(GossipNode::lastError).orElse("");
	}

	private static void assertThatNobodyConnects(ServerSocket server) throws IOException {
		server.setSoTimeout(1000);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
	}

	private void announce(String text) throws IOException {
		announce(text.getBytes(StandardCharsets.UTF_8));
	}

	private void announce(byte[] datagram) throws IOException {
		try (DatagramChannel sender = Loopback.openSender()) {
			Loopback.send(sender, this.cluster.port(), datagram);
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
	}

}
