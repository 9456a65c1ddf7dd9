package io.macula.gossip.distribution.handshake;

import java.util.List;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeMessages.Challenge;

/**
 * The handshake of the side that connects, version 6, as steps in the order of the
 * methods: a name is sent and its status comes, a challenge comes and is answered with
 * one of our own, whose answer comes. For one thread.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Distribution Handshake".
 */
public final class ConnectingHandshake {

	private final HandshakeChannel channel;

	private final HandshakeNode self;

	private final NodeName peer;

	private final Challenges challenges;

	/**
	 * Create a handshake.
	 * @param channel carries its messages
	 * @param self what we say of ourselves
	 * @param peer the node that should answer
	 * @param challenges those of this node
	 */
	public ConnectingHandshake(HandshakeChannel channel, HandshakeNode self, NodeName peer, Challenges challenges) {
		this.channel = channel;
		this.self = self;
		this.peer = peer;
		this.challenges = challenges;
	}

	/**
	 * Send our name and read the status.
	 * @return {@code OK}, {@code OK_SIMULTANEOUS} or, where the other side has a link to
	 * us already and wonders whether it is dead, {@code ALIVE}, which wants an answer
	 * @throws HandshakeException if there will be no link
	 */
	public HandshakeStatus sendName() throws HandshakeException {
		this.channel.write(HandshakeMessages.name(this.self));
		String text = HandshakeMessages.readStatus(this.channel.read("status"));
		HandshakeStatus status = HandshakeStatus.of(text);
		if (status == HandshakeStatus.OK || status == HandshakeStatus.OK_SIMULTANEOUS
				|| status == HandshakeStatus.ALIVE) {
			return status;
		}
		if (status == HandshakeStatus.NOK) {
			throw new HandshakeException(Reason.SIMULTANEOUS, "it is connecting to us at the same time");
		}
		if (status == HandshakeStatus.NOT_ALLOWED) {
			throw new HandshakeException(Reason.NOT_ALLOWED,
					"it does not allow the node %s (status not_allowed): its settings exclude this name, or another live node has it"
						.formatted(this.self.name()));
		}
		throw new HandshakeException(Reason.MALFORMED,
				(text.startsWith("named:")) ? "it gave us a name that we did not ask for"
						: "its status has %d bytes and is none that the protocol knows".formatted(text.length()));
	}

	/**
	 * Answer the status {@code ALIVE}.
	 * @param dead whether the link that the other side has is dead
	 * @throws HandshakeException if it is not, and this the end
	 */
	public void answerAlive(boolean dead) throws HandshakeException {
		this.channel.write(HandshakeMessages.status((dead) ? HandshakeStatus.TRUE : HandshakeStatus.FALSE));
		if (!dead) {
			throw new HandshakeException(Reason.ALREADY_CONNECTED, "the two nodes are linked already");
		}
	}

	/**
	 * Read the challenge.
	 * @return the challenge, with what the other side says of itself, of which nothing is
	 * proven yet
	 * @throws HandshakeException if it is another node, or cannot be linked to
	 */
	public Challenge readChallenge() throws HandshakeException {
		Challenge challenge = HandshakeMessages.readChallenge(this.channel.read("challenge"));
		HandshakeNode node = challenge.node();
		if (!node.name().equals(this.peer)) {
			throw new HandshakeException(Reason.NAME_MISMATCH,
					"the node that answers there has the name %s".formatted(node.name()));
		}
		List<String> missing = DistributionFlags.missing(node.flags());
		if (!missing.isEmpty()) {
			throw new HandshakeException(Reason.MISSING_FLAGS,
					"it lacks what OTP 25 demands of every node: %s".formatted(String.join(", ", missing)));
		}
		return challenge;
	}

	/**
	 * Prove a cookie, and have the other side prove it too.
	 * @param challenge what the other side wants answered
	 * @param cookie the cookie
	 * @throws HandshakeException if the other side has another, or wants a challenge of
	 * ours answered
	 */
	public void prove(Challenge challenge, Cookie cookie) throws HandshakeException {
		this.challenges.check(challenge.number());
		int ourChallenge = this.challenges.give();
		try {
			this.channel.write(HandshakeMessages.reply(ourChallenge, cookie.digest(challenge.number())));
			if (!cookie.answers(ourChallenge, readAck())) {
				throw new HandshakeException(Reason.WRONG_COOKIE,
						"the cookie is not the same: its answer to our challenge was made with another one");
			}
		}
		finally {
			this.challenges.end(ourChallenge);
		}
	}

	// A node that finds the digest wrong says nothing: it closes the connection
	private byte[] readAck() throws HandshakeException {
		try {
			return HandshakeMessages.readAck(this.channel.read("answer to our challenge"));
		}
		catch (HandshakeException ex) {
			if (ex.getReason() == Reason.CLOSED) {
				throw new HandshakeException(Reason.WRONG_COOKIE,
						"the cookie is not the same: it closed the connection on our digest", ex);
			}
			throw ex;
		}
	}

}
