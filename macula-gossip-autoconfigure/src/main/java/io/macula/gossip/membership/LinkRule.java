package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.random.RandomGenerator;

import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeState;

/**
 * A node is up while a link to it stands. Silence is only a suspicion: the link is
 * probed, and only a probe without an answer takes the node down. One that is no JVM node
 * and never announced itself is not suspected: the ticks of its link keep it, or do not.
 */
final class LinkRule implements ConnectionRule {

	private static final int MAX_DOUBLINGS = 4;

	/**
	 * All that may be connected to again within this time are looked at at once: there
	 * may be thousands, each with a time of its own.
	 */
	private static final long STEP = Duration.ofMillis(10).toNanos();

	/**
	 * How long the news that a node is up waits for what it tells of itself, at most. It
	 * takes one message; without a limit a node that has nothing to tell, or whose
	 * application does not say it, would be kept from the listeners.
	 */
	private static final Duration INTRODUCTION_TIMEOUT = Duration.ofMillis(500);

	private final Transitions transitions;

	private final RandomGenerator random;

	private final long interval;

	private final long suspectAfter;

	private final long introductionTimeout;

	private final long probeTimeout;

	private final long forgetAfter;

	LinkRule(Transitions transitions, RandomGenerator random, Duration interval, FailureDetection limits) {
		this.transitions = transitions;
		this.random = random;
		this.interval = interval.toNanos();
		this.suspectAfter = limits.suspectAfter().toNanos();
		this.introductionTimeout = Math.min(INTRODUCTION_TIMEOUT.toNanos(), this.suspectAfter);
		this.probeTimeout = limits.probeTimeout().toNanos();
		this.forgetAfter = limits.forgetAfter().toNanos();
	}

	/**
	 * Where the node is told by its link, as long as there is one: what comes from
	 * elsewhere under its name is no sign of life, since anybody can send it. An
	 * announcement that comes while no attempt may be made leads to one as soon as it
	 * may: the next announcement would come up to an interval later.
	 */
	@Override
	public boolean heard(MemberEntry entry, InetSocketAddress source, long now) {
		InetAddress address = source.getAddress();
		if (entry.isUp()) {
			if (entry.isAt(address)) {
				entry.heardFrom(source);
				entry.lastAliveAt = now;
				entry.announces = true;
				this.transitions.up(entry, now);
			}
			return false;
		}
		boolean back = entry.isBack(source, now, this.interval / 2);
		entry.heardFrom(source);
		entry.announces = true;
		if (back) {
			// What failed before did while it was away
			entry.failedConnects = 0;
			entry.connectFrom = now;
			entry.refusedAddress = null;
		}
		if (entry.connecting) {
			entry.wanted |= back;
			return back;
		}
		long from = address.equals(entry.refusedAddress) ? MonotonicTime.later(entry.connectFrom, entry.refusedUntil)
				: entry.connectFrom;
		if (now - from >= 0) {
			connect(entry);
		}
		else {
			entry.wanted = true;
			entry.reconnectAt = from + Math.floorMod(-from, STEP);
		}
		return back;
	}

	/**
	 * A link that stands or is being made outlasts a farewell.
	 */
	@Override
	public boolean saidFarewell(MemberEntry entry) {
		return !entry.isUp() && !entry.connecting;
	}

	@Override
	public void linkUp(MemberEntry entry, InetAddress address, boolean introducesItself, long now) {
		entry.connecting = false;
		entry.wanted = false;
		entry.lost = false;
		entry.failedConnects = 0;
		entry.lastAliveAt = now;
		entry.announces = introducesItself || (entry.announces && entry.isAt(address));
		entry.movedTo(address);
		if (introducesItself && !entry.isUp()) {
			entry.upHeldUntil = now + this.introductionTimeout;
		}
		this.transitions.up(entry, now);
	}

	@Override
	public void linkDown(MemberEntry entry, String cause, long now) {
		if (entry.isUp()) {
			lost(entry, now);
		}
		this.transitions.down(entry, NodeDownReason.LINK_CLOSED, cause);
	}

