package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeName;

/**
 * The table of nodes. The same inputs give the same effects.
 * <p>
 * Times are nanoseconds of one monotonic clock, and must not fall from one input to the
 * next. Not thread-safe: inputs go in one at a time.
 */
public final class Membership {

	/**
	 * How long a place from where a node was heard stays one of its own.
	 */
	private static final int FORMER_INTERVALS = 2;

	private final NodeTable table;

	private final MembershipSettings settings;

	private final Farewells farewells;

	private final Transitions transitions;

	private final ConnectionRule rule;

	private final long interval;

	private final long suspectAfter;

	private final long forgetAfter;

	private final Attention attention;

	private long nextDeadline;

	/**
	 * Create an empty table.
	 * @param settings what it goes by
	 * @param random source of the waits between attempts to connect
	 * @param effects takes the effects of an input while it is handled
	 * @param now the time now
	 */
	public Membership(MembershipSettings settings, RandomGenerator random, Consumer<Effect> effects, long now) {
		this.settings = settings;
		this.table = new NodeTable(settings.maxNodes(), settings.maxPerSource());
		this.interval = settings.interval().toNanos();
		this.farewells = new Farewells(settings.maxNodes(), this.interval / 2);
		this.transitions = new Transitions(effects);
		this.rule = switch (settings.mode()) {
			case DISTRIBUTION -> new LinkRule(this.transitions, random, settings.interval(), settings.limits());
			case HEARTBEAT -> new HeartbeatRule(this.transitions, settings.interval(), settings.limits());
		};
		this.suspectAfter = settings.limits().suspectAfter().toNanos();
		this.forgetAfter = settings.limits().forgetAfter().toNanos();
		this.attention = new Attention(this.interval, settings.mode() == ConnectionMode.HEARTBEAT, now);
		this.nextDeadline = now + this.suspectAfter;
	}

	/**
	 * An announcement was accepted.
	 * @param node who sent it, not this node itself
	 * @param source where it came from
	 * @param now the time now
	 * @return what it was to this table
	 */
	public Hearing heard(NodeName node, InetSocketAddress source, long now) {
		MemberEntry entry = this.table.get(node);
		boolean newcomer = false;
		if (entry == null) {
			Hearing refusal = this.farewells.hasJustLeft(node, now) ? Hearing.LEFT
					: this.table.makeRoom(source.getAddress(), now);
			if (refusal != null) {
				return refusal;
			}
			entry = add(node, source.getAddress(), now);
			newcomer = true;
		}
		else if (!entry.isUp()) {
			newcomer = now - entry.lastHeardAt() >= this.suspectAfter;
		}
		entry.heardAt(now);
		newcomer |= this.rule.heard(entry, source, now);
		settle(entry, now);
		return newcomer ? Hearing.NEWCOMER : Hearing.KNOWN;
	}

	/**
	 * A farewell was accepted. It is honoured once: only of a node that is known, only
	 * from where its announcements come, only while its time is near, and only if it is
	 * newer than the last one of that node. For half an interval after it, announcements
	 * of the node count as sent before it. A link that stands or is being made outlasts
	 * it.
	 * @param node who sent it, not this node itself
	 * @param address where it came from
	 * @param sentMillis when it was sent by the sender's wall clock
	 * @param wallMillis the time now by our wall clock, in the same unit
	 * @param now the time now
	 * @return {@link Hearing#STALE} if it was refused, {@link Hearing#KNOWN} if it was
	 * honoured, is a copy of one that was, or concerns nobody
	 */
	public Hearing farewell(NodeName node, InetAddress address, long sentMillis, long wallMillis, long now) {
		MemberEntry entry = this.table.get(node);
		if (entry == null) {
			return Hearing.KNOWN;
		}
		if (!entry.isHeardAt(address, now - FORMER_INTERVALS * this.interval)) {
			return Hearing.STALE;
		}
		return switch (this.farewells.admit(node, sentMillis, wallMillis, now)) {
			case STALE -> Hearing.STALE;
			case COPY -> Hearing.KNOWN;
			case NEW -> {
				if (this.rule.saidFarewell(entry)) {
					this.table.remove(entry);
					this.transitions.down(entry, NodeDownReason.LEFT, "it said farewell");
				}
				yield Hearing.KNOWN;
			}
		};
	}

	/**
	 * A link to a node stands, whichever side made it. The news that a node is up which
	 * will tell of itself waits for that, for half a second at most.
	 * @param node the node
	 * @param address where it is
	 * @param introducesItself whether it will tell of itself over the link, as JVM nodes
	 * do. Any other is suspected for its silence only once it announced itself
	 * @param now the time now
	 */
	public void linkUp(NodeName node, InetAddress address, boolean introducesItself, long now) {
		MemberEntry entry = this.table.get(node);
		if (entry == null && this.table.makeRoomForLinked()) {
			entry = add(node, address, now);
		}
		if (entry == null) {
			this.transitions.close(new MemberEntry(node, address, new Source(), now),
					"the table of " + this.settings.maxNodes() + " nodes is full");
			return;
		}
		entry.told(Introduction.NONE);
		this.rule.linkUp(entry, address, introducesItself, now);
		settle(entry, now);
	}

	/**
	 * The link to a node has ended.
	 * @param node the node
	 * @param cause why, in words
	 * @param now the time now
	 */
	public void linkDown(NodeName node, String cause, long now) {
		ifKnown(node, now, (entry) -> this.rule.linkDown(entry, cause, now));
	}

