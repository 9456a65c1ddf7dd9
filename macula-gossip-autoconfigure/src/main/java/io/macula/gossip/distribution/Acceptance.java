package io.macula.gossip.distribution;

import io.macula.gossip.NodeName;

/**
 * A connection that came in and is in its handshake. Equal to itself alone.
 */
final class Acceptance {

	private final NodeName peer;

	Acceptance(NodeName peer) {
		this.peer = peer;
	}

	NodeName peer() {
		return this.peer;
	}

}
