package io.macula.gossip.distribution.handshake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Seed;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Peers that do not keep to the handshake end in one exception with words.
 */
@Timeout(30)
class HostileHandshakeTests {

	private static final int SEED = Seed.of(HostileHandshakeTests.class);

	private static final HandshakeNode SELF = MemoryPeer.node("a@host", DistributionFlags.OURS, 7);

	private static final HandshakeNode PEER = MemoryPeer.node("b@host", DistributionFlags.OURS, 8);

	private static final Cookie COOKIE = Cookie.of("one");

	private final FixedAdmission admission = new FixedAdmission(HandshakeStatus.OK);

	@Test
	void whenPeerSpeaksVersionFiveShouldRefuseInItsTerms() throws Exception {
		MemoryPeer peer = new MemoryPeer();
		CompletableFuture<?> handshake = accept(peer);
		peer.write("n\0\5\0\0\0\0b@host");
		assertThat(peer.readText()).isEqualTo("snot_allowed");
		assertThatFails(handshake, Reason.MISSING_FLAGS,
				"it speaks version 5 of the handshake, as nodes before OTP 23 do");
	}

	@Test
	void whenPeerAsksForNameShouldRefuse() throws Exception {
		MemoryPeer peer = new MemoryPeer();
		CompletableFuture<?> handshake = accept(peer);
		peer.write(ByteBuffer.allocate(19)
			.put((byte) 'N')
			.putLong(DistributionFlags.OURS | DistributionFlags.NAME_ME)
			.putInt(0)
			.putShort((short) 4)
			.put("host".getBytes("ISO-8859-1"))
			.array());
		assertThat(peer.readText()).isEqualTo("snot_allowed");
		assertThatFails(handshake, Reason.NOT_ALLOWED, "it asks for a name, and this node gives none");
	}

	@Test
	void whenPeerLacksFlagsShouldNameThem() throws Exception {
		MemoryPeer peer = new MemoryPeer();
		CompletableFuture<?> handshake = accept(peer);
		long flags = DistributionFlags.MANDATORY_25 & ~DistributionFlags.BIG_CREATION & ~DistributionFlags.MAP_TAG;
		peer.write(HandshakeMessages.name(MemoryPeer.node("b@host", flags, 1)));
		assertThat(peer.readText()).isEqualTo("snot_allowed");
		assertThatFails(handshake, Reason.MISSING_FLAGS,
				"it lacks what OTP 25 demands of every node: MAP_TAG, BIG_CREATION");
	}

	@Test
	void whenPeerSendsTheDigestFlagForAllShouldTakeIt() throws Exception {
		MemoryPeer peer = new MemoryPeer();
		accept(peer);
		peer.write(HandshakeMessages.name(MemoryPeer.node("b@host", DistributionFlags.MANDATORY_25_DIGEST, 1)));
		assertThat(peer.readText()).isEqualTo("sok");
	}

	@Test
	void whenAcceptingPeerLacksFlagsShouldNameThem() throws Exception {
		MemoryPeer peer = new MemoryPeer();
		CompletableFuture<?> handshake = connect(peer);
		peer.write("sok").write(HandshakeMessages.challenge(MemoryPeer.node("b@host", 0x2f7f, 1), 5));
		assertThatFails(handshake, Reason.MISSING_FLAGS, "it lacks what OTP 25 demands of every node: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0000", "ffff", "0401", "47455420" })
	void whenLengthIsNoneOfAMessageShouldEnd(String hex) throws Exception {
		MemoryPeer peer = new MemoryPeer();
		CompletableFuture<?> handshake = accept(peer);
		peer.writeRaw(hex);
		assertThatFails(handshake, Reason.MALFORMED, "it sent a message of ");
	}

