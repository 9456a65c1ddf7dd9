package io.macula.gossip.distribution.handshake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.NodeName;
import io.macula.gossip.testing.ParserCost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever has the cookie, and says what he likes before and beside the digest, is linked
 * as a node that has a name and can do what every node must, or is refused by a
 * {@link HandshakeException}.
 */
class ProvenHandshakeFuzzTests {

	private static final ParserCost COST = new ParserCost(ProvenHandshakeFuzzTests.class, 64);

	private static final HandshakeNode SELF = MemoryPeer.node("a@host", DistributionFlags.OURS, 7);

	private static final NodeName PEER = NodeName.of("b@host");

	private static final Cookie COOKIE = Cookie.of("one");

	@Test
	void whoHasTheCookieAndSaysAllThatIsRightIsLinked() {
		byte[] name = HandshakeMessages.name(MemoryPeer.node("b@host", DistributionFlags.OURS, 7));
		assertThat(accept(KnowingPeer.framed(name), HandshakeStatus.OK)).isNotNull();
		byte[] challenge = HandshakeMessages.challenge(MemoryPeer.node("b@host", DistributionFlags.OURS, 7), 99);
		byte[] status = KnowingPeer.framed(HandshakeMessages.status(HandshakeStatus.OK));
		byte[] framed = KnowingPeer.framed(challenge);
		assertThat(connect(ByteBuffer.allocate(status.length + framed.length).put(status).put(framed).array()))
			.isNotNull();
	}

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void whoHasTheCookieIsANodeOrIsRefused(byte[] bytes) throws Exception {
		COST.of(bytes.length, () -> {
			accept(bytes, HandshakeStatus.OK);
			accept(bytes, HandshakeStatus.ALIVE);
			connect(bytes);
		});
		HandshakeNode accepted = accept(bytes, HandshakeStatus.OK);
		if (accepted != null) {
			assertThat(DistributionFlags.missing(accepted.flags())).isEmpty();
			assertThat(HandshakeMessages.readName(ByteBuffer.wrap(HandshakeMessages.name(accepted))))
				.isEqualTo(accepted);
		}
		HandshakeNode connected = connect(bytes);
		if (connected != null) {
			assertThat(DistributionFlags.missing(connected.flags())).isEmpty();
			assertThat(connected.name()).isEqualTo(PEER);
		}
	}

	private static @Nullable HandshakeNode accept(byte[] bytes, HandshakeStatus status) {
		KnowingPeer peer = new KnowingPeer(bytes);
		AcceptingHandshake handshake = new AcceptingHandshake(peer.channel(), SELF, List.of(Cookie.of("two"), COOKIE),
				new Challenges());
		try {
			HandshakeNode node = handshake.readName();
			handshake.answer(status);
			AcceptingHandshake.Proof proof = handshake.challenge();
			assertThat(proof.cookie()).isSameAs(COOKIE);
			handshake.confirm(proof);
			return node;
		}
		catch (HandshakeException ex) {
			assertThat(ex).hasMessageMatching("(?s).{10,1000}");
			return null;
		}
	}

	private static @Nullable HandshakeNode connect(byte[] bytes) {
		KnowingPeer peer = new KnowingPeer(bytes);
		ConnectingHandshake handshake = new ConnectingHandshake(peer.channel(), SELF, PEER, new Challenges());
		try {
			return MemoryPeer.connect(handshake, COOKIE, true);
		}
		catch (HandshakeException ex) {
			assertThat(ex).hasMessageMatching("(?s).{10,1000}");
			return null;
		}
	}

	/**
	 * Says the bytes of the input, and once it is challenged the right answer.
	 */
	private static final class KnowingPeer extends OutputStream {

		private static final int HEADER = Short.BYTES;

		private static final int FLAGS_END = HEADER + 1 + Long.BYTES;

		private static final int CHALLENGE_LENGTH = HEADER + HandshakeMessages.challenge(SELF, 0).length;

		private static final byte REPLY = 'r';

		private InputStream said;

		KnowingPeer(byte[] bytes) {
			this.said = new ByteArrayInputStream(bytes);
		}

		HandshakeChannel channel() {
			InputStream input = new InputStream() {

				@Override
				public int read() {
					throw new UnsupportedOperationException();
				}

				@Override
				public int read(byte[] bytes, int offset, int length) throws IOException {
					return KnowingPeer.this.said.read(bytes, offset, length);
				}

			};
			return new HandshakeChannel(input, this, HEADER, Deadline.after(Duration.ofHours(1)));
		}

		@Override
		public void write(int one) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			ByteBuffer message = ByteBuffer.wrap(bytes);
			byte tag = message.get(HEADER);
			if (tag == HandshakeMessages.NAME && length == CHALLENGE_LENGTH) {
				say(HandshakeMessages.reply(1, COOKIE.digest(message.getInt(FLAGS_END))));
			}
			else if (tag == REPLY) {
				say(HandshakeMessages.ack(COOKIE.digest(message.getInt(HEADER + 1))));
			}
		}

		private void say(byte[] message) {
			this.said = new ByteArrayInputStream(framed(message));
		}

		static byte[] framed(byte[] message) {
			return ByteBuffer.allocate(HEADER + message.length).putShort((short) message.length).put(message).array();
		}

	}

}
