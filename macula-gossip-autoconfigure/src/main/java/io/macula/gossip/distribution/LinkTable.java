package io.macula.gossip.distribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeStatus;
import io.macula.gossip.etf.Term;
import org.jspecify.annotations.Nullable;

/**
 * Who is linked, whom we connect to and who connects to us, so that two nodes have one
 * link at most, whichever of them connected. Safe for use by several threads; nothing is
 * called or closed under the lock that could wait.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Distribution Handshake",
 * on simultaneous connects; what it leaves open is done as in {@code net_kernel}.
 */
final class LinkTable {

	/**
	 * How long an attempt of ours waits for one of the other node that came first.
	 * Without a limit anyone who uses its name could hold us up.
	 */
	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition settled = this.lock.newCondition();

	private final Map<NodeName, LinkSlot> slots = new HashMap<>();

	private final NodeName self;

	private final int maxLinks;

	private final ListenerThread listener;

	private final LongSupplier clock;

	private boolean closed;

	LinkTable(NodeName self, int maxLinks, ListenerThread listener, LongSupplier clock) {
		this.self = self;
		this.maxLinks = maxLinks;
		this.listener = listener;
		this.clock = clock;
	}

	/**
	 * Note an attempt to connect, if it is wanted: there is no link yet and no other
	 * attempt.
	 */
	boolean offer(Dial dial) {
		return locked(() -> {
			LinkSlot slot = slot(dial.peer());
			if (this.closed || slot.link != null || slot.dial != null) {
				// One that is about to be taken out answers as well
				slot.answerOwed |= slot.link != null && (!slot.announced || !slot.link.isOpen());
				tidy(dial.peer(), slot);
				return false;
			}
			slot.dial = dial;
			return true;
		});
	}

	/**
	 * Ask whether to tell the other node our name now. Waits while it does so itself.
	 * @param dial the attempt
	 * @return whether the attempt goes on
	 */
	boolean begin(Dial dial) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			LinkSlot slot = slot(dial.peer());
			long left = PATIENCE_NANOS;
			while (slot.dial == dial && !slot.accepting.isEmpty() && left > 0) {
				left = this.settled.awaitNanos(left);
			}
			boolean begun = slot.begin(dial, this.clock.getAsLong());
			tidy(dial.peer(), slot);
			return begun;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take note that an attempt has ended its connection and will make another.
	 * @param dial the attempt
	 */
	void pause(Dial dial) {
		locked(dial::pause);
	}

	/**
	 * Take note that an attempt ended in the hope of the other node's own.
	 * @param dial the attempt
	 */
	void yield(Dial dial) {
		locked(() -> dial.yieldTo(null));
	}

	/**
	 * End an attempt, unless it has led to a link or has given way.
	 * @param dial the attempt
	 * @param reason why, in words
	 */
	void fail(Dial dial, String reason) {
		locked(() -> !dial.hasYielded() && drop(dial, reason));
	}

	/**
	 * End an attempt whose time is over, unless it has led to a link.
	 * @param dial the attempt
	 * @param reason what to say, in words
	 */
	void expire(Dial dial, String reason) {
		locked(() -> drop(dial,
				(dial.hasYielded()) ? "it was connecting to us at the same time, and that came to nothing" : reason));
	}

	private boolean drop(Dial dial, String reason) {
		LinkSlot slot = slot(dial.peer());
		if (slot.dial != dial) {
			tidy(dial.peer(), slot);
			return false;
		}
		slot.endDial();
		tidy(dial.peer(), slot);
		this.listener.tell((listener) -> listener.connectFailed(dial.peer(), reason));
		return true;
	}

	/**
	 * Decide about a node that connects to us and has proven nothing yet.
	 * @param acceptance its connection
	 * @return {@code OK}, {@code OK_SIMULTANEOUS}, {@code NOK} or {@code ALIVE}
	 */
	HandshakeStatus arrive(Acceptance acceptance) {
		return locked(() -> slot(acceptance.peer()).arrive(acceptance, this.self, this.clock.getAsLong()));
	}

	/**
	 * Take note that the handshake of a connection is over. Ends the attempt of ours that
	 * gave way to it in vain.
	 * @param acceptance the connection
	 * @param reason why there is no link, in words, if there is none
	 */
	void leave(Acceptance acceptance, String reason) {
		locked(() -> {
			LinkSlot slot = slot(acceptance.peer());
			slot.accepting.remove(acceptance);
			this.settled.signalAll();
			if (slot.dial != null && slot.dial.hasYieldedTo(acceptance)) {
				return drop(slot.dial, "it connected to us at the same time, and that came to nothing: " + reason);
			}
			return tidy(acceptance.peer(), slot);
		});
	}

