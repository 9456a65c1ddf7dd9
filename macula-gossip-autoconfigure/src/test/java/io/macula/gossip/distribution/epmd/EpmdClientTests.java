package io.macula.gossip.distribution.epmd;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.distribution.epmd.EpmdException.Reason;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(30)
class EpmdClientTests {

	private static final EpmdNode NODE = new EpmdNode("a", 4321, false);

	@Test
	void whenRegisteringShouldSendTheRequestOfTheProtocol() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.keeping("76000000002a");
				EpmdRegistration registration = client(peer).register(NODE)) {
			assertThat(peer.nextRequest()).isEqualTo("78" + "10e1" + "4d" + "00" + "0006" + "0006" + "000161" + "0000");
			assertThat(registration.creation()).isEqualTo(42);
		}
	}

	@Test
	void whenNodeIsHiddenAndNotAsciiShouldSaySo() throws Exception {
		EpmdNode node = new EpmdNode("é", 65535, true, 5, 6);
		try (ScriptedPeer peer = ScriptedPeer.keeping("76000000002a");
				EpmdRegistration registration = client(peer).register(node)) {
			assertThat(registration.creation()).isEqualTo(42);
			assertThat(peer.nextRequest())
				.isEqualTo("78" + "ffff" + "48" + "00" + "0006" + "0005" + "0002c3a9" + "0000");
		}
	}

	@Test
	void whenCreationHas32BitsShouldReadItUnsigned() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.keeping("7600fffffffe");
				EpmdRegistration registration = client(peer).register(NODE)) {
			assertThat(registration.creation()).isEqualTo(4294967294L);
		}
	}

	@Test
	void whenCreationHas16BitsShouldReadItUnsigned() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.keeping("7900fffe");
				EpmdRegistration registration = client(peer).register(NODE)) {
			assertThat(registration.creation()).isEqualTo(65534);
		}
	}

	@Test
	void whenNameIsTakenShouldSayWhereAndWhatToDo() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.keeping("760100000063")) {
			assertThatExceptionOfType(EpmdException.class).isThrownBy(() -> client(peer).register(NODE))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.REFUSED))
				.withMessage("EPMD at 127.0.0.1:" + peer.port()
						+ " refused: name 'a' is already registered on this host (result 1); choose another name or stop the node that has it");
		}
	}

	@Test
	void whenEpmdEndsTheConnectionShouldTell() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.keeping("76000000002a");
				EpmdRegistration registration = client(peer).register(NODE)) {
			peer.endConnections();
			assertThat(registration.awaitEnd()).isNotNull()
				.hasMessageStartingWith("Lost EPMD at 127.0.0.1:" + peer.port())
				.satisfies((loss) -> assertThat(loss.getReason()).isEqualTo(Reason.CLOSED));
		}
	}

	@Test
	void whenEpmdSpeaksOnARegistrationShouldTakeItForLost() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.keeping("76000000002a00");
				EpmdRegistration registration = client(peer).register(NODE)) {
			assertThat(registration.awaitEnd()).isNotNull()
				.satisfies((loss) -> assertThat(loss.getReason()).isEqualTo(Reason.MALFORMED));
		}
	}

	@Test
	void whenRegistrationIsClosedShouldNotCallItLost() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.keeping("76000000002a")) {
			EpmdRegistration registration = client(peer).register(NODE);
			CompletableFuture<EpmdException> end = CompletableFuture.supplyAsync(registration::awaitEnd);
			registration.close();
			assertThat(end.get(10, TimeUnit.SECONDS)).isNull();
		}
	}

	@Test
	void whenNodeIsKnownShouldFindIt() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer
			.answering("7700" + "10e1" + "48" + "00" + "0006" + "0005" + "000161" + "0003" + "787878")) {
			assertThat(client(peer).lookUp("a")).contains(new EpmdNode("a", 4321, true, 5, 6));
			assertThat(peer.nextRequest()).isEqualTo("7a61");
		}
	}

	@Test
	void whenNodeIsNotKnownShouldFindNothing() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.answering("7701")) {
			assertThat(client(peer).lookUp("a")).isEmpty();
		}
	}

	@Test
	void whenNothingListensShouldNameHostPortAndCause() throws Exception {
		int port = Loopback.freePort();
		EpmdClient client = new EpmdClient("127.0.0.1", port, Duration.ofSeconds(1), Duration.ofSeconds(1));
		assertThatExceptionOfType(EpmdException.class).isThrownBy(() -> client.lookUp("a"))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.UNREACHABLE))
			.withMessage("Cannot reach EPMD at 127.0.0.1:" + port
					+ ": Connection refused; start one there, or check host and port");
	}

	@Test
	void whenValueIsOutsideItsRangeShouldRefuseIt() {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException().isThrownBy(() -> new EpmdClient("h", 4369, Duration.ZERO, second))
			.withMessageContaining("Connect timeout PT0S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EpmdClient("h", 4369, second, Duration.ofSeconds(Long.MAX_VALUE)));
		EpmdClient client = new EpmdClient("h", 4369, second, second);
		assertThatIllegalArgumentException().isThrownBy(() -> client.lookUp("a@h"));
		assertThatIllegalArgumentException().isThrownBy(() -> new EpmdNode("a b", 1, false));
		assertThatIllegalArgumentException().isThrownBy(() -> new EpmdNode("a".repeat(256), 1, false));
		assertThatIllegalArgumentException().isThrownBy(() -> new EpmdNode("a", 0, false));
		assertThatIllegalArgumentException().isThrownBy(() -> new EpmdNode("a", 1, false, 6, 5));
	}

	private static EpmdClient client(ScriptedPeer peer) throws IOException {
		return new EpmdClient("127.0.0.1", peer.port(), Duration.ofSeconds(5), Duration.ofSeconds(5));
	}

}
