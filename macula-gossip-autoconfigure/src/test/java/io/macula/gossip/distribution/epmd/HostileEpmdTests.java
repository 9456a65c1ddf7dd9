package io.macula.gossip.distribution.epmd;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.macula.gossip.distribution.epmd.EpmdException.Reason;
import io.macula.gossip.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The client against programs that are no EPMD, or one that means ill.
 */
@Timeout(30)
class HostileEpmdTests {

	private static final EpmdNode NODE = new EpmdNode("a", 4321, false);

	@ParameterizedTest
	@CsvSource({ "'', CLOSED", "77, CLOSED", "7800, MALFORMED", "7700, CLOSED", "770010e14d000006000500016100, CLOSED",
			"770000004d00000600050001610000, MALFORMED", "770010e14d03000600050001610000, MALFORMED",
			"770010e14d00000500060001610000, MALFORMED", "770010e14d00000600050001620000, MALFORMED",
			"770010e14d0000060005ffff610000, MALFORMED", "770010e14d00000600050001610400, MALFORMED",
			"770010e14d0000060005000161ffff, MALFORMED", "770010e14d00000600050001610002ff, CLOSED" })
	void whenAnswerToALookUpIsWrongShouldFailInWords(String hex, Reason reason) throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.answering(hex)) {
			assertFails(peer, reason, () -> client(peer).lookUp("a"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "'', CLOSED", "76, CLOSED", "7700, MALFORMED", "7600, CLOSED", "7600000000, CLOSED", "790000, CLOSED",
			"76ff, REFUSED" })
	void whenAnswerToARegistrationIsWrongShouldFailInWords(String hex, Reason reason) throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.answering(hex)) {
			assertFails(peer, reason, () -> client(peer).register(NODE));
		}
	}

	@Test
	void whenAnswerStopsHalfwayShouldTimeOut() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.keeping("760000")) {
			assertFails(peer, Reason.TIMED_OUT, () -> client(peer, Duration.ofMillis(100)).register(NODE));
		}
	}

	@Test
	void whenAnswerDripsShouldTimeOutAllTheSame() throws Exception {
		AtomicInteger next = new AtomicInteger();
		byte[] answer = { EpmdProtocol.ALIVE2_X_RESP, 0, 0, 0, 0, 7 };
		ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
		try (ScriptedPeer peer = new ScriptedPeer((socket) -> drip.scheduleWithFixedDelay(() -> {
			try {
				socket.getOutputStream().write(answer[next.getAndIncrement()]);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}, 0, 100, TimeUnit.MILLISECONDS))) {
			assertFails(peer, Reason.TIMED_OUT, () -> client(peer, Duration.ofMillis(300)).register(NODE));
		}
		finally {
			drip.shutdownNow();
		}
	}

	@Test
	void whenAnswerIsRandomShouldNeverFailInAnotherWay() throws Exception {
		Random random = new Random(Seed.of(getClass()));
		byte[] tags = { EpmdProtocol.PORT2_RESP, EpmdProtocol.ALIVE2_RESP, EpmdProtocol.ALIVE2_X_RESP };
		try (ScriptedPeer peer = new ScriptedPeer((socket) -> {
			byte[] answer = new byte[random.nextInt(1, 64)];
			random.nextBytes(answer);
			answer[0] = tags[random.nextInt(tags.length)];
			if (answer.length > 1 && random.nextBoolean()) {
				answer[1] = 0;
			}
			socket.getOutputStream().write(answer);
			socket.close();
		})) {
			for (int i = 0; i < 200; i++) {
				attempt(() -> client(peer).lookUp("a"));
				attempt(() -> {
					client(peer).register(NODE).close();
					return null;
				});
			}
		}
	}

	private static void attempt(Callable<?> call) throws Exception {
		try {
			call.call();
		}
		catch (EpmdException ex) {
			assertThat(ex).hasMessageContaining("127.0.0.1:");
		}
	}

	private static void assertFails(ScriptedPeer peer, Reason reason, Callable<?> call) {
		assertThatExceptionOfType(EpmdException.class).isThrownBy(call::call)
			.withMessageContaining("127.0.0.1:" + peer.port())
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

	private static EpmdClient client(ScriptedPeer peer) {
		return client(peer, Duration.ofSeconds(5));
	}

	private static EpmdClient client(ScriptedPeer peer, Duration readTimeout) {
		return new EpmdClient("127.0.0.1", peer.port(), Duration.ofSeconds(5), readTimeout);
	}

}
