package io.macula.gossip.distribution.epmd;

import java.time.Duration;

import io.macula.gossip.distribution.epmd.EpmdException.Reason;
import io.macula.gossip.testing.Beam;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The client against the epmd and the nodes of Erlang/OTP.
 */
@RequiresBeam
@Timeout(120)
class RealEpmdTests {

	private int port;

	private EpmdClient client;

	@BeforeEach
	void findPort() throws Exception {
		this.port = Loopback.freePort();
		this.client = new EpmdClient("127.0.0.1", this.port, Duration.ofSeconds(5), Duration.ofSeconds(5));
	}

	@Test
	void whenRegisteredShouldBeSeenByEpmdAndBeamNodes() throws Exception {
		try (RealEpmd epmd = RealEpmd.start(this.port);
				EpmdRegistration registration = this.client.register(new EpmdNode("jvm", 4321, false));
				BeamNode beam = BeamNode.start(this.port, "-name", "beam@127.0.0.1", "-start_epmd", "false")) {
			assertThat(registration.creation()).isGreaterThan(3);
			assertThat(ChildProcess.run(Beam.command(this.port, "epmd", "-names")).output())
				.contains("name jvm at port 4321");
			assertThat(beam.eval("lists:keyfind(\"jvm\", 1, element(2, erl_epmd:names({127,0,0,1})))"))
				.isEqualTo("{\"jvm\",4321}");
			assertThat(beam.eval("erl_epmd:port_please(\"jvm\", {127,0,0,1})")).isEqualTo("{port,4321,6}");
			registration.close();
			Eventually.holds("'jvm' is gone", () -> this.client.lookUp("jvm").isEmpty());
			epmd.kill();
		}
	}

	@Test
	void whenBeamNodeIsRegisteredShouldFindIt() throws Exception {
		try (RealEpmd epmd = RealEpmd.start(this.port);
				BeamNode beam = BeamNode.start(this.port, "-name", "beam@127.0.0.1", "-start_epmd", "false");
				BeamNode hidden = BeamNode.start(this.port, "-sname", "hidden@localhost", "-hidden")) {
			EpmdNode found = this.client.lookUp("beam").orElseThrow();
			assertThat(found.hidden()).isFalse();
			assertThat(found.highestVersion()).isGreaterThanOrEqualTo(EpmdNode.DISTRIBUTION_VERSION);
			assertThat(EpmdNames.at(this.port)).containsEntry("beam", found.port()).hasSize(2);
			assertThat(hidden.eval("net_adm:ping('hidden@localhost')")).isEqualTo("pong");
			assertThatExceptionOfType(EpmdException.class)
				.isThrownBy(() -> this.client.register(new EpmdNode("beam", 4321, false)))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.REFUSED));
			beam.kill();
			Eventually.holds("'beam' is free", () -> this.client.lookUp("beam").isEmpty());
			this.client.register(new EpmdNode("beam", 4321, true)).close();
			epmd.kill();
		}
	}

	@Test
	void whenNodeIsOldShouldReadTheShortAnswer() throws Exception {
		try (RealEpmd epmd = RealEpmd.start(this.port);
				EpmdRegistration registration = this.client.register(new EpmdNode("old", 4321, false, 5, 5))) {
			assertThat(registration.creation()).isBetween(1L, 3L);
			epmd.kill();
		}
	}

	@Test
	void whenNameIsAsLongAsItMayBeShouldRegisterIt() throws Exception {
		// epmd registers 255 characters and then finds 254 at most
		String name = "\ud83d\ude00".repeat(254);
		try (RealEpmd epmd = RealEpmd.start(this.port);
				EpmdRegistration registration = this.client.register(new EpmdNode(name, 4321, true))) {
			assertThat(this.client.lookUp(name)).contains(new EpmdNode(name, 4321, true));
			assertThat(EpmdNames.at(this.port)).containsEntry(name, 4321);
			assertThat(registration.creation()).isPositive();
			epmd.kill();
		}
	}

}
