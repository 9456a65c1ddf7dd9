package io.macula.gossip.distribution;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * A connection that came in and is in its handshake. Equal to itself alone.
 */
final class Acceptance {

	private final NodeName peer;

	/**
	 * The link that it may replace, as the other node holds it for dead. The
	 * {@link LinkSlots} guard it.
	 */
	@Nullable Link replaces;

	/**
	 * The attempt of ours that has waited for it for long enough, and has told the other
	 * node our name since. The {@link LinkSlots} guard it.
	 */
	@Nullable Dial overtakenBy;

	Acceptance(NodeName peer) {
		this.peer = peer;
	}

	NodeName peer() {
		return this.peer;
	}

}
