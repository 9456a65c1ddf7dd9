package io.macula.gossip.distribution.epmd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;

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

/**
 * What becomes of a host's nodes when the process dies that served EPMD for them.
 */
@RequiresBeam
@Timeout(120)
class EpmdTakeOverTests {

	private final RecordingListener listener = new RecordingListener();

	private EpmdSettings settings;

	private EpmdClient client;

	@BeforeEach
	void findPort() throws Exception {
		this.settings = EpmdSettings.of(Loopback.freePort(), true)
			.withBindAddresses(List.of(InetAddress.getLoopbackAddress()));
		this.client = new EpmdClient("127.0.0.1", this.settings.port(), Duration.ofSeconds(5), Duration.ofSeconds(5));
	}

	@Test
	void whenServingProcessIsKilledShouldTakeOverWithBeamNodesToo() throws Exception {
		try (RegistrarProcess first = RegistrarProcess.start(this.settings.port(), "first");
				EpmdRegistrar second = start("second");
				BeamNode beam = BeamNode.start(this.settings.port(), "-name", "beam@127.0.0.1", "-start_epmd",
						"false")) {
			assertThat(this.listener.next()).startsWith("registered ");
			assertThat(second.isEmbedded()).isFalse();
			assertThat(EpmdNames.at(this.settings.port())).containsOnlyKeys("first", "second", "beam");
			String creation = beam.eval("erlang:system_info(creation)");
			long start = System.nanoTime();
			first.kill();
			assertThat(this.listener.next()).startsWith("lost: ");
			assertThat(this.listener.next()).startsWith("registered ");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
			assertThat(second.isEmbedded()).isTrue();
			try (BeamNode newcomer = BeamNode.start(this.settings.port(), "-name", "newcomer@127.0.0.1", "-start_epmd",
					"false")) {
				assertThat(newcomer.eval("erl_epmd:port_please(\"second\", {127,0,0,1})")).isEqualTo("{port,1,6}");
				Eventually.holds("the BEAM node registered anew", () -> this.client.lookUp("beam").isPresent());
				assertThat(newcomer.eval("net_adm:ping('beam@127.0.0.1')")).isEqualTo("pong");
				assertThat(beam.eval("erlang:system_info(creation)")).isEqualTo(creation);
			}
		}
	}

	@Test
	void whenRealEpmdDiesShouldTakeOver() throws Exception {
		try (RealEpmd epmd = RealEpmd.start(this.settings.port()); EpmdRegistrar registrar = start("a")) {
			assertThat(this.listener.next()).startsWith("registered ");
			assertThat(registrar.isEmbedded()).isFalse();
			epmd.kill();
			assertThat(this.listener.next()).startsWith("lost: ");
			assertThat(this.listener.next()).startsWith("registered ");
			assertThat(registrar.isEmbedded()).isTrue();
		}
	}

	@Test
	void whenRealEpmdComesInPlaceOfAnEmbeddedOneShouldUseIt() throws Exception {
		SteppedClock clock = new SteppedClock();
		EmbeddedEpmd embedded = EmbeddedEpmd.start(this.settings.port(), this.settings.bindAddresses(),
				this.settings.limits());
		EpmdRegistration holder = this.client.register(new EpmdNode("a", 2, false));
		try (EpmdRegistrar registrar = new EpmdRegistrar(new EpmdNode("a", 1, false), this.settings, Thread::new,
				this.listener, clock, new Random(42))) {
			registrar.start();
			clock.nextPause();
			assertThat(this.listener.next()).startsWith("failed: ");
			holder.close();
			embedded.close();
			try (RealEpmd epmd = RealEpmd.start(this.settings.port())) {
				clock.step();
				assertThat(this.listener.next()).startsWith("registered ");
				assertThat(registrar.isEmbedded()).isFalse();
				assertThat(ChildProcess.run(Beam.command(this.settings.port(), "epmd", "-names")).output())
					.contains("name a at port 1");
				registrar.close();
				epmd.kill();
			}
		}
	}

	private EpmdRegistrar start(String name) {
		EpmdRegistrar registrar = new EpmdRegistrar(new EpmdNode(name, 1, false), this.settings, Thread::new,
				this.listener);
		registrar.start();
		return registrar;
	}

}
