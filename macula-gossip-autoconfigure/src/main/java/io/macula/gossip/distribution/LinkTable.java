package io.macula.gossip.distribution;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeNode;
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
	 * How long an attempt of ours waits for one of the other node, each time that it
	 * does. Without a limit anyone who uses its name could hold us up.
	 */
	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final String REPLACED = "replaced by a new connection of the same node";

	private final LinkSlots slots = new LinkSlots();

	private final NodeName self;

	private final int maxLinks;

	private final ListenerThread listener;

	private final LongSupplier clock;

	private volatile boolean closed;

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
		return this.slots.with(dial.peer(), (slot) -> {
			if (this.closed || slot.link != null || slot.dial != null) {
				// One that is about to be taken out answers as well
				slot.answerOwed |= slot.link != null && (!slot.announced || !slot.link.isOpen());
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
		return this.slots.with(dial.peer(), (slot) -> slot.isHeldUp(dial), PATIENCE_NANOS,
				(slot) -> slot.begin(dial, this.clock.getAsLong()));
	}

	/**
	 * Ask whether to let the other node make our connection the link now. Waits while a
	 * connection of its own may become it.
	 * @param dial the attempt
	 * @param peer what the other node says of itself
	 * @throws HandshakeException if the attempt was ended
	 */
	void prove(Dial dial, HandshakeNode peer) throws HandshakeException, InterruptedException {
		boolean proves = this.slots.with(dial.peer(), (slot) -> slot.mayNotProve(dial, peer, this.self), PATIENCE_NANOS,
				(slot) -> slot.dial == dial && dial.prove(this.clock.getAsLong()));
		if (!proves) {
			throw alreadyConnected();
		}
	}

	private static HandshakeException alreadyConnected() {
		return new HandshakeException(Reason.ALREADY_CONNECTED, "the two nodes are linked already, or will be");
	}

	/**
	 * Take note that an attempt has ended its connection and will make another.
	 * @param dial the attempt
	 */
	void pause(Dial dial) {
		this.slots.with(dial.peer(), (slot) -> dial.pause());
	}

	/**
	 * End the connection of an attempt in the hope of the other node's own.
	 * @param dial the attempt
	 */
	void yield(Dial dial) {
		this.slots.with(dial.peer(), (slot) -> dial.giveWay());
	}

	/**
	 * End an attempt, unless it has led to a link or has given way.
	 * @param dial the attempt
	 * @param reason why, in words
	 */
	void fail(Dial dial, String reason) {
		this.slots.with(dial.peer(), (slot) -> !dial.hasYielded() && drop(slot, dial, reason));
		this.slots.changed();
	}

	/**
	 * End an attempt whose time is over, unless it has led to a link.
	 * @param dial the attempt
	 * @param reason what to say, in words
	 */
	void expire(Dial dial, String reason) {
		this.slots.with(dial.peer(), (slot) -> drop(slot, dial, reason));
		this.slots.changed();
	}

	private boolean drop(LinkSlot slot, Dial dial, String reason) {
		boolean dropped = slot.dial == dial;
		if (dropped) {
			slot.endDial();
			this.listener.tell((listener) -> listener.connectFailed(dial.peer(), reason));
		}
		return dropped;
	}

	/**
	 * Decide about a node that connects to us and has proven nothing yet.
	 * @param acceptance its connection
	 * @return {@code OK}, {@code OK_SIMULTANEOUS}, {@code NOK} or {@code ALIVE}
	 */
	HandshakeStatus arrive(Acceptance acceptance) {
		return this.slots.with(acceptance.peer(), (slot) -> slot.arrive(acceptance, this.self, this.clock.getAsLong()));
	}

	/**
	 * Say whether a node connects to us and has not ended its handshake.
	 */
	boolean isAccepting(NodeName peer) {
		return this.slots.with(peer, (slot) -> !slot.accepting.isEmpty());
	}

	/**
	 * Take note that the handshake of a connection is over.
	 * @param acceptance the connection
	 */
	void leave(Acceptance acceptance) {
		this.slots.with(acceptance.peer(), (slot) -> slot.accepting.remove(acceptance));
		this.slots.changed();
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
		claim(link, (slot) -> slot.isFreeFor(acceptance, link.peer(), this.self, this.clock.getAsLong()));
	}

	private void claim(Link link, Predicate<LinkSlot> free) throws HandshakeException {
		Optional<Link> old = this.slots.with(link.name(), (slot) -> {
			String objection = this.closed ? "this node is stopping" : objection(link.name());
			if (objection != null) {
				throw new HandshakeException(this.closed ? Reason.CLOSED : Reason.NOT_ALLOWED, objection);
			}
			if (!free.test(slot)) {
				throw alreadyConnected();
			}
			Optional<Link> replaced = Optional.ofNullable(slot.link);
			slot.removeLink(REPLACED, this.listener);
			slot.link = link;
			slot.answerOwed = slot.dial != null;
			slot.endDial();
			return replaced;
		});
		this.slots.changed();
		old.ifPresent((replaced) -> replaced.close(REPLACED));
	}

	/**
	 * Tell the listener of a link, now that both sides know it.
	 */
	void announce(Link link) {
		this.slots.with(link.name(), (slot) -> {
			boolean tells = slot.link == link && !slot.announced;
			if (tells) {
				slot.announced = true;
				slot.answerOwed = false;
				this.listener.tellUp(link);
			}
			return tells;
		});
	}

	/**
	 * Tell the listener what a node has told of itself. It takes one place at most among
	 * what the listener has yet to hear, however often it does so.
	 * @param link the link that it came by
	 * @param introduction what it has told
	 */
	void introduce(Link link, Term introduction) {
		this.slots.with(link.name(), (slot) -> {
			boolean tells = slot.link == link && slot.announced;
			if (tells) {
				slot.introduce(link.name(), introduction, this.listener);
			}
			return tells;
		});
	}

	/**
	 * Take a link out.
	 * @param link the link
	 * @param reason why, in words
	 */
	void remove(Link link, String reason) {
		this.slots.with(link.name(), (slot) -> {
			boolean removes = slot.link == link;
			if (removes) {
				slot.removeLink(reason, this.listener);
			}
			return removes;
		});
	}

	/**
	 * Return the link to a node, or {@code null}.
	 */
	@Nullable Link link(NodeName node) {
		return this.slots.with(node, (slot) -> Optional.ofNullable(slot.link)).orElse(null);
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
		return this.slots.withAll((slots) -> slots.stream()
			.filter((slot) -> slot.announced)
			.flatMap((slot) -> Stream.ofNullable(slot.link))
			.toList());
	}

	/**
	 * Let no more links come.
	 * @return all there are, to be closed
	 */
	List<Link> close() {
		List<Link> links = this.slots.withAll((slots) -> {
			this.closed = true;
			slots.forEach(LinkSlot::endDial);
			return slots.stream().flatMap((slot) -> Stream.ofNullable(slot.link)).toList();
		});
		this.slots.changed();
		return links;
	}

	private long linkCount() {
		return this.slots.withAll((slots) -> slots.stream().filter((slot) -> slot.link != null).count());
	}

}
