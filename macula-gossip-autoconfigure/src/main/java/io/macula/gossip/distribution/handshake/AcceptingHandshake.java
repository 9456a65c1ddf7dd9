package io.macula.gossip.distribution.handshake;

import java.nio.ByteBuffer;
import java.util.List;

import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeMessages.Reply;

/**
 * The handshake of the side that accepts, version 6, as steps in the order of the
 * methods: a name comes, a status is sent, a challenge is sent and its answer comes, and
 * the answer to the other side's own challenge is sent. For one thread.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Distribution Handshake".
 */
public final class AcceptingHandshake {

	private final HandshakeChannel channel;

	private final HandshakeNode self;

	private final List<Cookie> cookies;

	private final Challenges challenges;

	/**
	 * Create a handshake.
	 * @param channel carries its messages
	 * @param self what we say of ourselves
	 * @param cookies the cookies of which the other side has to prove one
	 * @param challenges those of this node
	 */
	public AcceptingHandshake(HandshakeChannel channel, HandshakeNode self, List<Cookie> cookies,
			Challenges challenges) {
		this.channel = channel;
		this.self = self;
		this.cookies = cookies;
		this.challenges = challenges;
	}

	/**
	 * Read the name. A side that speaks no version of ours is refused.
	 * @return what the other side says of itself, of which nothing is proven yet
	 * @throws HandshakeException if it said nothing, or cannot be linked to
	 */
	public HandshakeNode readName() throws HandshakeException {
		ByteBuffer message = this.channel.read("name");
		if (message.get(0) == HandshakeMessages.OLD_NAME) {
			throw refuse(Reason.MISSING_FLAGS, "it speaks version 5 of the handshake, as nodes before OTP 23 do");
		}
		if (message.get(0) == HandshakeMessages.NAME && message.remaining() > Long.BYTES
				&& (message.getLong(1) & DistributionFlags.NAME_ME) != 0) {
			throw refuse(Reason.NOT_ALLOWED, "it asks for a name, and this node gives none: start it with a name");
		}
		HandshakeNode node = HandshakeMessages.readName(message);
		List<String> missing = DistributionFlags.missing(node.flags());
		if (!missing.isEmpty()) {
			throw refuse(Reason.MISSING_FLAGS,
					"it lacks what OTP 25 demands of every node: %s".formatted(String.join(", ", missing)));
		}
		return node;
	}

	/**
	 * Refuse the other side instead of answering it: tell it {@code not_allowed}.
	 * @param words why
	 * @return the end of the handshake, to be thrown
	 * @throws HandshakeException if it cannot even be told
	 */
	public HandshakeException refuse(String words) throws HandshakeException {
		return refuse(Reason.NOT_ALLOWED, words);
	}

	private HandshakeException refuse(Reason reason, String words) throws HandshakeException {
		this.channel.write(HandshakeMessages.status(HandshakeStatus.NOT_ALLOWED));
		return new HandshakeException(reason, words);
	}

	/**
	 * Answer the name.
	 * @param status {@code OK}, {@code OK_SIMULTANEOUS}, {@code NOK} or {@code ALIVE}
	 * @throws HandshakeException if that is the end: with {@code NOK}, or where the other
	 * side holds a link for alive as well
	 */
	public void answer(HandshakeStatus status) throws HandshakeException {
		this.channel.write(HandshakeMessages.status(status));
		if (status == HandshakeStatus.NOK) {
			throw new HandshakeException(Reason.SIMULTANEOUS, "we are connecting to it at the same time");
		}
		if (status == HandshakeStatus.ALIVE) {
			String answer = HandshakeMessages.readStatus(this.channel.read("answer to the status alive"));
			if (HandshakeStatus.of(answer) != HandshakeStatus.TRUE) {
				throw new HandshakeException(Reason.ALREADY_CONNECTED, "the two nodes are linked already");
			}
		}
	}

	/**
	 * Challenge the other side to prove a cookie.
	 * @return the proof that it has one of ours
	 * @throws HandshakeException if it has none
	 */
	public Proof challenge() throws HandshakeException {
		int ourChallenge = this.challenges.give();
		try {
			return challenge(ourChallenge);
		}
		finally {
			this.challenges.end(ourChallenge);
		}
	}

	private Proof challenge(int ourChallenge) throws HandshakeException {
		this.channel.write(HandshakeMessages.challenge(this.self, ourChallenge));
		Reply reply = HandshakeMessages.readReply(this.channel.read("answer to our challenge"));
		this.challenges.check(reply.challenge());
		for (Cookie cookie : this.cookies) {
			if (cookie.answers(ourChallenge, reply.digest())) {
				return new Proof(cookie, cookie.digest(reply.challenge()));
			}
		}
		throw new HandshakeException(Reason.WRONG_COOKIE,
				"the cookie is not the same: its answer to our challenge was made with another one");
	}

	/**
	 * Confirm to the other side, by proving the cookie in turn, that the link is made.
	 * @param proof what it has proven
	 * @throws HandshakeException if it has left
	 */
	public void confirm(Proof proof) throws HandshakeException {
		this.channel.write(HandshakeMessages.ack(proof.digest));
	}

	/**
	 * Says that the other side has proven a cookie. Nothing but {@link #challenge()}
	 * makes one.
	 */
	public static final class Proof {

		private final Cookie cookie;

		/**
		 * The answer to the other side's challenge.
		 */
		private final byte[] digest;

		private Proof(Cookie cookie, byte[] digest) {
			this.cookie = cookie;
			this.digest = digest;
		}

		/**
		 * Return what was proven.
		 * @return the cookie
		 */
		public Cookie cookie() {
			return this.cookie;
		}

	}

}
