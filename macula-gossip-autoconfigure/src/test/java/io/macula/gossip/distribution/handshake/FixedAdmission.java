package io.macula.gossip.distribution.handshake;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Always says the same to a node that connects.
 *
 * @param status what it says
 * @param claims how often a node was taken
 */
record FixedAdmission(HandshakeStatus status, AtomicInteger claims) implements AcceptingHandshake.Admission {

	FixedAdmission(HandshakeStatus status) {
		this(status, new AtomicInteger());
	}

	@Override
	public HandshakeStatus admit(HandshakeNode peer) throws HandshakeException {
		if (this.status == HandshakeStatus.NOT_ALLOWED) {
			throw new HandshakeException(HandshakeException.Reason.NOT_ALLOWED, "not for the test");
		}
		return this.status;
	}

	@Override
	public void claim(HandshakeNode peer) {
		this.claims.incrementAndGet();
	}

}
