package io.macula.gossip.distribution;

import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.epmd.EpmdClient;
import io.macula.gossip.distribution.epmd.EpmdNode;
import io.macula.gossip.distribution.epmd.EpmdRegistration;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.Seed;
import io.macula.gossip.testing.WireScript;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Peers that flood, stall or send what is no message.
 */
@Timeout(60)
class HostileLinkTests {

	private static final int SEED = Seed.of(HostileLinkTests.class);

	private static final String NAME = "x@127.0.0.1";

	private static final DistributionLimits LIMITS = new DistributionLimits(1024 * 1024, 100, 1024 * 1024, 1024 * 1024,
			8 * 1024 * 1024, 10, 4, 4, 10, 10);

	private int epmdPort;

	@BeforeEach
	void choosePort() throws Exception {
		this.epmdPort = Loopback.freePort();
	}

	@ParameterizedTest
	@CsvSource({ "0000000144, 'it sent a message that cannot be read: its type is 68, not 112'",
			"00000001 70, 'it sent a message that cannot be read: Malformed term at byte 0'",
			"00000003 708361, 'it sent a message that cannot be read: Malformed term at byte 2'",
			"00000004 70836101, 'it sent a message that cannot be read: it does not begin with a control tuple'",
			"00000006 708368016102, 'it sent a message that cannot be read: its control tuple with operation 2 has 1 elements'" })
	void whenFrameIsNoMessageShouldCloseTheLinkInWords(String hex, String words) throws Exception {
		try (TestNode a = start((options) -> options.limits(LIMITS)); RawLink link = open(a)) {
			link.output().write(HexFormat.of().parseHex(hex.replace(" ", "")));
			assertThat(a.next()).startsWith("up");
			assertThat(a.next()).startsWith("down x@127.0.0.1: " + words);
			assertThat(link.isEnded()).isTrue();
		}
	}

	@RepeatedTest(50)
	void whenBytesAreAtRandomShouldCloseTheLink(RepetitionInfo repetition) throws Exception {
		Random random = new Random(SEED + repetition.getCurrentRepetition());
		try (TestNode a = start((options) -> options.limits(LIMITS)); RawLink link = open(a)) {
			byte[] noise = new byte[1 + random.nextInt(1000)];
			random.nextBytes(noise);
			noise[0] = 112;
			noise[1 % noise.length] = (byte) 131;
			link.output().writeInt(noise.length);
			link.output().write(noise);
			link.close();
			assertThat(a.next()).as("seed %d", SEED).startsWith("up");
			assertThat(a.next()).as("seed %d", SEED).startsWith("down x@127.0.0.1: ");
		}
	}

	@Test
	void whenPeerIsSilentShouldSendItTicksAndCloseTheLink() throws Exception {
		try (TestNode a = start((options) -> options.links((links) -> links.setTickTime(Duration.ofMillis(400))));
				RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			DataInputStream input = link.input();
			assertThat(input.readInt()).isZero();
			assertThat(input.readInt()).isZero();
			assertThat(a.next()).isEqualTo("down x@127.0.0.1: nothing came from it for 400 ms");
		}
	}

	@Test
	void whenPeerTicksShouldAnswerWithATickLongBeforeItsOwn() throws Exception {
		try (TestNode a = start((options) -> options.links((links) -> links.setTickTime(Duration.ofHours(1))));
				RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			link.output().writeInt(0);
			assertThat(link.input().readInt()).isZero();
		}
	}

	@Test
	void whenPeerOnlyTicksShouldKeepTheLink() throws Exception {
		try (TestNode a = start((options) -> options.links((links) -> links.setTickTime(Duration.ofMillis(1200))));
				RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			DataInputStream input = link.input();
			for (int i = 0; i < 8; i++) {
				assertThat(input.readInt()).isZero();
				link.output().writeInt(0);
			}
			assertThat(a.events().isEmpty()).isTrue();
		}
	}

	@Test
	void whenConnectionsFloodShouldServeNoMoreThanItsPlacesAndWhoComesAfterThem() throws Exception {
		List<RawLink> flood = new ArrayList<>();
		try (TestNode a = start((options) -> options.limits(LIMITS))) {
			for (int i = 0; i < 30; i++) {
				flood.add(RawLink.connect(a.node().port()));
			}
			Eventually.holds("some of them are served", () -> !handshakes().isEmpty());
			try (TestNode b = TestNode.start(this.epmdPort, "b@127.0.0.1")) {
				Eventually.holds("it is linked while all places are held", () -> {
					b.connect("a@127.0.0.1");
					return b.next().startsWith("up a@127.0.0.1");
				});
				assertThat(handshakes()).as("of those that came before, none of which has ended")
					.hasSizeBetween(1, LIMITS.accepting());
				assertThat(a.node().droppedHandshakes()).as("all but those, and b")
					.isGreaterThanOrEqualTo(30 - LIMITS.accepting());
			}
		}
		finally {
			for (RawLink link : flood) {
				link.close();
			}
		}
	}

