package io.macula.gossip.distribution.handshake;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeMessages.Challenge;

/**
 * The handshake of the side that connects, version 6. For one thread.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Distribution Handshake".
 */
public final class ConnectingHandshake {

	private static final SecureRandom random = new SecureRandom();

	private final HandshakeChannel channel;

	private final HandshakeNode self;

	private final NodeName peer;

	private final Cookie cookie;

	/**
	 * Create a handshake.
	 * @param channel carries its messages
	 * @param self what we say of ourselves
	 * @param peer the node that should answer
	 * @param cookie the cookie to prove
	 */
	public ConnectingHandshake(HandshakeChannel channel, HandshakeNode self, NodeName peer, Cookie cookie) {
		this.channel = channel;
		this.self = self;
		this.peer = peer;
		this.cookie = cookie;
	}

	/**
	 * Run the handshake.
	 * @param wanted says whether the link is still wanted, asked where the other side has
	 * a link to us already and wonders whether it is dead
	 * @return what the other side says of itself
	 * @throws HandshakeException if there will be no link
	 */
	public HandshakeNode run(BooleanSupplier wanted) throws HandshakeException {
		this.channel.write(HandshakeMessages.name(this.self));
		readStatus(wanted);
		Challenge challenge = HandshakeMessages.readChallenge(this.channel.read("challenge"));
		check(challenge.node());
		int ourChallenge = random.nextInt();
		this.channel.write(HandshakeMessages.reply(ourChallenge, this.cookie.digest(challenge.number())));
		if (!this.cookie.answers(ourChallenge, readAck())) {
			throw new HandshakeException(Reason.WRONG_COOKIE,
					"the cookie is not the same: its answer to our challenge was made with another one");
		}
		return challenge.node();
	}

	private void readStatus(BooleanSupplier wanted) throws HandshakeException {
		String text = HandshakeMessages.readStatus(this.channel.read("status"));
		HandshakeStatus status = HandshakeStatus.of(text);
		if (status == HandshakeStatus.NOK) {
			throw new HandshakeException(Reason.SIMULTANEOUS, "it is connecting to us at the same time");
		}
		if (status == HandshakeStatus.NOT_ALLOWED) {
			throw new HandshakeException(Reason.NOT_ALLOWED,
					"it does not allow the node %s (status not_allowed): its settings exclude this name, or another live node has it"
						.formatted(this.self.name()));
		}
		if (status == HandshakeStatus.ALIVE) {
			boolean going = wanted.getAsBoolean();
			this.channel.write(HandshakeMessages.status((going) ? HandshakeStatus.TRUE : HandshakeStatus.FALSE));
			if (!going) {
				throw new HandshakeException(Reason.ALREADY_CONNECTED, "the two nodes are linked already");
			}
		}
		else if (status != HandshakeStatus.OK && status != HandshakeStatus.OK_SIMULTANEOUS) {
			throw new HandshakeException(Reason.MALFORMED,
					(text.startsWith("named:")) ? "it gave us a name that we did not ask for"
							: "its status has %d bytes and is none that the protocol knows".formatted(text.length()));
		}
	}

	private void check(HandshakeNode node) throws HandshakeException {
		if (!node.name().equals(this.peer)) {
			throw new HandshakeException(Reason.NAME_MISMATCH,
					"the node that answers there has the name %s".formatted(node.name()));
		}
		List<String> missing = DistributionFlags.missing(node.flags());
		if (!missing.isEmpty()) {
			throw new HandshakeException(Reason.MISSING_FLAGS,
					"it lacks what OTP 25 demands of every node: %s".formatted(String.join(", ", missing)));
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
