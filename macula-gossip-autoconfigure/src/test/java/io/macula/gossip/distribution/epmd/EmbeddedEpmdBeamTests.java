package io.macula.gossip.distribution.epmd;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import io.macula.gossip.testing.Beam;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The embedded EPMD with BEAM nodes and Erlang/OTP's own tool as its clients.
 */
@RequiresBeam
@Timeout(120)
class EmbeddedEpmdBeamTests {

	private EmbeddedEpmd epmd;

	private EpmdClient client;

	@BeforeEach
	void start() throws Exception {
		this.epmd = EmbeddedEpmd.start(Loopback.freePort(), List.of(InetAddress.getLoopbackAddress()),
				EpmdLimits.defaults());
		this.client = new EpmdClient("127.0.0.1", this.epmd.getPort(), Duration.ofSeconds(5), Duration.ofSeconds(5));
	}

	@AfterEach
	void stop() {
		this.epmd.close();
		assertThatExceptionOfType(IOException.class).as("no epmd of OTP's own was started")
			.isThrownBy(() -> EpmdNames.at(this.epmd.getPort()));
	}

	@Test
	void whenBeamNodesRegisterShouldFindEachOther() throws Exception {
		try (BeamNode a = beam("-name", "a@127.0.0.1", "-start_epmd", "false");
				BeamNode b = beam("-name", "b@127.0.0.1", "-start_epmd", "false")) {
			assertThat(EpmdNames.at(this.epmd.getPort())).containsOnlyKeys("a", "b");
			assertThat(a.eval("net_adm:ping('b@127.0.0.1')")).isEqualTo("pong");
			assertThat(b.eval("nodes()")).isEqualTo("['a@127.0.0.1']");
			assertThat(b.eval("lists:sort([N || {N, _} <- element(2, erl_epmd:names({127,0,0,1}))])"))
				.isEqualTo("[\"a\",\"b\"]");
		}
		Eventually.holds("their names are free", () -> EpmdNames.at(this.epmd.getPort()).isEmpty());
	}

	@Test
	void whenBeamNodeWouldStartAnEpmdShouldBeTakenForOne() throws Exception {
		try (BeamNode a = beam("-sname", "a@localhost"); BeamNode b = beam("-sname", "b@localhost", "-hidden")) {
			assertThat(EpmdNames.at(this.epmd.getPort())).containsOnlyKeys("a", "b");
			assertThat(b.eval("net_adm:ping('a@localhost')")).isEqualTo("pong");
			assertThat(a.eval("nodes(hidden)")).isEqualTo("[b@localhost]");
		}
	}

	@Test
	void whenBeamNodeReturnsShouldHaveAnotherCreation() throws Exception {
		String first;
		try (BeamNode a = beam("-name", "a@127.0.0.1", "-start_epmd", "false")) {
			first = a.eval("erlang:system_info(creation)");
		}
		Eventually.holds("the name is free", () -> EpmdNames.at(this.epmd.getPort()).isEmpty());
		try (BeamNode a = beam("-name", "a@127.0.0.1", "-start_epmd", "false")) {
			assertThat(Long.parseLong(a.eval("erlang:system_info(creation)"))).isEqualTo(Long.parseLong(first) + 1);
		}
	}

	@Test
	void whenNameIsTakenShouldKeepTheSecondBeamNodeOut() throws Exception {
		try (EpmdRegistration registration = this.client.register(new EpmdNode("a", 4321, false));
				BeamNode second = BeamNode.launch(this.epmd.getPort(), "-name", "a@127.0.0.1", "-start_epmd",
						"false")) {
			assertThat(second.nextLine()).contains("the name a@127.0.0.1 seems to be in use by another Erlang node");
			second.awaitExit();
			assertThat(EpmdNames.at(this.epmd.getPort())).containsEntry("a", 4321);
			assertThat(registration.creation()).isPositive();
		}
	}

	@Test
	void whenAskedByEpmdsToolShouldAnswerAsEpmd() throws Exception {
		try (EpmdRegistration registration = this.client.register(new EpmdNode("a", 4321, false))) {
			assertThat(epmd("-names")).isEqualTo(
					"epmd: up and running on port %d with data:\nname a at port 4321".formatted(this.epmd.getPort()));
			assertThat(epmd("-kill")).isEqualTo("Killing not allowed - living nodes in database.");
			assertThat(epmd("-stop", "a")).contains("local epmd responded with <>");
			assertThat(epmd("-daemon")).isEmpty();
			assertThat(registration.creation()).isPositive();
			assertThat(EpmdNames.at(this.epmd.getPort())).hasSize(1);
		}
	}

	private BeamNode beam(String... arguments) throws Exception {
		return BeamNode.start(this.epmd.getPort(), arguments);
	}

	private String epmd(String... arguments) throws Exception {
		String[] command = new String[arguments.length + 1];
		command[0] = "epmd";
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		return ChildProcess.run(Beam.command(this.epmd.getPort(), command)).output();
	}

}
