package io.macula.gossip.distribution.handshake;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.distribution.handshake.AcceptingHandshake.Proof;
import io.macula.gossip.testing.ParserCost;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever connects is let in by the cookie alone, or is refused by a
 * {@link HandshakeException}: its name, its answer to the status alive, its digest.
 */
class AcceptingHandshakeFuzzTests {

	private static final ParserCost COST = new ParserCost(AcceptingHandshakeFuzzTests.class, 64);

	private static final HandshakeNode SELF = MemoryPeer.node("a@host", DistributionFlags.OURS, 7);

	private static final List<Cookie> COOKIES = List.of(Cookie.of("one"), Cookie.of("two"));

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void nobodyWithoutTheCookieIsLetIn(byte[] bytes) throws Exception {
		COST.of(bytes.length, () -> {
			accept(bytes, Short.BYTES, HandshakeStatus.OK);
			accept(bytes, Short.BYTES, HandshakeStatus.ALIVE);
			accept(bytes, Integer.BYTES, HandshakeStatus.OK);
		});
		HandshakeNode node = accept(bytes, Short.BYTES, HandshakeStatus.OK);
		if (node != null) {
			assertThat(HandshakeMessages.readName(ByteBuffer.wrap(HandshakeMessages.name(node)))).isEqualTo(node);
		}
	}

	private static @Nullable HandshakeNode accept(byte[] bytes, int headerLength, HandshakeStatus status) {
		AcceptingHandshake handshake = new AcceptingHandshake(new HandshakeChannel(new ByteArrayInputStream(bytes),
				OutputStream.nullOutputStream(), headerLength, Deadline.after(Duration.ofHours(1))), SELF, COOKIES,
				new Challenges());
		HandshakeNode node = null;
		try {
			node = handshake.readName();
			handshake.answer(status);
			Proof proof = handshake.challenge();
			throw new AssertionError("Let in without a cookie: " + node + " with " + proof);
		}
		catch (HandshakeException ex) {
			assertThat(ex).hasMessageMatching("(?s).{10,1000}");
			return node;
		}
	}

}
