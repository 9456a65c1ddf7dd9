package io.macula.gossip.distribution;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.distribution.handshake.HandshakeStatus;
import io.macula.gossip.etf.Term;
import org.jspecify.annotations.Nullable;

/**
 * What there is with one other node. The {@link LinkSlots} guard it.
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
	 * What the node has told of itself over the link, if the listener has yet to hear it.
	 */
	private AtomicReference<@Nullable Term> introduction = new AtomicReference<>();

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
	 * greater name has made, unless it has waited long for an answer: then both do, until
	 * that node lets the other one make either of them the link. An attempt of ours that
	 * the other node cannot know of yet waits for the outcome.
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
		Dial named = (this.dial != null && this.dial.isNamed()) ? this.dial : null;
		if (named != null && !named.isStuck(now) && self.compareTo(acceptance.peer()) > 0) {
			return HandshakeStatus.NOK;
		}
		this.accepting.add(acceptance);
		return (named != null) ? HandshakeStatus.OK_SIMULTANEOUS : HandshakeStatus.OK;
	}

	/**
	 * Have an attempt of ours tell the other node our name, whatever that has under way
	 * itself.
	 * @return whether the attempt goes on
	 */
	boolean begin(Dial attempt, long now) {
		boolean begun = this.dial == attempt && attempt.begin(now);
		if (begun) {
			this.accepting.forEach((acceptance) -> acceptance.overtakenBy = attempt);
		}
		return begun;
	}

	/**
	 * Say whether an attempt of ours has a connection of the other node beside it that it
	 * has not waited for in vain.
	 */
	boolean isHeldUp(Dial attempt) {
		return this.dial == attempt
				&& this.accepting.stream().anyMatch((acceptance) -> acceptance.overtakenBy != attempt);
	}

	/**
	 * Say whether an attempt of ours has to wait for such a connection before it lets the
	 * other node make it the link: where ours is the greater name. A BEAM node that has
	 * answered has given up its own.
	 */
	boolean mayNotProve(Dial attempt, HandshakeNode peer, NodeName self) {
		return peer.introducesItself() && self.compareTo(peer.name()) > 0 && isHeldUp(attempt);
	}

	/**
	 * Say whether a connection may become the link. Not where ours is the greater name
	 * and our own attempt may become it: the two nodes would choose one each, and be left
	 * with none. Nor where the other node gives it up as soon as it knows of our attempt,
	 * as a BEAM node does.
	 */
	boolean isFreeFor(Acceptance acceptance, HandshakeNode peer, NodeName self, long now) {
		if (this.dial != null && self.compareTo(peer.name()) > 0) {
			boolean overtaken = this.dial == acceptance.overtakenBy && this.dial.isNamed();
			boolean decided = this.dial.isProving() && !this.dial.isStuck(now);
			if (decided || (overtaken && !peer.introducesItself())) {
				return false;
			}
		}
		return this.link == null || this.link == acceptance.replaces;
	}

	/**
	 * Tell the listener what the node has told of itself: the newest alone, where it has
	 * yet to hear the one before.
	 */
	void introduce(NodeName node, Term told, ListenerThread listenerThread) {
		AtomicReference<@Nullable Term> newest = this.introduction;
		if (newest.getAndSet(told) != null) {
			return;
		}
		listenerThread.tell((listener) -> {
			Term heard = newest.getAndSet(null);
			if (heard != null) {
				listener.introduced(node, heard);
			}
		});
	}

	/**
	 * Take the link out, if there is one, and tell the listener what it has to know.
	 */
	void removeLink(String reason, ListenerThread listenerThread) {
		Link removed = this.link;
		if (removed != null && this.announced) {
			listenerThread.tell((listener) -> listener.linkDown(removed.name(), reason));
		}
		if (removed != null && this.answerOwed) {
			listenerThread.tell((listener) -> listener.connectFailed(removed.name(), reason));
		}
		this.answerOwed = false;
		this.link = null;
		this.introduction = new AtomicReference<>();
		this.announced = false;
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