	/**
	 * Make a link the one to its node, before anyone is told so.
	 * @param link the link
	 * @param dial the attempt of ours that led to it
	 * @throws HandshakeException if there is another link or no room, or it was ended
	 */
	void claim(Link link, Dial dial) throws HandshakeException {
		claim(link, (slot) -> slot.link == null && slot.dial == dial && dial.succeed());
	}

	/**
	 * Make a link the one to its node, before the other side is told so or anyone else.
	 * @param link the link
	 * @param acceptance the connection that led to it
	 * @throws HandshakeException if there is another link than the one it may replace
	 */
	void claim(Link link, Acceptance acceptance) throws HandshakeException {
		claim(link, (slot) -> slot.isFreeFor(acceptance, link.peer(), this.self));
	}

	private void claim(Link link, Predicate<LinkSlot> free) throws HandshakeException {
		Link old;
		this.lock.lock();
		try {
			LinkSlot slot = slot(link.name());
			old = slot.link;
			String objection = this.closed ? "this node is stopping" : objection(link.name());
			if (objection != null) {
				tidy(link.name(), slot);
				throw new HandshakeException(this.closed ? Reason.CLOSED : Reason.NOT_ALLOWED, objection);
			}
			if (!free.test(slot)) {
				tidy(link.name(), slot);
				throw new HandshakeException(Reason.ALREADY_CONNECTED, "the two nodes are linked already, or will be");
			}
			slot.removeLink("replaced by a new connection of the same node", this.listener);
			slot.link = link;
			slot.answerOwed = slot.dial != null;
			slot.endDial();
			this.settled.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		if (old != null) {
			old.close("replaced by a new connection of the same node");
		}
	}

	/**
	 * Tell the listener of a link, now that both sides know it.
	 */
	void announce(Link link) {
		locked(() -> {
			LinkSlot slot = slot(link.name());
			if (slot.link == link && !slot.announced) {
				slot.announced = true;
				slot.answerOwed = false;
				this.listener.tellUp(link);
			}
			return tidy(link.name(), slot);
		});
	}

	/**
	 * Tell the listener what a node has told of itself. It takes one place at most among
	 * what the listener has yet to hear, however often it does so.
	 * @param link the link that it came by
	 * @param introduction what it has told
	 */
	void introduce(Link link, Term introduction) {
		locked(() -> {
			LinkSlot slot = slot(link.name());
			if (slot.link == link && slot.announced) {
				slot.introduce(link.name(), introduction, this.listener);
			}
			return tidy(link.name(), slot);
		});
	}

	/**
	 * Take a link out.
	 * @param link the link
	 * @param reason why, in words
	 */
	void remove(Link link, String reason) {
		locked(() -> {
			LinkSlot slot = slot(link.name());
			if (slot.link == link) {
				slot.removeLink(reason, this.listener);
			}
			return tidy(link.name(), slot);
		});
	}

	/**
	 * Return the link to a node, or {@code null}.
	 */
	@Nullable Link link(NodeName node) {
		this.lock.lock();
		try {
			LinkSlot slot = this.slots.get(node);
			return (slot != null) ? slot.link : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Say why there can be no link to another node, or {@code null} if there can be one.
	 */
	@Nullable String objection(NodeName node) {
		if (link(node) == null && linkCount() >= this.maxLinks) {
			return "this node has %d links, as many as its limit allows".formatted(this.maxLinks);
		}
		return (node.equals(this.self)) ? "it has the name of this node, %s: give one of them another".formatted(node)
				: null;
	}

	/**
	 * Return the links that the listener has been told of.
	 */
	List<Link> links() {
		return locked(() -> {
			List<Link> links = new ArrayList<>();
			for (LinkSlot slot : this.slots.values()) {
				if (slot.link != null && slot.announced) {
					links.add(slot.link);
				}
			}
			return links;
		});
	}

	/**
	 * Let no more links come.
	 * @return all there are, to be closed
	 */
	List<Link> close() {
		return locked(() -> {
			this.closed = true;
			this.settled.signalAll();
			List<Link> links = new ArrayList<>();
			for (LinkSlot slot : this.slots.values()) {
				if (slot.link != null) {
					links.add(slot.link);
				}
				slot.endDial();
			}
			return links;
		});
	}

	private long linkCount() {
		return locked(() -> this.slots.values().stream().filter((slot) -> slot.link != null).count());
	}

	private LinkSlot slot(NodeName peer) {
		return this.slots.computeIfAbsent(peer, (name) -> new LinkSlot());
	}

	private boolean tidy(NodeName peer, LinkSlot slot) {
		return slot.isEmpty() && this.slots.remove(peer, slot);
	}

	private <T> T locked(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

}