	/**
	 * Wait before the next attempt, for longer the more have failed: a node that stays
	 * unreachable, or a name that was forged, costs little.
	 */
	@Override
	public void connectFailed(MemberEntry entry, String cause, long now) {
		if (endAttempt(entry, cause)) {
			return;
		}
		long wait = this.interval << Math.min(entry.failedConnects, MAX_DOUBLINGS);
		entry.failedConnects++;
		entry.connectFrom = now + this.random.nextLong(wait / 2, wait);
		entry.reconnectAt = entry.connectFrom;
	}

	/**
	 * The same name from the same host would be refused again, which costs a look-up: it
	 * waits for an interval. From another host it may be the node's own.
	 */
	@Override
	public void connectRefused(MemberEntry entry, String cause, long now) {
		if (endAttempt(entry, cause)) {
			return;
		}
		entry.refusedAddress = entry.triedAddress;
		entry.refusedUntil = now + this.interval;
		entry.reconnectAt = now + this.interval;
	}

	/**
	 * Say whether another attempt has begun at once: the node came back while this one
	 * went on. What comes of an attempt after its end changes nothing about the next.
	 */
	private boolean endAttempt(MemberEntry entry, String cause) {
		boolean cameBack = entry.connecting && entry.wanted;
		entry.connecting = false;
		linkRefused(entry, cause);
		if (cameBack) {
			connect(entry);
		}
		return cameBack;
	}

	@Override
	public void linkRefused(MemberEntry entry, String cause) {
		if (!entry.isUp()) {
			entry.down(cause);
		}
	}

	@Override
	public void probeAnswered(MemberEntry entry, long now) {
		entry.lastAliveAt = now;
		if (entry.isUp()) {
			this.transitions.up(entry, now);
		}
	}

	@Override
	public void judge(MemberEntry entry, long now, boolean mayTakeDown) {
		if (!entry.announces) {
			entry.lastAliveAt = now;
			return;
		}
		long silence = now - entry.lastAliveAt;
		if (entry.state() == NodeState.CONNECTED && silence >= this.suspectAfter) {
			entry.suspected();
			entry.probeDeadline = now + this.probeTimeout;
			this.transitions.probe(entry);
		}
		else if (entry.state() == NodeState.SUSPECTED && now - entry.probeDeadline >= 0 && mayTakeDown) {
			String cause = "no answer to a probe, and silent for " + Duration.ofNanos(silence).toMillis() + " ms";
			lost(entry, now);
			this.transitions.down(entry, NodeDownReason.UNRESPONSIVE, cause);
			this.transitions.close(entry, cause);
		}
	}

	@Override
	public long deadline(MemberEntry entry, long judgeFrom) {
		return (entry.state() == NodeState.CONNECTED) ? entry.lastAliveAt + this.suspectAfter
				: MonotonicTime.later(entry.probeDeadline, judgeFrom);
	}

	/**
	 * A link that was lost is made again whether its node is heard or not: multicast may
	 * be what was lost with it.
	 */
	@Override
	public long seek(MemberEntry entry, long now) {
		if (!entry.isSought(now)) {
			return now + this.forgetAfter;
		}
		if (now - entry.reconnectAt >= 0) {
			connect(entry);
			return now + this.forgetAfter;
		}
		return entry.reconnectAt;
	}

	/**
	 * What makes a node wanted while this goes on is that it came back meanwhile: then
	 * this was an attempt at its former process.
	 */
	private void connect(MemberEntry entry) {
		entry.connecting = true;
		entry.wanted = false;
		entry.triedAddress = entry.snapshot().address();
		this.transitions.connect(entry);
	}

	/**
	 * An announcement, which shows that the node is there, may lead to a link at once.
	 * Without one there is no hurry: it may just have stopped.
	 */
	private void lost(MemberEntry entry, long now) {
		entry.lost(now);
		entry.connectFrom = now;
		entry.reconnectAt = now + this.random.nextLong(this.interval / 2, this.interval);
		entry.keepUntil = now + this.forgetAfter;
	}

}