	/**
	 * A node told of itself over its link. Only between {@link #linkUp} and
	 * {@link #linkDown} of it.
	 * @param node the node
	 * @param introduction what it told
	 */
	public void introduced(NodeName node, Introduction introduction) {
		ifKnown(node, (entry) -> {
			if (entry.isUp()) {
				this.transitions.introduced(entry, introduction);
			}
		});
	}

	/**
	 * An attempt to link to a node came to nothing.
	 * @param node the node
	 * @param cause why, in words
	 * @param now the time now
	 */
	public void connectFailed(NodeName node, String cause, long now) {
		ifKnown(node, now, (entry) -> this.rule.connectFailed(entry, cause, now));
	}

	/**
	 * No attempt to link to a node was made, since its announcement may not be its own.
	 * @param node the node
	 * @param cause why not, in words
	 * @param now the time now
	 */
	public void connectRefused(NodeName node, String cause, long now) {
		ifKnown(node, now, (entry) -> this.rule.connectRefused(entry, cause, now));
	}

	/**
	 * A node that wanted to link to this one was refused. It has proven nothing: anybody
	 * can use any name.
	 * @param node the node
	 * @param cause why, in words
	 */
	public void linkRefused(NodeName node, String cause) {
		ifKnown(node, (entry) -> this.rule.linkRefused(entry, cause));
	}

	/**
	 * A node answered a probe.
	 * @param node the node
	 * @param now the time now
	 */
	public void probeAnswered(NodeName node, long now) {
		ifKnown(node, (entry) -> this.rule.probeAnswered(entry, now));
	}

	/**
	 * What waited to be received was read, or there was nothing. Call it more often than
	 * every two intervals, however quiet it is: without it nobody is taken down for
	 * silence, since what the others said may still wait.
	 * @param now the time now
	 */
	public void listening(long now) {
		this.attention.listening(now);
	}

	/**
	 * This node hears on an interface that is new or was away: for two intervals nobody
	 * is taken down, who may have spoken while it was.
	 * @param now the time now
	 */
	public void hearsAnew(long now) {
		this.attention.hearsAnew(now);
	}

	/**
	 * Time passed. Call it at {@link #nextDeadline()}, and at least once an interval
	 * whatever happens: a call that comes late is taken for a pause of this process,
	 * which then judges nobody until it has had time to listen again.
	 * @param now the time now
	 */
	public void tick(long now) {
		this.attention.ticked(now, this.nextDeadline);
		long judgeFrom = this.attention.judgeFrom();
		List<MemberEntry> changed = new ArrayList<>(0);
		long next = now + this.suspectAfter;
		for (Iterator<MemberEntry> iterator = this.table.iterator(); iterator.hasNext();) {
			MemberEntry entry = iterator.next();
			if (entry.isForgotten(now, this.forgetAfter)) {
				iterator.remove();
				continue;
			}
			if (entry.upHeldUntil != null && now - entry.upHeldUntil >= 0) {
				this.transitions.releaseUp(entry);
			}
			if (entry.isUp()) {
				this.rule.judge(entry, now, now - judgeFrom >= 0);
			}
			next = MonotonicTime.earlier(next,
					entry.isUp() ? this.rule.deadline(entry, judgeFrom) : this.rule.seek(entry, now));
			if (entry.upHeldUntil != null) {
				next = MonotonicTime.earlier(next, entry.upHeldUntil);
			}
			if (this.table.isOutdated(entry)) {
				changed.add(entry);
			}
		}
		this.table.updateAll(changed);
		this.farewells.prune(now);
		this.nextDeadline = next;
	}

	/**
	 * This node stops: nobody is up any more, and the table is empty.
	 */
	public void stop() {
		this.table.removeAll()
			.forEach((entry) -> this.transitions.down(entry, NodeDownReason.STOPPED, "this node stopped"));
	}

	/**
	 * Return when {@link #tick(long)} next has something to do, at the earliest.
	 * @return a time of the monotonic clock
	 */
	public long nextDeadline() {
		return this.nextDeadline;
	}

	/**
	 * Return the table for those who only look at it.
	 * @return the view, the same one at all times
	 */
	public MembershipView view() {
		return this.table.view();
	}

	/**
	 * Let others see what became of a node, and have the next tick come in time for it.
	 */
	private void settle(MemberEntry entry, long now) {
		this.table.update(entry);
		if (entry.isSought(now)) {
			this.nextDeadline = MonotonicTime.earlier(this.nextDeadline, entry.reconnectAt);
		}
		if (entry.upHeldUntil != null) {
			this.nextDeadline = MonotonicTime.earlier(this.nextDeadline, entry.upHeldUntil);
		}
	}

	private void ifKnown(NodeName node, long now, Consumer<MemberEntry> change) {
		ifKnown(node, (entry) -> {
			change.accept(entry);
			settle(entry, now);
		});
	}

	private void ifKnown(NodeName node, Consumer<MemberEntry> change) {
		MemberEntry entry = this.table.get(node);
		if (entry != null) {
			change.accept(entry);
			this.table.update(entry);
		}
	}

	private MemberEntry add(NodeName node, InetAddress address, long now) {
		MemberEntry entry = this.table.add(node, address, now);
		this.transitions.discovered(entry);
		return entry;
	}

}
