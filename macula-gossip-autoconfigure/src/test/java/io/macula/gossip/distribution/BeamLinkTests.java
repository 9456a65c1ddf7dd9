package io.macula.gossip.distribution;

import io.macula.gossip.NodeName;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links with nodes of Erlang/OTP.
 */
@RequiresBeam
@Timeout(120)
class BeamLinkTests {

	private static final String BEAM = "b@127.0.0.1";

	private static final NodeName BEAM_NAME = NodeName.of(BEAM);

	private int epmdPort;

	private TestNode java;

	@BeforeEach
	void start() throws Exception {
		this.epmdPort = Loopback.freePort();
		this.java = TestNode.start(this.epmdPort, "java@127.0.0.1");
	}

	@AfterEach
	void stop() {
		this.java.close();
	}

	@Test
	void whenErlangPingsShouldAnswerPong() throws Exception {
		try (BeamNode beam = beam()) {
			assertThat(beam.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
			assertThat(this.java.next()).isEqualTo("up b@127.0.0.1 visible");
			assertThat(this.java.events().introducesItself()).isFalse();
			assertThat(beam.eval("nodes(hidden)")).isEqualTo("['java@127.0.0.1']");
			assertThat(beam.eval("nodes()")).isEqualTo("[]");
		}
	}

	@Test
	void whenConnectingShouldBeLinkedAndProbed() throws Exception {
		try (BeamNode beam = beam()) {
			this.java.connect(BEAM);
			assertThat(this.java.next()).isEqualTo("up b@127.0.0.1 visible");
			assertThat(beam.eval("erlang:system_info(creation)"))
				.isEqualTo(String.valueOf(this.java.events().incarnation()));
			assertThat(this.java.node().probe(BEAM_NAME)).isTrue();
			assertThat(this.java.next()).isEqualTo("alive b@127.0.0.1");
			assertThat(beam.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
			assertThat(this.java.events().isEmpty()).isTrue();
		}
	}

	@Test
	void whenErlangConnectsTwiceShouldHaveOneLink() throws Exception {
		try (BeamNode beam = beam()) {
			assertThat(beam.eval("net_kernel:hidden_connect_node('java@127.0.0.1')")).isEqualTo("true");
			assertThat(this.java.next()).isEqualTo("up b@127.0.0.1 hidden");
			this.java.connect(BEAM);
			assertThat(beam.eval("net_kernel:connect_node('java@127.0.0.1')")).isEqualTo("true");
			assertThat(this.java.node().links()).hasSize(1);
		}
		assertThat(this.java.next()).startsWith("down b@127.0.0.1");
		assertThat(this.java.events().all("")).hasSize(3);
	}

	@Test
	void whenErlangIsKilledShouldTellAtOnce() throws Exception {
		try (BeamNode beam = linked()) {
			beam.kill();
			assertThat(this.java.nextAtOnce()).startsWith("down b@127.0.0.1: ");
			assertThat(this.java.node().links()).isEmpty();
			assertThat(this.java.node().probe(BEAM_NAME)).isFalse();
		}
	}

	@Test
	void whenErlangDisconnectsShouldTellAndConnectAgain() throws Exception {
		try (BeamNode beam = linked()) {
			assertThat(beam.eval("erlang:disconnect_node('java@127.0.0.1')")).isEqualTo("true");
			assertThat(this.java.nextAtOnce()).isEqualTo("down b@127.0.0.1: the other node closed the connection");
			this.java.connect(BEAM);
			assertThat(this.java.nextAtOnce()).isEqualTo("up b@127.0.0.1 visible");
			assertThat(beam.eval("nodes(hidden)")).isEqualTo("['java@127.0.0.1']");
		}
	}

	@Test
	void whenClosedShouldBeSeenByErlangsMonitorOfHiddenNodes() throws Exception {
		try (BeamNode beam = beam()) {
			beam.eval("net_kernel:monitor_nodes(true, [{node_type, hidden}])");
			this.java.connect(BEAM);
			assertThat(received(beam)).isEqualTo("{nodeup,'java@127.0.0.1',[{node_type,hidden}]}");
			assertThat(this.java.next()).isEqualTo("up b@127.0.0.1 visible");
			this.java.close();
			assertThat(received(beam)).isEqualTo("{nodedown,'java@127.0.0.1',[{node_type,hidden}]}");
			assertThat(this.java.events().all("down")).containsExactly("down b@127.0.0.1: this node has left");
		}
	}

	@Test
	void whenDisconnectingShouldBeSeenByErlang() throws Exception {
		try (BeamNode beam = linked()) {
			beam.eval("monitor_node('java@127.0.0.1', true)");
			this.java.node().disconnect(BEAM_NAME, "not wanted");
			assertThat(received(beam)).isEqualTo("{nodedown,'java@127.0.0.1'}");
			assertThat(this.java.nextAtOnce()).isEqualTo("down b@127.0.0.1: not wanted");
		}
	}

	@Test
	void whenErlangReturnsUnderItsNameShouldBeAnotherIncarnation() throws Exception {
		long first;
		try (BeamNode beam = linked()) {
			first = this.java.events().incarnation();
			beam.kill();
		}
		assertThat(this.java.next()).startsWith("down ");
		try (BeamNode beam = linked()) {
			assertThat(this.java.events().incarnation()).isNotEqualTo(first);
		}
	}

	@Test
	void whenConnectingToNobodyShouldSayWhy() throws Exception {
		this.java.connect(BEAM);
		assertThat(this.java.next())
			.isEqualTo("failed %s: EPMD at 127.0.0.1, port %d, knows no node 'b': is it running there?".formatted(BEAM,
					this.epmdPort));
		this.java.connect("java@127.0.0.1");
		assertThat(this.java.next()).isEqualTo("failed java@127.0.0.1: it is this node itself");
		this.java.connect("b@[host");
		assertThat(this.java.next()).startsWith("failed b@[host: its host '[host' has no address here");
	}

	private BeamNode linked() throws Exception {
		BeamNode beam = beam();
		this.java.connect(BEAM);
		assertThat(this.java.next()).isEqualTo("up b@127.0.0.1 visible");
		return beam;
	}

	private static String received(BeamNode beam) throws Exception {
		return beam.eval("receive Message -> Message after 1000 -> none end");
	}

	private BeamNode beam(String... arguments) throws Exception {
		String[] all = new String[arguments.length + 4];
		System.arraycopy(new String[] { "-name", BEAM, "-start_epmd", "false" }, 0, all, 0, 4);
		System.arraycopy(arguments, 0, all, 4, arguments.length);
		return BeamNode.start(this.epmdPort, all);
	}

}
