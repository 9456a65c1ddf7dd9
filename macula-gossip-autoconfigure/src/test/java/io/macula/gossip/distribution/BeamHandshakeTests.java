package io.macula.gossip.distribution;

import java.time.Duration;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cookies, names, dead links and ticks with a node of Erlang/OTP.
 */
@RequiresBeam
@Timeout(120)
class BeamHandshakeTests {

	private static final String BEAM = "b@127.0.0.1";

	private static final String JAVA = "java@127.0.0.1";

	private int epmdPort;

	@BeforeEach
	void choosePort() throws Exception {
		this.epmdPort = Loopback.freePort();
	}

	@Test
	void whenCookieIsWrongShouldSaySoWhoeverConnects() throws Exception {
		try (TestNode java = TestNode.start(this.epmdPort, JAVA, (options) -> options.cookies(Cookie.of("other")));
				BeamNode beam = beam()) {
			java.connect(BEAM);
			assertThat(java.next()).matches("failed b@127\\.0\\.0\\.1: b@127\\.0\\.0\\.1 at 127\\.0\\.0\\.1 port \\d+: "
					+ "the cookie is not the same: it closed the connection on our digest");
			assertThat(beam.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pang");
			assertThat(java.next()).startsWith("refused b@127.0.0.1 WRONG_COOKIE: the cookie is not the same: ");
			assertThat(java.events().isEmpty()).isTrue();
		}
	}

	@Test
	void whenSecondCookieIsRightShouldLinkWhoeverConnects() throws Exception {
		try (TestNode java = TestNode.start(this.epmdPort, JAVA,
				(options) -> options.cookies(Cookie.of("other"), TestNode.COOKIE)); BeamNode beam = beam()) {
			java.connect(BEAM);
			assertThat(java.next()).isEqualTo("up b@127.0.0.1 visible");
			java.node().disconnect(NodeName.of(BEAM), "next");
			assertThat(java.next()).isEqualTo("down b@127.0.0.1: next");
			assertThat(beam.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
			assertThat(java.next()).isEqualTo("up b@127.0.0.1 visible");
		}
	}

	@Test
	void whenErlangStillHoldsADeadLinkShouldReplaceIt() throws Exception {
		try (TestNode java = TestNode.start(this.epmdPort, JAVA); BeamNode beam = beam()) {
			beam.eval("net_kernel:monitor_nodes(true, [{node_type, all}])");
			int port = Integer.parseInt(beam.eval("element(2, erl_epmd:port_please(\"b\", {127,0,0,1}))"));
			try (RawLink dead = RawLink.open(port, JAVA, 5, NodeName.of(BEAM))) {
				assertThat(received(beam)).startsWith("nodeup");
				java.connect(BEAM);
				assertThat(java.next()).isEqualTo("up b@127.0.0.1 visible");
				assertThat(received(beam)).startsWith("nodedown");
				assertThat(received(beam)).startsWith("nodeup");
				assertThat(dead.isEnded()).isTrue();
				assertThat(beam.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
			}
		}
	}

	@Test
	void whenWeStillHoldADeadLinkShouldReplaceItWithErlangs() throws Exception {
		try (TestNode java = TestNode.start(this.epmdPort, JAVA);
				RawLink dead = RawLink.open(java.node().port(), BEAM, 5, java.name());
				BeamNode beam = beam()) {
			assertThat(java.next()).isEqualTo("up b@127.0.0.1 hidden");
			assertThat(beam.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
			assertThat(java.next()).isEqualTo("down b@127.0.0.1: replaced by a new connection of the same node");
			assertThat(java.next()).isEqualTo("up b@127.0.0.1 visible");
			assertThat(dead.isEnded()).isTrue();
		}
	}

	@Test
	void whenAnotherNodeAnswersShouldSayWho() throws Exception {
		try (TestNode java = TestNode.start(this.epmdPort, JAVA); BeamNode beam = beam()) {
			java.connect("b@localhost");
			assertThat(java.next()).startsWith("failed b@localhost: b@localhost at ").contains("b@127.0.0.1");
			assertThat(beam.eval("nodes(hidden)")).isEqualTo("[]");
		}
	}

	@Test
	void whenErlangIsHiddenShouldSaySo() throws Exception {
		try (TestNode java = TestNode.start(this.epmdPort, JAVA,
				(options) -> options.links((links) -> links.setHidden(false))); BeamNode beam = beam("-hidden")) {
			java.connect(BEAM);
			assertThat(java.next()).isEqualTo("up b@127.0.0.1 hidden");
			assertThat(beam.eval("nodes(hidden)")).isEqualTo("['java@127.0.0.1']");
		}
	}

	@Test
	void whenNothingButTicksPassesShouldKeepTheLinkOnBothSides() throws Exception {
		try (TestNode java = TestNode.start(this.epmdPort, JAVA,
				(options) -> options.links((links) -> links.setTickTime(Duration.ofSeconds(2))));
				BeamNode beam = beam("-kernel", "net_ticktime", "2")) {
			beam.eval("net_kernel:monitor_nodes(true, [{node_type, all}])");
			java.connect(BEAM);
			assertThat(java.next()).isEqualTo("up b@127.0.0.1 visible");
			assertThat(received(beam)).startsWith("nodeup");
			assertThat(beam.eval("receive Any -> Any after 5000 -> quiet end")).isEqualTo("quiet");
			assertThat(java.events().isEmpty()).isTrue();
		}
	}

	@Test
	void whenErlangsTickTimeIsMuchShorterShouldOutlastIt() throws Exception {
		try (TestNode java = TestNode.start(this.epmdPort, JAVA);
				BeamNode beam = beam("-kernel", "net_ticktime", "3")) {
			beam.eval("net_kernel:monitor_nodes(true, [{node_type, all}])");
			java.connect(BEAM);
			assertThat(java.next()).isEqualTo("up b@127.0.0.1 visible");
			assertThat(received(beam)).startsWith("nodeup");
			assertThat(beam.eval("receive Any -> Any after 10000 -> quiet end")).as("three times as long")
				.isEqualTo("quiet");
			assertThat(java.events().isEmpty()).isTrue();
		}
	}

	@Test
	void whenErlangIsStoppedShouldCloseTheLink() throws Exception {
		try (TestNode java = TestNode.start(this.epmdPort, JAVA,
				(options) -> options.links((links) -> links.setTickTime(Duration.ofSeconds(1))));
				BeamNode beam = beam("-kernel", "net_ticktime", "1")) {
			java.connect(BEAM);
			assertThat(java.next()).isEqualTo("up b@127.0.0.1 visible");
			beam.signal("STOP");
			assertThat(java.next()).isEqualTo("down b@127.0.0.1: nothing came from it for 1000 ms");
		}
	}

	private static String received(BeamNode beam) throws Exception {
		return beam.eval("receive {What, _, _} -> What; Other -> Other after 10000 -> none end");
	}

	private BeamNode beam(String... arguments) throws Exception {
		String[] all = new String[arguments.length + 4];
		System.arraycopy(new String[] { "-name", BEAM, "-start_epmd", "false" }, 0, all, 0, 4);
		System.arraycopy(arguments, 0, all, 4, arguments.length);
		return BeamNode.start(this.epmdPort, all);
	}

}
