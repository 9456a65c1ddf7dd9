package io.macula.gossip.distribution.epmd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.macula.gossip.distribution.epmd.EpmdException.Reason;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(30)
class EmbeddedEpmdTests {

	private static final List<InetAddress> LOOPBACK = List.of(InetAddress.getLoopbackAddress());

	private EmbeddedEpmd epmd;

	private EpmdClient client;

	@BeforeEach
	void start() throws Exception {
		this.epmd = EmbeddedEpmd.start(Loopback.freePort(), LOOPBACK, EpmdLimits.defaults());
		this.client = client(this.epmd);
	}

	@AfterEach
	void stop() {
		this.epmd.close();
	}

	@Test
	void whenNodeRegistersShouldBeFoundUntilItLeaves() throws Exception {
		EpmdNode node = new EpmdNode("a", 4321, true, 5, 6);
		try (EpmdRegistration registration = this.client.register(node)) {
			assertThat(registration.creation()).isBetween(4L, 4294967295L);
			assertThat(this.client.lookUp("a")).contains(node);
			assertThat(this.client.lookUp("b")).isEmpty();
			assertThat(EpmdNames.at(this.epmd.getPort())).hasToString("{a=4321}");
		}
		Eventually.holds("the name is free", () -> this.client.lookUp("a").isEmpty());
		assertThat(EpmdNames.at(this.epmd.getPort())).isEmpty();
	}

	@Test
	void whenNameIsTakenShouldRefuseAndKeepTheFirst() throws Exception {
		try (EpmdRegistration first = this.client.register(new EpmdNode("a", 1, false))) {
			assertThatExceptionOfType(EpmdException.class)
				.isThrownBy(() -> this.client.register(new EpmdNode("a", 2, false)))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.REFUSED));
			assertThat(EpmdNames.at(this.epmd.getPort())).containsEntry("a", 1);
			assertThat(first.creation()).isPositive();
		}
	}

	@Test
	void whenNodeLeavesAndReturnsAtOnceShouldGetItsNameWithANewCreation() throws Exception {
		long last = 0;
		for (int i = 0; i < 200; i++) {
			try (EpmdRegistration registration = this.client.register(new EpmdNode("a", 1, false))) {
				assertThat(registration.creation()).isNotEqualTo(last).isNotZero();
				last = registration.creation();
			}
		}
	}

	@Test
	void whenOldNodeRegistersShouldGiveASmallCreation() throws Exception {
		try (EpmdRegistration registration = this.client.register(new EpmdNode("a", 1, false, 5, 5))) {
			assertThat(registration.creation()).isBetween(1L, 3L);
		}
	}

	@Test
	void whenRegisteredNodeSpeaksShouldUnregisterIt() throws Exception {
		try (RawConnection connection = new RawConnection(this.epmd.getPort())) {
			connection.request("7804d24d00000600050001610000").read(6);
			connection.send("00");
			assertThat(connection.readToEnd()).isEmpty();
			assertThat(EpmdNames.at(this.epmd.getPort())).isEmpty();
		}
	}

	@Test
	void whenRequestComesByteByByteShouldServeIt() throws Exception {
		try (EpmdRegistration registration = this.client.register(new EpmdNode("a", 1, false));
				RawConnection connection = new RawConnection(this.epmd.getPort())) {
			for (String part : new String[] { "00", "02", "7a" }) {
				connection.send(part);
				assertThat(EpmdNames.at(this.epmd.getPort())).as("others are served meanwhile").hasSize(1);
			}
			assertThat(connection.send("61").readToEnd()).startsWith("7700" + "0001");
			assertThat(registration.creation()).isPositive();
		}
	}

	@Test
	void whenRequestIsAsLongAsAllowedShouldServeIt() throws Exception {
		try (RawConnection connection = new RawConnection(this.epmd.getPort())) {
			connection.request("7804d24d0000060005" + "03fc" + "f09f9880".repeat(255) + "03fc" + "78".repeat(1020));
			assertThat(connection.read(6)).startsWith("7600");
		}
		try (RawConnection connection = new RawConnection(this.epmd.getPort())) {
			assertThat(connection.send("0806").readToEnd()).isEmpty();
		}
	}

	@Test
	void whenClientReadsSlowlyShouldSendAllAndServeOthersMeanwhile() throws Exception {
		List<EpmdRegistration> registrations = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			String name = "\ud83d\ude00".repeat(250) + i;
			registrations.add(this.client.register(new EpmdNode(name, 1, false)));
		}
		try (RawConnection slow = new RawConnection(this.epmd.getPort(), 1024)) {
			slow.request("6e");
			assertThat(slow.read(4)).isNotEqualTo("00000000");
			Map<String, Integer> names = EpmdNames.at(this.epmd.getPort());
			assertThat(names).hasSize(500);
			int bytes = names.keySet().stream().mapToInt((name) -> EpmdProtocol.encode(name).length + 16).sum();
			assertThat(slow.readToEnd()).hasSize(2 * bytes);
		}
		registrations.forEach(EpmdRegistration::close);
	}

	@Test
	void whenClosedShouldEndRegistrationsAtOnceAndFreeThePort() throws Exception {
		EpmdRegistration registration = this.client.register(new EpmdNode("a", 1, false));
		this.epmd.close();
		assertThat(registration.awaitEnd()).isNotNull()
			.satisfies((loss) -> assertThat(loss.getReason()).isEqualTo(Reason.CLOSED));
		assertThat(this.epmd.isRunning()).isFalse();
		int port = this.epmd.getPort();
		this.epmd = EmbeddedEpmd.start(port, LOOPBACK, EpmdLimits.defaults());
		assertThat(EpmdNames.at(this.epmd.getPort())).isEmpty();
	}

	@Test
	void whenPortIsTakenShouldSayWhichAndWhatToDo() {
		int port = this.epmd.getPort();
		assertThatExceptionOfType(EpmdException.class)
			.isThrownBy(() -> EmbeddedEpmd.start(port, LOOPBACK, EpmdLimits.defaults()))
			.withMessageStartingWith("Cannot serve EPMD on port " + port + " of ")
			.withMessageContaining("in use; stop the program that has the port")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.PORT_UNAVAILABLE));
	}

	@Test
	void whenNoAddressIsGivenShouldServeAll() throws Exception {
		try (EmbeddedEpmd everywhere = EmbeddedEpmd.start(Loopback.freePort(), List.of(), EpmdLimits.defaults())) {
			assertThat(EpmdNames.at(everywhere.getPort())).isEmpty();
			assertThat(EpmdNames.at("127.1.2.3", everywhere.getPort())).isEmpty();
		}
	}

	@Test
	void whenOtherAddressIsGivenShouldServeLoopbackToo() throws Exception {
		List<InetAddress> other = List.of(InetAddress.getByName("127.1.2.3"));
		try (EmbeddedEpmd both = EmbeddedEpmd.start(Loopback.freePort(), other, EpmdLimits.defaults())) {
			try (EpmdRegistration registration = client(both).register(new EpmdNode("a", 1, false))) {
				assertThat(registration.creation()).isPositive();
				assertThat(EpmdNames.at("127.1.2.3", both.getPort())).containsEntry("a", 1);
			}
		}
	}

	@Test
	void whenLimitIsNoneShouldRefuseIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EpmdLimits(0, 1, Duration.ofSeconds(1)))
			.withMessageContaining("Limit of 0 EPMD connections");
	}

	private static EpmdClient client(EmbeddedEpmd epmd) {
		return new EpmdClient("127.0.0.1", epmd.getPort(), Duration.ofSeconds(5), Duration.ofSeconds(5));
	}

}
