package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.random.RandomGenerator;

import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeState;

/**
 * A node is up while a link to it stands. Silence is only a suspicion: the link is
 * probed, and only a probe without an answer takes the node down.
 */
final class LinkRule implements ConnectionRule {

	private static final int MAX_DOUBLINGS = 4;

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
	 * elsewhere under its name is no sign of life, since anybody can send it.
	 */
	@Override
	public void heard(MemberEntry entry, InetSocketAddress source, long now) {
		InetAddress address = source.getAddress();
		if (entry.isUp()) {
			if (entry.isAt(address)) {
				entry.heardFrom(source);
				entry.lastAliveAt = now;
				this.transitions.up(entry, now);
			}
			return;
		}
		entry.heardFrom(source);
		boolean refused = address.equals(entry.refusedAddress) && now - entry.refusedUntil < 0;
		if (!entry.connecting && !refused && now - entry.connectFrom >= 0) {
			connect(entry);
		}
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
		entry.leftTheFirstMove = false;
		entry.lost = false;
		entry.failedConnects = 0;
		entry.lastAliveAt = now;
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
		entry.connecting = false;
		long wait = this.interval << Math.min(entry.failedConnects, MAX_DOUBLINGS);
		entry.failedConnects++;
		entry.connectFrom = now + wait / 2 + this.random.nextLong(wait / 2 + 1);
		entry.reconnectAt = entry.connectFrom;
		linkRefused(entry, cause);
	}

	/**
	 * The same name from the same host would be refused again, which costs a look-up: it
	 * waits for an interval. From another host it may be the node's own.
	 */
	@Override
	public void connectRefused(MemberEntry entry, String cause, long now) {
		entry.connecting = false;
		entry.refusedAddress = entry.triedAddress;
		entry.refusedUntil = now + this.interval;
		entry.reconnectAt = now + this.interval;
		linkRefused(entry, cause);
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
		if (entry.leftTheFirstMove && now - entry.connectFrom < 0) {
			return entry.connectFrom;
		}
		if (entry.leftTheFirstMove) {
			connect(entry);
		}
		if (entry.connecting || now - entry.keepUntil >= 0) {
			return now + this.forgetAfter;
		}
		if (now - entry.reconnectAt >= 0) {
			connect(entry);
			return now + this.forgetAfter;
		}
		return entry.reconnectAt;
	}

	private void connect(MemberEntry entry) {
		entry.connecting = true;
		entry.leftTheFirstMove = false;
		entry.triedAddress = entry.snapshot().address();
		this.transitions.connect(entry);
	}

	/**
	 * An announcement, which shows that the node is there, may lead to a link at once.
	 * Without one there is no hurry: it may just have stopped.
	 */
	private void lost(MemberEntry entry, long now) {
		entry.lost = true;
		entry.connectFrom = now;
		entry.reconnectAt = now + this.interval / 2 + this.random.nextLong(this.interval / 2 + 1);
		entry.keepUntil = now + this.forgetAfter;
	}

}
