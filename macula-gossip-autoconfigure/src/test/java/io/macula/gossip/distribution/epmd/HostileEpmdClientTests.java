package io.macula.gossip.distribution.epmd;

import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.Seed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The embedded EPMD against clients that mean ill, while an honest one is served all the
 * time.
 */
@Timeout(60)
class HostileEpmdClientTests {

	private static final Duration REQUEST_TIMEOUT = Duration.ofMillis(300);

	private final List<RawConnection> connections = new ArrayList<>();

	private EmbeddedEpmd epmd;

	private EpmdClient honest;

	private EpmdRegistration registration;

	@BeforeEach
	void start() throws Exception {
		start(new EpmdLimits(16, 8, Duration.ofMinutes(1)));
	}

	private void start(EpmdLimits limits) throws Exception {
		if (this.epmd != null) {
			this.epmd.close();
		}
		this.epmd = EmbeddedEpmd.start(Loopback.freePort(), List.of(InetAddress.getLoopbackAddress()), limits);
		this.honest = new EpmdClient("127.0.0.1", this.epmd.getPort(), Duration.ofSeconds(5), Duration.ofSeconds(5));
		this.registration = this.honest.register(new EpmdNode("honest", 1, false));
	}

	@AfterEach
	void stop() throws Exception {
		assertThat(EpmdNames.at(this.epmd.getPort())).containsEntry("honest", 1);
		for (RawConnection connection : this.connections) {
			connection.close();
		}
		this.registration.close();
		this.epmd.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0000", "ffff", "0806", "000161", "00017878", "00036e", "47455420" })
	void whenRequestIsNoneShouldEndTheConnection(String hex) throws Exception {
		start(new EpmdLimits(16, 8, REQUEST_TIMEOUT));
		assertThat(connect().send(hex).readToEnd()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "0002", "00027a", "000e7804d24d0000060005000161" })
	void whenRequestStopsHalfwayShouldEndTheConnectionInTime(String hex) throws Exception {
		start(new EpmdLimits(16, 8, REQUEST_TIMEOUT));
		RawConnection connection = connect().send(hex);
		long start = System.nanoTime();
		assertThat(connection.readToEnd()).isEmpty();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(REQUEST_TIMEOUT.multipliedBy(10));
	}

	@Test
	void whenTimeIsUpShouldKeepRegistrations() throws Exception {
		start(new EpmdLimits(16, 8, REQUEST_TIMEOUT));
		RawConnection idle = connect();
		assertThat(idle.readToEnd()).isEmpty();
		assertThat(this.honest.lookUp("honest")).isPresent();
	}

	@Test
	void whenClientsHoldAllConnectionsShouldServeNewOnes() throws Exception {
		for (int i = 0; i < 100; i++) {
			connect().send("00");
			assertThat(EpmdNames.at(this.epmd.getPort())).hasSize(1);
		}
		assertThat(this.connections.get(0).readToEnd()).as("the oldest had to go").isEmpty();
		assertThat(this.connections.get(99).send("016e").readToEnd()).as("the newest may go on").startsWith("0000");
	}

	@Test
	void whenClientRegistersTooManyNamesShouldRefuseTheRest() throws Exception {
		for (int i = 0; i < 20; i++) {
			String name = "%02x".formatted(0x61 + i);
			String answer = connect().request("7804d24d0000060005" + "0001" + name + "0000").read(6);
			assertThat(answer).startsWith((i < 7) ? "7600" : "7601");
		}
		assertThat(EpmdNames.at(this.epmd.getPort())).hasSize(8);
	}

	@Test
	void whenClientDoesNotReadShouldNotHoldUpOthers() throws Exception {
		for (int i = 0; i < 100; i++) {
			connect().request("6e");
		}
		assertThat(this.honest.lookUp("honest")).isPresent();
	}

	@Test
	void whenClientAsksToEndItShouldRefuse() throws Exception {
		assertThat(connect().request("6b").readToEnd()).isEqualTo("4e4f");
		assertThat(connect().request("73686f6e657374").readToEnd()).isEmpty();
		assertThat(this.honest.lookUp("honest")).isPresent();
		assertThat(this.epmd.isRunning()).isTrue();
	}

	@Test
	void whenClientForgesALineShouldRefuseTheName() throws Exception {
		String name = HexFormat.of().formatHex(EpmdProtocol.encode("x at port 1\nname y"));
		assertThat(connect().request("7804d24d0000060005" + "0012" + name + "0000").read(6)).startsWith("7601");
		assertThat(EpmdNames.at(this.epmd.getPort())).hasSize(1);
	}

	@Test
	void whenBytesAreRandomShouldServeOthers() throws Exception {
		Random random = new Random(Seed.of(getClass()));
		for (int i = 0; i < 300; i++) {
			byte[] bytes = new byte[random.nextInt(1, 3000)];
			random.nextBytes(bytes);
			if (random.nextBoolean()) {
				bytes[0] = 0;
			}
			try (RawConnection connection = connect()) {
				connection.send(bytes);
			}
			catch (SocketException ex) {
				// It had enough before all was sent
			}
		}
		assertThat(this.honest.lookUp("honest")).isPresent();
	}

	@Test
	void whenClosedShouldAnswerNobody() throws Exception {
		RawConnection connection = connect();
		this.epmd.close();
		assertThat(connection.readToEnd()).isEmpty();
		assertThatExceptionOfType(EpmdException.class).isThrownBy(() -> this.honest.lookUp("a"));
		start(EpmdLimits.defaults());
	}

	private RawConnection connect() throws Exception {
		RawConnection connection = new RawConnection(this.epmd.getPort());
		this.connections.add(connection);
		return connection;
	}

}
