package io.macula.gossip.distribution;

import java.util.HashSet;
import java.util.Set;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeStatus;
import org.jspecify.annotations.Nullable;

/**
 * What there is with one other node. The {@link LinkTable} guards it.
 */
final class LinkSlot {

	/**
	 * Connections from it that are in their handshake.
	 */
	final Set<Acceptance> accepting = new HashSet<>();

	/**
	 * Our attempt to connect to it.
	 */
	@Nullable Dial dial;

	/**
	 * The link to it.
	 */
	@Nullable Link link;

	/**
	 * Whether the listener has been told of the link.
	 */
	boolean announced;

	/**
	 * Whether somebody asked for a connection and was not told what came of it, since the
	 * link that is not announced yet took its place.
	 */
	boolean answerOwed;

	/**
	 * Decide about a connection. Of two at once that goes on which the node with the
	 * greater name has made. An attempt of ours that the other node cannot know of yet
	 * waits for the outcome; one that it does not answer gives way.
	 * @param acceptance the connection
	 * @param self our name
	 * @param now the time, in nanoseconds of a monotonic clock
	 * @return the status to send
	 */
	HandshakeStatus arrive(Acceptance acceptance, NodeName self, long now) {
		if (this.link != null) {
			acceptance.replaces = this.link;
			this.accepting.add(acceptance);
			return HandshakeStatus.ALIVE;
		}
		boolean simultaneous = this.dial != null && this.dial.isNamed();
		if (this.dial != null && simultaneous && !this.dial.isStuck(now) && self.compareTo(acceptance.peer()) > 0) {
			return HandshakeStatus.NOK;
		}
		this.accepting.add(acceptance);
		if (this.dial != null && simultaneous) {
			this.dial.yieldTo(acceptance);
		}
		return (simultaneous) ? HandshakeStatus.OK_SIMULTANEOUS : HandshakeStatus.OK;
	}

	void endDial() {
		if (this.dial != null) {
			this.dial.end();
			this.dial = null;
		}
	}

	boolean isEmpty() {
		return this.link == null && this.dial == null && this.accepting.isEmpty();
	}

}
