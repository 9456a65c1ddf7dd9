package io.macula.gossip.membership;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import org.jspecify.annotations.Nullable;

/**
 * The table of nodes, where a node counts as connected while its announcements keep
 * coming. The same inputs give the same effects.
 * <p>
 * Times are nanoseconds of one monotonic clock, and must not fall from one input to the
 * next. Not thread-safe: inputs go in one at a time.
 */
public final class Membership {

	private static final int PAUSE_INTERVALS = 2;

	private final Map<NodeName, MemberEntry> entries = new HashMap<>();

	private final Farewells farewells;

	private final Consumer<Effect> effects;

	private final int maxNodes;

	private final long interval;

	private final long suspectAfter;

	private final long downAfter;

	private final long forgetAfter;

	private long lastTick;

	private long judgeFrom;

	private long nextDeadline;

	/**
	 * Create an empty table.
	 * @param interval time between two announcements of a node
	 * @param limits how long a node may be silent
	 * @param maxNodes most nodes in the table, at least 1
	 * @param effects takes the effects of an input while it is handled
	 * @param now the time now
	 */
	public Membership(Duration interval, FailureDetection limits, int maxNodes, Consumer<Effect> effects, long now) {
		this.interval = interval.toNanos();
		this.suspectAfter = limits.suspectAfter().toNanos();
		this.downAfter = limits.downAfter().toNanos();
		this.forgetAfter = limits.forgetAfter().toNanos();
		this.maxNodes = maxNodes;
		this.farewells = new Farewells(maxNodes);
		this.effects = effects;
		this.lastTick = now;
		this.judgeFrom = now;
		this.nextDeadline = now + this.suspectAfter;
	}

	/**
	 * An announcement was accepted.
	 * @param node who sent it, not this node itself
	 * @param address where it came from
	 * @param now the time now
	 * @return what it was to this table
	 */
	public Hearing heard(NodeName node, InetAddress address, long now) {
		MemberEntry entry = this.entries.get(node);
		if (entry == null) {
			if (this.entries.size() >= this.maxNodes) {
				return Hearing.FULL;
			}
			entry = new MemberEntry(node, address, now);
			this.entries.put(node, entry);
			this.effects.accept(new Effect.Discovered(entry.snapshot()));
		}
		entry.address = address;
		entry.lastHeardAt = now;
		if (entry.isUp()) {
			entry.state = NodeState.CONNECTED;
			return Hearing.KNOWN;
		}
		entry.state = NodeState.CONNECTED;
		entry.connectedAt = now;
		entry.downCause = null;
		this.effects.accept(new Effect.Up(entry.snapshot()));
		return Hearing.NEWCOMER;
	}

	/**
	 * A farewell was accepted. It is honoured once: only while its time is near, and only
	 * if it is newer than the last one of that node.
	 * @param node who sent it, not this node itself
	 * @param sentMillis when it was sent by the sender's wall clock
	 * @param wallMillis the time now by our wall clock, in the same unit
	 * @param now the time now
	 * @return {@link Hearing#KNOWN} if it was honoured, else {@link Hearing#STALE}
	 */
	public Hearing farewell(NodeName node, long sentMillis, long wallMillis, long now) {
		if (!this.farewells.admit(node, sentMillis, wallMillis, now)) {
			return Hearing.STALE;
		}
		MemberEntry entry = this.entries.remove(node);
		if (entry != null && entry.isUp()) {
			down(entry, NodeDownReason.LEFT, "it said farewell");
		}
		return Hearing.KNOWN;
	}

	/**
	 * Time passed. Call it at {@link #nextDeadline()}, and at least once an interval
	 * whatever happens: a longer gap is taken for a pause of this process, which then
	 * judges nobody until it has had time to hear the others again.
	 * @param now the time now
	 */
	public void tick(long now) {
		if (now - this.lastTick > PAUSE_INTERVALS * this.interval) {
			this.judgeFrom = now + PAUSE_INTERVALS * this.interval;
		}
		this.lastTick = now;
		long next = now + this.suspectAfter;
		for (Iterator<MemberEntry> iterator = this.entries.values().iterator(); iterator.hasNext();) {
			MemberEntry entry = iterator.next();
			if (!entry.isUp() && now - entry.lastHeardAt >= this.forgetAfter) {
				iterator.remove();
				continue;
			}
			judge(entry, now);
			next = MonotonicTime.earlier(next, deadline(entry));
		}
		this.farewells.prune(now);
		this.nextDeadline = next;
	}

	/**
	 * This node stops: nobody is up any more, and the table is empty.
	 */
	public void stop() {
		List<MemberEntry> up = this.entries.values().stream().filter(MemberEntry::isUp).toList();
		this.entries.clear();
		up.forEach((entry) -> down(entry, NodeDownReason.STOPPED, "this node stopped"));
	}

	/**
	 * Return when {@link #tick(long)} next has something to do, at the earliest.
	 * @return a time of the monotonic clock
	 */
	public long nextDeadline() {
		return this.nextDeadline;
	}

	/**
	 * Return how many nodes are in the table.
	 * @return from 0 to the most that there may be
	 */
	public int size() {
		return this.entries.size();
	}

	/**
	 * Return the nodes in the table.
	 * @return a copy, in no particular order
	 */
	public Collection<Member> members() {
		return this.entries.values().stream().map(MemberEntry::snapshot).toList();
	}

	/**
	 * Return one node of the table.
	 * @param node name of the node
	 * @return the node, or {@code null} if it is not there
	 */
	public @Nullable Member member(NodeName node) {
		MemberEntry entry = this.entries.get(node);
		return (entry != null) ? entry.snapshot() : null;
	}

	private void judge(MemberEntry entry, long now) {
		long silence = now - entry.lastHeardAt;
		if (!entry.isUp() || silence < this.suspectAfter) {
			return;
		}
		if (silence >= this.downAfter && now - this.judgeFrom >= 0) {
			down(entry, NodeDownReason.SILENT, "no announcement for " + Duration.ofNanos(silence).toMillis() + " ms");
		}
		else {
			entry.state = NodeState.SUSPECTED;
		}
	}

	private void down(MemberEntry entry, NodeDownReason reason, String cause) {
		entry.state = NodeState.DISCOVERED;
		entry.connectedAt = null;
		entry.downCause = cause;
		this.effects.accept(new Effect.Down(entry.snapshot(), reason));
	}

	private long deadline(MemberEntry entry) {
		return switch (entry.state) {
			case CONNECTED -> entry.lastHeardAt + this.suspectAfter;
			case SUSPECTED -> MonotonicTime.later(entry.lastHeardAt + this.downAfter, this.judgeFrom);
			case DISCOVERED -> entry.lastHeardAt + this.forgetAfter;
		};
	}

}
