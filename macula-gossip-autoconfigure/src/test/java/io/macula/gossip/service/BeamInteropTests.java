package io.macula.gossip.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.NodeName;
import io.macula.gossip.Protocol;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.Relay;
import io.macula.gossip.testing.RequiresBeam;
import io.macula.gossip.testing.WireScript;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM node and a BEAM node that announces itself as the originals do see each other
 * come and go, whatever becomes of either: in both formats, with a secret and without,
 * hidden and visible.
 */
@RequiresBeam
@Timeout(120)
class BeamInteropTests {

	private static final NodeName JVM = NodeName.of("jvm@127.0.0.1");

	private static final NodeName BEAM = NodeName.of("beam@127.0.0.1");

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	/** An interval and a half, and what a busy machine adds. */
	private static final Duration UP_AGAIN = INTERVAL.multipliedBy(3).dividedBy(2).plusSeconds(2);

	@TempDir
	private static Path directory;

	private final TestCluster cluster = new TestCluster();

	private final TestCluster.Recorder recorder = new TestCluster.Recorder();

	private final LinkCutter links = new LinkCutter();

	private final int epmdPort = Loopback.freePort();

	@AfterEach
	void close() {
		this.cluster.close();
	}

	static Stream<Arguments> clusters() {
		return Stream.of(Protocol.values())
			.flatMap((protocol) -> Stream.of("", "hush")
				.flatMap((secret) -> Stream.of(true, false).map((hidden) -> Arguments.of(protocol, secret, hidden))));
	}

	/**
	 * All but those where the original is not told that a link has ended.
	 */
	static Stream<Arguments> clustersThatNoticeTheEnd() {
		return clusters().filter((cluster) -> cluster.get()[0] != Protocol.MACULA || cluster.get()[2].equals(false));
	}

	@ParameterizedTest(name = "{0}, secret \"{1}\", hidden {2}")
	@MethodSource("clusters")
	void bothSidesSeeEachOtherComeAndGo(Protocol protocol, String secret, boolean hidden) throws Exception {
		GossipClusterService jvm = jvm(protocol, secret, hidden, this.epmdPort);
		jvm.start();
		BeamPeer.Settings settings = settings(protocol, secret);
		try (BeamPeer beam = BeamPeer.erlang(directory, BEAM.toString(), settings)) {
			awaitUp(jvm, beam, 1, within(30));
			beam.writeLine("erlang:disconnect_node('" + JVM + "').");
			awaitUp(jvm, beam, 2, again());
			this.links.cut(BEAM);
			awaitUp(jvm, beam, 3, again());
			beam.kill();
			awaitDown(3, within(1));
		}
		try (BeamPeer killed = BeamPeer.erlang(directory, BEAM.toString(), settings)) {
			killed.awaitLine("ready"::equals);
			awaitUp(jvm, killed, 1, again());
			killed.writeLine("init:stop().");
			awaitDown(4, within(10));
		}
		try (BeamPeer stopped = BeamPeer.erlang(directory, BEAM.toString(), settings)) {
			stopped.awaitLine("ready"::equals);
			awaitUp(jvm, stopped, 1, again());
		}
	}

	/**
	 * Each has an EPMD of its own, which tells it where the way to the other begins.
	 */
	@Tag("once")
	@ParameterizedTest(name = "{0}, hidden {1}")
	@CsvSource({ "MACULA, true", "MACULA, false", "LIBCLUSTER, true", "LIBCLUSTER, false" })
	void aConnectionThatIsResetOnTheWayIsMadeAgain(Protocol protocol, boolean hidden) throws Exception {
		int epmdOfJvm = Loopback.freePort();
		GossipClusterService jvm = jvm(protocol, "hush", hidden, epmdOfJvm);
		GossipClusterService other = other(protocol);
		jvm.start();
		other.start();
		within(30).until(() -> jvm.getStatus().problems().isEmpty() && other.getStatus().problems().isEmpty());
		try (WireScript jvms = new WireScript(epmdOfJvm);
				WireScript beams = new WireScript(this.epmdPort);
				Relay toJvm = Relay.open(jvms.portOf(JVM.localPart()))) {
			beams.register(JVM.localPart(), toJvm.port());
			try (BeamPeer beam = BeamPeer.erlang(directory, BEAM.toString(), settings(protocol, "hush"))) {
				beam.awaitLine("ready"::equals);
				try (Relay toBeam = Relay.open(beams.portOf(BEAM.localPart()))) {
					jvms.register(BEAM.localPart(), toBeam.port());
					awaitUp(jvm, beam, 1, again());
					for (int times = 2; times < 4; times++) {
						Relay.reset(toJvm, toBeam);
						awaitUp(jvm, beam, times, again());
					}
				}
			}
			awaitDown(3, within(1));
		}
	}