	@ParameterizedTest
	@CsvSource({ "'', CLOSED", "00, CLOSED", "000f4e, CLOSED", "00014e, MALFORMED", "0001ff, MALFORMED",
			"000f4e0000000000000000000000000009, MALFORMED", "000f4e0000000000000000000000000000, MALFORMED",
			"00104e000000000000000000000000000161, MALFORMED", "00114e00000000000000000000000000026140, MALFORMED" })
	void whenNameIsNoneShouldEnd(String hex, Reason reason) throws Exception {
		MemoryPeer peer = new MemoryPeer();
		CompletableFuture<?> handshake = accept(peer);
		peer.writeRaw(hex).close();
		assertThatFails(handshake, reason, "it ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "s", "sOK", "sno", "strue", "sfalse", "snamed:\0\4a@hx\0\0\0\1", "xok", "s\u00ff\u00ff" })
	void whenStatusIsNoneShouldEnd(String status) throws Exception {
		MemoryPeer peer = new MemoryPeer();
		CompletableFuture<?> handshake = connect(peer);
		peer.write(status);
		assertThatFails(handshake, Reason.MALFORMED, "it");
	}

	@Test
	void whenAnswerToAliveIsNeitherShouldEnd() throws Exception {
		MemoryPeer peer = new MemoryPeer();
		CompletableFuture<?> handshake = peer.accept(SELF, new FixedAdmission(HandshakeStatus.ALIVE), COOKIE);
		peer.write(HandshakeMessages.name(PEER));
		assertThat(peer.readText()).isEqualTo("salive");
		peer.write("smaybe");
		assertThatFails(handshake, Reason.ALREADY_CONNECTED, "the two nodes are linked already");
	}

	@Test
	void whenChallengeIsAnsweredAtRandomShouldNotTakeThePeer() throws Exception {
		MemoryPeer peer = new MemoryPeer();
		CompletableFuture<?> handshake = accept(peer);
		peer.write(HandshakeMessages.name(PEER)).write(HandshakeMessages.reply(1, new byte[16]));
		assertThatFails(handshake, Reason.WRONG_COOKIE, "the cookie is not the same");
		assertThat(this.admission.claims()).hasValue(0);
	}

	@Test
	void whenOurOwnChallengeIsMirroredShouldNotTakeThePeer() throws Exception {
		MemoryPeer peer = new MemoryPeer();
		CompletableFuture<?> handshake = accept(peer);
		peer.write(HandshakeMessages.name(PEER));
		assertThat(peer.readText()).isEqualTo("sok");
		int challenge = ByteBuffer.wrap(peer.read()).getInt(9);
		peer.write(HandshakeMessages.reply(challenge, new byte[16]));
		assertThatFails(handshake, Reason.RELAYED, "it handed over a challenge of this node as its own");
	}

	@Test
	void whenPeerAcknowledgesWithAnotherCookieShouldEnd() throws Exception {
		MemoryPeer peer = new MemoryPeer();
		CompletableFuture<?> handshake = connect(peer);
		peer.write("sok").write(HandshakeMessages.challenge(PEER, 5)).write(HandshakeMessages.ack(new byte[16]));
		assertThatFails(handshake, Reason.WRONG_COOKIE,
				"the cookie is not the same: its answer to our challenge was made with another one");
	}

	@Test
	void whenPeerNeverEndsShouldTimeOut() throws Exception {
		MemoryPeer peer = new MemoryPeer(2, Duration.ofMillis(50));
		CompletableFuture<?> handshake = accept(peer);
		peer.writeRaw("0300");
		Eventually.holds("the handshake is over", () -> {
			try {
				peer.writeRaw("4e");
			}
			catch (IOException ex) {
				// The reader has left
			}
			return handshake.isDone();
		});
		assertThatFails(handshake, Reason.TIMED_OUT, "the handshake was not complete within 50 ms");
	}

	@RepeatedTest(200)
	void whenBytesAreAtRandomShouldEndInOneException(RepetitionInfo repetition) throws Exception {
		Random random = new Random(SEED + repetition.getCurrentRepetition());
		MemoryPeer peer = new MemoryPeer(2, Duration.ofSeconds(5));
		boolean accepting = random.nextBoolean();
		CompletableFuture<?> handshake = (accepting) ? accept(peer) : connect(peer);
		if (random.nextBoolean()) {
			peer.write((accepting) ? HandshakeMessages.name(PEER) : "sok".getBytes("ISO-8859-1"));
			if (!accepting && random.nextBoolean()) {
				peer.write(HandshakeMessages.challenge(PEER, 5));
			}
		}
		byte[] noise = new byte[random.nextInt(600)];
		random.nextBytes(noise);
		if (random.nextBoolean()) {
			peer.write(noise).close();
		}
		else {
			peer.writeRaw(HexFormat.of().formatHex(noise)).close();
		}
		assertThatExceptionOfType(Exception.class).as("seed %d", SEED)
			.isThrownBy(() -> handshake.get(20, TimeUnit.SECONDS))
			.withCauseInstanceOf(HandshakeException.class);
		assertThat(this.admission.claims()).hasValue(0);
	}

	private CompletableFuture<HandshakeNode> accept(MemoryPeer peer) {
		return peer.accept(SELF, this.admission, COOKIE);
	}

	private static CompletableFuture<HandshakeNode> connect(MemoryPeer peer) {
		return peer.connect(SELF, "b@host", "one", true);
	}

	private static void assertThatFails(CompletableFuture<?> handshake, Reason reason, String words) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> handshake.get(20, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOfSatisfying(HandshakeException.class, (ex) -> assertThat(ex.getReason()).isEqualTo(reason))
			.withMessageStartingWith(words);
	}

}
