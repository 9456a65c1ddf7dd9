package io.macula.gossip.distribution.handshake;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Both sides of the handshake with each other, in memory.
 */
@Timeout(30)
class HandshakeTests {

	private static final HandshakeNode A = MemoryPeer.node("a@host", DistributionFlags.OURS, 7);

	private static final HandshakeNode B = MemoryPeer.node("b@host",
			DistributionFlags.OURS | DistributionFlags.PUBLISHED, 4294967295L);

	private static final Cookie ONE = Cookie.of("one");

	private static final Cookie TWO = Cookie.of("two");

	private final FixedAdmission admission = new FixedAdmission(HandshakeStatus.OK);

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	void whenCookiesAreTheSameShouldKnowEachOther(int headerLength) throws Exception {
		Pair pair = pair(headerLength, "b@host", ONE, List.of(ONE), this.admission, true);
		assertThat(pair.connecting().get()).isEqualTo(B);
		assertThat(pair.accepting().get()).isEqualTo(A);
		assertThat(this.admission.claims()).hasValue(1);
	}

	@Test
	void whenOneOfSeveralCookiesIsTheSameShouldLink() throws Exception {
		Pair pair = pair(2, "b@host", TWO, List.of(ONE, TWO), this.admission, true);
		assertThat(pair.connecting().get()).isEqualTo(B);
		pair.accepting().get();
	}

	@Test
	void whenCookiesDifferShouldSaySoOnBothSides() throws Exception {
		Pair pair = pair(2, "b@host", TWO, List.of(ONE), this.admission, true);
		assertThatFails(pair.accepting(), Reason.WRONG_COOKIE,
				"the cookie is not the same: its answer to our challenge was made with another one");
		assertThatFails(pair.connecting(), Reason.WRONG_COOKIE,
				"the cookie is not the same: it closed the connection on our digest");
		assertThat(this.admission.claims()).hasValue(0);
	}

	@Test
	void whenAnotherNodeAnswersShouldSayWho() throws Exception {
		Pair pair = pair(2, "c@host", ONE, List.of(ONE), this.admission, true);
		assertThatFails(pair.connecting(), Reason.NAME_MISMATCH, "the node that answers there has the name b@host");
		assertThatFails(pair.accepting(), Reason.CLOSED,
				"it closed the connection where its answer to our challenge was awaited");
	}

	@Test
	void whenAnotherConnectionGoesOnShouldEndBothSides() throws Exception {
		Pair pair = pair(2, "b@host", ONE, List.of(ONE), new FixedAdmission(HandshakeStatus.NOK), true);
		assertThatFails(pair.connecting(), Reason.SIMULTANEOUS, "it is connecting to us at the same time");
		assertThatFails(pair.accepting(), Reason.SIMULTANEOUS, "we are connecting to it at the same time");
	}

	@ParameterizedTest
	@EnumSource(names = { "OK", "OK_SIMULTANEOUS", "ALIVE" })
	void whenStatusIsNoRefusalShouldGoOn(HandshakeStatus status) throws Exception {
		Pair pair = pair(2, "b@host", ONE, List.of(ONE), new FixedAdmission(status), true);
		assertThat(pair.connecting().get()).isEqualTo(B);
		pair.accepting().get();
	}

	@Test
	void whenLinkIsAliveForBothShouldEnd() throws Exception {
		Pair pair = pair(2, "b@host", ONE, List.of(ONE), new FixedAdmission(HandshakeStatus.ALIVE), false);
		assertThatFails(pair.connecting(), Reason.ALREADY_CONNECTED, "the two nodes are linked already");
		assertThatFails(pair.accepting(), Reason.ALREADY_CONNECTED, "the two nodes are linked already");
	}

	@Test
	void whenNodeIsNotAllowedShouldSaySo() throws Exception {
		Pair pair = pair(2, "b@host", ONE, List.of(ONE), new FixedAdmission(HandshakeStatus.NOT_ALLOWED), true);
		assertThatFails(pair.connecting(), Reason.NOT_ALLOWED,
				"it does not allow the node a@host (status not_allowed)");
		assertThatFails(pair.accepting(), Reason.NOT_ALLOWED, "not for the test");
	}

	private static void assertThatFails(CompletableFuture<?> side, Reason reason, String words) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> side.get(20, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOfSatisfying(HandshakeException.class, (ex) -> assertThat(ex.getReason()).isEqualTo(reason))
			.withMessageStartingWith(words);
	}

	private static Pair pair(int headerLength, String dialled, Cookie cookie, List<Cookie> accepted,
			FixedAdmission admission, boolean wanted) throws Exception {
		PipedInputStream toAcceptor = new PipedInputStream(4096);
		PipedInputStream toConnector = new PipedInputStream(4096);
		PipedOutputStream fromConnector = new PipedOutputStream(toAcceptor);
		PipedOutputStream fromAcceptor = new PipedOutputStream(toConnector);
		Deadline deadline = Deadline.after(Duration.ofSeconds(10));
		ConnectingHandshake connecting = new ConnectingHandshake(
				new HandshakeChannel(toConnector, fromConnector, headerLength, deadline), A, NodeName.of(dialled),
				new Challenges());
		AcceptingHandshake accepting = new AcceptingHandshake(
				new HandshakeChannel(toAcceptor, fromAcceptor, headerLength, deadline), B, accepted, new Challenges());
		return new Pair(MemoryPeer.async(() -> {
			try (fromConnector) {
				return MemoryPeer.connect(connecting, cookie, wanted);
			}
		}), MemoryPeer.async(() -> {
			try (fromAcceptor) {
				return admission.admit(accepting);
			}
		}));
	}

	/**
	 * Both sides.
	 *
	 * @param connecting what came of the connecting one
	 * @param accepting what came of the accepting one
	 */
	private record Pair(CompletableFuture<HandshakeNode> connecting, CompletableFuture<HandshakeNode> accepting) {

	}

}
