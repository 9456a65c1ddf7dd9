package io.macula.gossip.distribution.handshake;

import java.util.concurrent.atomic.AtomicInteger;

import io.macula.gossip.distribution.handshake.AcceptingHandshake.Proof;

/**
 * Does the steps of the side that accepts, and always says the same to a node that
 * connects.
 *
 * @param status what it says
 * @param claims how often a node was taken
 */
record FixedAdmission(HandshakeStatus status, AtomicInteger claims) {

	FixedAdmission(HandshakeStatus status) {
		this(status, new AtomicInteger());
	}

	HandshakeNode admit(AcceptingHandshake handshake) throws HandshakeException {
		HandshakeNode peer = handshake.readName();
		if (this.status == HandshakeStatus.NOT_ALLOWED) {
			throw handshake.refuse("not for the test");
		}
		handshake.answer(this.status);
		Proof proof = handshake.challenge();
		this.claims.incrementAndGet();
		handshake.confirm(proof);
		return peer;
	}

}