	/**
	 * It can be connected to from when it has its name, which may be a while before.
	 */
	@Tag("once")
	@ParameterizedTest(name = "{0}, hidden {1}")
	@CsvSource({ "MACULA, true", "MACULA, false", "LIBCLUSTER, true", "LIBCLUSTER, false" })
	void aNodeThatIsLinkedAgainBeforeItAnnouncesItselfIsUpForBothSides(Protocol protocol, boolean hidden)
			throws Exception {
		GossipClusterService jvm = jvm(protocol, "hush", hidden, this.epmdPort);
		jvm.start();
		BeamPeer.Settings settings = settings(protocol, "hush");
		try (BeamPeer beam = BeamPeer.erlang(directory, BEAM.toString(), settings)) {
			awaitUp(jvm, beam, 1, within(30));
		}
		awaitSeen(within(1), "up", "down LINK_CLOSED");
		try (BeamPeer again = BeamPeer.erlangThatWaits(directory, BEAM.toString(), settings)) {
			awaitSeen(within(30), "up", "down LINK_CLOSED", "up");
			again.writeLine("start");
			again.awaitLine("ready"::equals);
			awaitUp(jvm, again, 1, again());
			awaitSeen(within(1), "up", "down LINK_CLOSED", "up");
		}
	}

	@Tag("once")
	@ParameterizedTest(name = "{0}, secret \"{1}\", hidden {2}")
	@MethodSource("clustersThatNoticeTheEnd")
	void aJvmNodeThatIsKilledStoppedAndStartedAgainIsUpAgain(Protocol protocol, String secret, boolean hidden)
			throws Exception {
		GossipClusterService other = other(protocol);
		other.start();
		try (BeamPeer beam = BeamPeer.erlang(directory, BEAM.toString(), settings(protocol, secret))) {
			beam.awaitLine("ready"::equals);
			try (JvmPeer killed = process(protocol, secret, hidden)) {
				awaitUp(killed, beam, "up");
			}
			awaitSeen(beam, within(1), "up", "down");
			try (JvmPeer stopped = process(protocol, secret, hidden)) {
				awaitUp(stopped, beam, "up", "down", "up");
				stopped.stop();
				awaitSeen(beam, within(1), "up", "down", "up", "down");
			}
			try (JvmPeer again = process(protocol, secret, hidden)) {
				awaitUp(again, beam, "up", "down", "up", "down", "up");
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@ValueSource(strings = { "", "hush" })
	void theOriginalConnectsToAHiddenNameOnceAndTheNodeSaysSo(String secret) throws Exception {
		GossipClusterService other = other(Protocol.MACULA);
		other.start();
		try (BeamPeer beam = BeamPeer.erlang(directory, BEAM.toString(), settings(Protocol.MACULA, secret))) {
			beam.awaitLine("ready"::equals);
			try (JvmPeer killed = process(Protocol.MACULA, secret, true)) {
				awaitUp(killed, beam, "up");
			}
			awaitSeen(beam, within(1), "up", "down");
			try (JvmPeer again = process(Protocol.MACULA, secret, true)) {
				within(10).until(
						() -> again.status().stream().anyMatch((line) -> line.contains("distribution.hidden=false")));
				assertThat(again.seen(BEAM.toString())).isEmpty();
			}
		}
	}

	private void awaitUp(GossipClusterService jvm, BeamPeer beam, int times, ConditionFactory limit) {
		limit.untilAsserted(() -> {
			assertThat(beam.seen(JVM.toString())).filteredOn(("up " + JVM)::equals).hasSize(times);
			assertThat(jvm.getConnected()).contains(BEAM);
		});
	}

	/**
	 * Await that a process of ours is up, from when it says that it is ready.
	 */
	private static void awaitUp(JvmPeer jvm, BeamPeer beam, String... what) {
		within(30).until(jvm::isReady);
		again().untilAsserted(() -> {
			assertThat(beam.seen(JVM.toString())).isEqualTo(lines(what));
			assertThat(jvm.seen(BEAM.toString())).containsExactly("up " + BEAM);
		});
	}

	private void awaitDown(int times, ConditionFactory limit) {
		List<String> each = List.of("up", "down LINK_CLOSED");
		awaitSeen(limit, Collections.nCopies(times, each).stream().flatMap(List::stream).toArray(String[]::new));
	}

	private void awaitSeen(ConditionFactory limit, String... what) {
		List<String> events = Stream.of(what)
			.map((told) -> told.startsWith("up") ? "NodeUpEvent " + BEAM
					: told.replace("down", "NodeDownEvent " + BEAM))
			.toList();
		limit.untilAsserted(() -> assertThat(this.recorder.events).filteredOn((event) -> !event.contains("Discovered"))
			.isEqualTo(events));
	}

	private static void awaitSeen(BeamPeer beam, ConditionFactory limit, String... what) {
		limit.untilAsserted(() -> assertThat(beam.seen(JVM.toString())).isEqualTo(lines(what)));
	}

	private static List<String> lines(String... what) {
		return Stream.of(what).map((told) -> told + " " + JVM).toList();
	}

	/**
	 * A node of another cluster that stays: it has the EPMD of this host.
	 */
	private GossipClusterService other(Protocol protocol) {
		return this.cluster.node("other@127.0.0.1",
				(builder) -> links(builder, true, this.epmdPort).protocol(protocol).secret("another cluster"));
	}

	private JvmPeer process(Protocol protocol, String secret, boolean hidden) {
		return new JvmPeer(List.of(),
				Stream
					.of("name=" + JVM, "port=" + this.cluster.port(), "epmd=" + this.epmdPort, "ttl=0",
							"interfaces=" + String.join(",", Loopback.INTERFACES), "protocol=" + protocol,
							"hidden=" + hidden, secret.isEmpty() ? "" : "secret=" + secret)
					.filter((setting) -> !setting.isEmpty())
					.toArray(String[]::new));
	}

	private GossipClusterService jvm(Protocol protocol, String secret, boolean hidden, int epmdPort) {
		return this.cluster.node(JVM.toString(),
				(builder) -> links(builder, hidden, epmdPort).protocol(protocol)
					.transport(this.links)
					.secret(secret.isEmpty() ? null : secret)
					.listener(this.recorder));
	}

	private GossipClusterBuilder links(GossipClusterBuilder builder, boolean hidden, int epmdPort) {
		return builder.connectionMode(ConnectionMode.DISTRIBUTION).interval(INTERVAL).links((links) -> {
			links.setCookie("cookie");
			links.setEpmdPort(epmdPort);
			links.setHidden(hidden);
		});
	}

	private BeamPeer.Settings settings(Protocol protocol, String secret) {
		return new BeamPeer.Settings(protocol.name().toLowerCase(Locale.ROOT), protocol.defaultAddr(),
				this.cluster.port(), secret, "cookie", this.epmdPort);
	}

	private static ConditionFactory again() {
		return within(UP_AGAIN);
	}

	private static ConditionFactory within(int seconds) {
		return within(Duration.ofSeconds(seconds));
	}

	private static ConditionFactory within(Duration limit) {
		return Awaitility.await().atMost(limit).pollInterval(Duration.ofMillis(20));
	}

}
