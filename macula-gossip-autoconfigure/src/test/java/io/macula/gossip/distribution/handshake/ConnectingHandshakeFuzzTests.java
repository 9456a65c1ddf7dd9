package io.macula.gossip.distribution.handshake;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeMessages.Challenge;
import io.macula.gossip.testing.ParserCost;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever answers where a node was dialled proves the cookie, or ends in a
 * {@link HandshakeException}: its status, its challenge, its digest.
 */
class ConnectingHandshakeFuzzTests {

	private static final ParserCost COST = new ParserCost(ConnectingHandshakeFuzzTests.class, 64);

	private static final HandshakeNode SELF = MemoryPeer.node("a@host", DistributionFlags.OURS, 7);

	private static final NodeName PEER = NodeName.of("b@host");

	private static final Cookie COOKIE = Cookie.of("one");

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void nobodyWithoutTheCookieIsLinked(byte[] bytes) throws Exception {
		COST.of(bytes.length, () -> {
			connect(bytes, Short.BYTES);
			connect(bytes, Integer.BYTES);
		});
		Challenge challenge = connect(bytes, Short.BYTES);
		if (challenge != null) {
			byte[] again = HandshakeMessages.challenge(challenge.node(), challenge.number());
			assertThat(HandshakeMessages.readChallenge(ByteBuffer.wrap(again))).isEqualTo(challenge);
		}
	}

	private static @Nullable Challenge connect(byte[] bytes, int headerLength) {
		ConnectingHandshake handshake = new ConnectingHandshake(new HandshakeChannel(new ByteArrayInputStream(bytes),
				OutputStream.nullOutputStream(), headerLength, Deadline.after(Duration.ofHours(1))), SELF, PEER,
				new Challenges());
		Challenge challenge = null;
		try {
			if (handshake.sendName() == HandshakeStatus.ALIVE) {
				handshake.answerAlive(true);
			}
			challenge = handshake.readChallenge();
			handshake.prove(challenge, COOKIE);
			throw new AssertionError("Linked without a cookie: " + challenge.node());
		}
		catch (HandshakeException ex) {
			assertThat(ex).hasMessageMatching("(?s).{10,1000}");
			return challenge;
		}
	}

}