	@Test
	void whenNodesDoNotAnswerShouldConnectToSomeAtOnceAndFailInTime() throws Exception {
		try (ServerSocket silent = new ServerSocket(Loopback.freePort(), 50, InetAddress.getLoopbackAddress());
				TestNode a = start((options) -> options.limits(LIMITS)
					.links((links) -> links.setConnectTimeout(Duration.ofMillis(1000))))) {
			EpmdClient epmd = new EpmdClient("127.0.0.1", this.epmdPort, Duration.ofSeconds(1), Duration.ofSeconds(1));
			List<EpmdRegistration> registrations = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				registrations.add(epmd.register(new EpmdNode("s" + i, silent.getLocalPort(), false)));
				a.connect("s" + i + "@127.0.0.1");
			}
			List<Socket> accepted = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				accepted.add(silent.accept());
			}
			silent.setSoTimeout(250);
			assertThatExceptionOfType(SocketTimeoutException.class).as("no more than a half of four to one host")
				.isThrownBy(silent::accept);
			for (int i = 0; i < 6; i++) {
				assertThat(a.next()).matches("failed s\\d@127\\.0\\.0\\.1: no link within 1000 ms: .*");
			}
			registrations.forEach(EpmdRegistration::close);
		}
	}

	@Test
	void whenNodesOfSeveralHostsDoNotAnswerShouldLeaveAPlaceToOneThatWasLinked() throws Exception {
		try (ServerSocket silent = new ServerSocket(Loopback.freePort());
				TestNode a = start((options) -> options.limits(LIMITS)
					.links((links) -> links.setConnectTimeout(Duration.ofMillis(3000))))) {
			silent.setSoTimeout(15_000);
			for (int i = 1; i <= 6; i++) {
				connect(a, "127.0.0." + (1 + i % 3), silent.getLocalPort(), i, false);
			}
			List<Socket> accepted = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				accepted.add(silent.accept());
			}
			silent.setSoTimeout(250);
			assertThatExceptionOfType(SocketTimeoutException.class).as("no more than three quarters of four")
				.isThrownBy(silent::accept);
			assertThat(accepted).extracting(Socket::getLocalAddress)
				.as("each host has its turn")
				.doesNotHaveDuplicates();
			connect(a, "127.0.0.4", silent.getLocalPort(), 7, true);
			connect(a, "127.0.0.5", silent.getLocalPort(), 8, true);
			silent.setSoTimeout(2000);
			accepted.add(silent.accept());
			silent.setSoTimeout(250);
			assertThatExceptionOfType(SocketTimeoutException.class).as("no more than four").isThrownBy(silent::accept);
		}
	}

	private static void connect(TestNode from, String host, int port, int number, boolean known) throws Exception {
		Destination destination = Destination.at(InetAddress.getByName(host), port, 0).known(known);
		from.node().connect(NodeName.of("s" + number + "@" + host), destination);
	}

	@Test
	void whenAnAddressWasCheckedShouldConnectThereWhateverElseTheNameStandsFor() throws Exception {
		InetAddress checked = InetAddress.getByName("127.0.0.3");
		try (ServerSocket elsewhere = new ServerSocket(Loopback.freePort(), 50, InetAddress.getLoopbackAddress());
				ServerSocket there = new ServerSocket(elsewhere.getLocalPort(), 50, checked);
				TestNode a = start((options) -> {
				})) {
			a.node().connect(NodeName.of("s@localhost"), Destination.at(checked, there.getLocalPort(), 0));
			there.setSoTimeout(15_000);
			there.accept().close();
			assertThat(a.next()).startsWith("failed s@localhost: ");
			elsewhere.setSoTimeout(1);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(elsewhere::accept);
		}
	}

	@Test
	void whenLinkAnswersShouldNotLetItBeReplacedWhateverIncarnationComes() throws Exception {
		try (TestNode a = start((options) -> {
		}); TestNode b = TestNode.start(this.epmdPort, "b@127.0.0.1")) {
			b.connect("a@127.0.0.1");
			assertThat(b.next()).startsWith("up a@127.0.0.1");
			assertThat(a.next()).startsWith("up b@127.0.0.1");
			long incarnation = a.events().incarnation();
			assertThatIOException()
				.isThrownBy(() -> RawLink.open(a.node().port(), "b@127.0.0.1", incarnation, a.name()));
			assertThat(b.node().probe(a.name())).isTrue();
			assertThat(b.next()).isEqualTo("alive a@127.0.0.1");
			assertThat(a.events().isEmpty()).as("nothing has happened to it").isTrue();
		}
	}

	@Test
	void whenCookieKeepsNobodyOutShouldRefuseNamesOfOtherHosts() throws Exception {
		try (TestNode a = start(TestNode.Options::open)) {
			assertThatIOException()
				.isThrownBy(() -> RawLink.open(a.node().port(), "billing-17@10.9.8.7", 77, a.name()));
			assertThat(a.next()).isEqualTo(
					"refused billing-17@10.9.8.7 NOT_ALLOWED: it connects from 127.0.0.1, but its host '10.9.8.7' is 10.9.8.7: name it by the address that it has here, or close the cluster with macula.gossip.secret");
			try (RawLink link = open(a)) {
				assertThat(a.next()).startsWith("up " + NAME);
			}
		}
	}

	@Test
	void whenFirstCookieIsRefusedShouldNotProveTheOneThatIsOnlyAccepted() throws Exception {
		try (TestNode a = start((options) -> options
			.cookies(new Cookies(List.of(Cookie.of("known")), List.of(Cookie.of("from-a-file")))));
				WireScript script = new WireScript(this.epmdPort)) {
			ServerSocket evil = script.listenAs("evil");
			a.connect("evil@127.0.0.1");
			Socket dialler = evil.accept();
			byte[] name = WireScript.read(dialler);
			WireScript.write(dialler, "sok".getBytes(StandardCharsets.US_ASCII));
			byte[] expected = "evil@127.0.0.1".getBytes(StandardCharsets.US_ASCII);
			WireScript.write(dialler,
					ByteBuffer.allocate(19 + expected.length)
						.put((byte) 'N')
						.put(name, 1, Long.BYTES)
						.putInt(4711)
						.putInt(77)
						.putShort((short) expected.length)
						.put(expected)
						.array());
			assertThat(Arrays.copyOfRange(WireScript.read(dialler), 5, 21)).isEqualTo(Cookie.of("known").digest(4711));
			dialler.close();
			assertThat(a.next()).startsWith("failed evil@127.0.0.1: ");
			evil.setSoTimeout(1);
			assertThatExceptionOfType(SocketTimeoutException.class).as("no second attempt").isThrownBy(evil::accept);
		}
	}

	@Test
	void whenHandlersDoNotKeepUpShouldDropMessagesAndRefuseCalls() throws Exception {
		List<Runnable> never = new ArrayList<>();
		try (TestNode a = start((options) -> options.limits(LIMITS).handlers(never::add));
				TestNode b = TestNode.start(this.epmdPort, "b@127.0.0.1")) {
			a.node().register("slow", (message) -> null);
			b.connect("a@127.0.0.1");
			assertThat(b.next()).startsWith("up");
			for (int i = 0; i < LIMITS.mailbox(); i++) {
				b.node().send(a.name(), "slow", AtomTerm.of("message"));
			}
			assertThat(b.node().call(a.name(), "slow", AtomTerm.of("call"), Duration.ofSeconds(10)))
				.failsWithin(Duration.ofSeconds(5))
				.withThrowableThat()
				.withMessageContaining("it ended: system_limit");
			assertThat(never).hasSize(1);
			assertThat(a.node().droppedMessages()).as("the call").isEqualTo(1);
			b.node().send(a.name(), "slow", AtomTerm.of("message"));
			Eventually.holds("the message is counted", () -> a.node().droppedMessages() == 2);
			a.node().unregister("slow");
			assertThat(a.next()).startsWith("up b@127.0.0.1");
			assertThat(a.next()).isEqualTo("dropping slow, where 10 wait, from b@127.0.0.1");
			assertThat(a.next()).isEqualTo("dropped 2 to slow");
		}
	}

	private static List<Thread> handshakes() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("gossip-handshake-a@127.0.0.1"))
			.toList();
	}

	private TestNode start(Consumer<TestNode.Options> change) throws Exception {
		return TestNode.start(this.epmdPort, "a@127.0.0.1", change);
	}

	private static RawLink open(TestNode node) throws Exception {
		return RawLink.open(node.node().port(), NAME, 77, node.name());
	}

}
