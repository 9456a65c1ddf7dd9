package io.macula.gossip.distribution.handshake;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;

import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeMessages.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of the side that accepts, version 6. For one thread.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Distribution Handshake".
 */
public final class AcceptingHandshake {

	private static final SecureRandom random = new SecureRandom();

	private final HandshakeChannel channel;

	private final HandshakeNode self;

	private final List<Cookie> cookies;

	private @Nullable HandshakeNode peer;

	/**
	 * Create a handshake.
	 * @param channel carries its messages
	 * @param self what we say of ourselves
	 * @param cookies the cookies of which the other side has to prove one
	 */
	public AcceptingHandshake(HandshakeChannel channel, HandshakeNode self, List<Cookie> cookies) {
		this.channel = channel;
		this.self = self;
		this.cookies = cookies;
	}

	/**
	 * Return what the other side says of itself.
	 * @return what it says, or {@code null} as long as it has said nothing; not proven
	 * before {@link #run(Admission)} returned
	 */
	@Nullable HandshakeNode peer() {
		return this.peer;
	}

	/**
	 * Run the handshake.
	 * @param admission decides whether the other side is wanted
	 * @throws HandshakeException if there will be no link
	 */
	public void run(Admission admission) throws HandshakeException {
		HandshakeNode node = readName();
		this.peer = node;
		List<String> missing = DistributionFlags.missing(node.flags());
		if (!missing.isEmpty()) {
			throw refuse(Reason.MISSING_FLAGS,
					"it lacks what OTP 25 demands of every node: %s".formatted(String.join(", ", missing)));
		}
		HandshakeStatus status;
		try {
			status = admission.admit(node);
		}
		catch (HandshakeException ex) {
			this.channel.write(HandshakeMessages.status(HandshakeStatus.NOT_ALLOWED));
			throw ex;
		}
		sendStatus(status);
		int ourChallenge = random.nextInt();
		this.channel.write(HandshakeMessages.challenge(this.self, ourChallenge));
		Reply reply = HandshakeMessages.readReply(this.channel.read("answer to our challenge"));
		Cookie cookie = proven(ourChallenge, reply.digest());
		admission.claim(node);
		this.channel.write(HandshakeMessages.ack(cookie.digest(reply.challenge())));
	}

	private HandshakeNode readName() throws HandshakeException {
		ByteBuffer message = this.channel.read("name");
		if (message.get(0) == HandshakeMessages.OLD_NAME) {
			throw refuse(Reason.MISSING_FLAGS, "it speaks version 5 of the handshake, as nodes before OTP 23 do");
		}
		if (message.get(0) == HandshakeMessages.NAME && message.remaining() > Long.BYTES
				&& (message.getLong(1) & DistributionFlags.NAME_ME) != 0) {
			throw refuse(Reason.NOT_ALLOWED, "it asks for a name, and this node gives none: start it with a name");
		}
		return HandshakeMessages.readName(message);
	}

	private void sendStatus(HandshakeStatus status) throws HandshakeException {
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

	private Cookie proven(int challenge, byte[] digest) throws HandshakeException {
		for (Cookie cookie : this.cookies) {
			if (cookie.answers(challenge, digest)) {
				return cookie;
			}
		}
		throw new HandshakeException(Reason.WRONG_COOKIE,
				"the cookie is not the same: its answer to our challenge was made with another one");
	}

	private HandshakeException refuse(Reason reason, String words) throws HandshakeException {
		this.channel.write(HandshakeMessages.status(HandshakeStatus.NOT_ALLOWED));
		return new HandshakeException(reason, words);
	}

	/**
	 * Decides about the other side.
	 */
	public interface Admission {

		/**
		 * Say what to do with a node that has told its name and proven nothing yet.
		 * @param peer what it says of itself
		 * @return {@code OK}, {@code OK_SIMULTANEOUS}, {@code NOK} or {@code ALIVE}
		 * @throws HandshakeException if it is not allowed
		 */
		HandshakeStatus admit(HandshakeNode peer) throws HandshakeException;

		/**
		 * Take the node, which has now proven a cookie, just before it is told so.
		 * @param peer what it says of itself
		 * @throws HandshakeException if that cannot be any more
		 */
		void claim(HandshakeNode peer) throws HandshakeException;

	}

}
