package io.macula.gossip.distribution.handshake;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

/**
 * The challenges that a node has given out and that await their answer, on all its
 * connections. It answers none of them itself: who hands one over as his own wants to
 * have the answer from the one node that must not give it. Safe for use by several
 * threads; there are as many as there are handshakes.
 */
public final class Challenges {

	private final SecureRandom random = new SecureRandom();

	private final Set<Integer> outstanding = new HashSet<>();

	/**
	 * Give out a challenge, which {@link #end(int)} has to follow.
	 * @return a number that nobody can foresee and that awaits no other answer
	 */
	synchronized int give() {
		int challenge = this.random.nextInt();
		while (!this.outstanding.add(challenge)) {
			challenge = this.random.nextInt();
		}
		return challenge;
	}

	/**
	 * Take note that a challenge was answered, or never will be.
	 * @param challenge the challenge
	 */
	synchronized void end(int challenge) {
		this.outstanding.remove(challenge);
	}

	/**
	 * Check that a challenge of another node may be answered.
	 * @param challenge the challenge
	 * @throws HandshakeException if it is one of our own that awaits its answer
	 */
	synchronized void check(int challenge) throws HandshakeException {
		if (this.outstanding.contains(challenge)) {
			throw new HandshakeException(HandshakeException.Reason.RELAYED,
					"it handed over a challenge of this node as its own: somebody without the cookie relays connections");
		}
	}

}
