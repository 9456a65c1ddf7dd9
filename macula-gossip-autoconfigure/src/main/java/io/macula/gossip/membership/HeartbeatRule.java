package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeState;

/**
 * A node is up while its announcements keep coming. One whose interval is longer than
 * ours has more time, by the gaps between its last announcements.
 */
final class HeartbeatRule implements ConnectionRule {

	/**
	 * The longest gap that limits follow, in our intervals.
	 */
	private static final int MAX_GAP_INTERVALS = 8;

	private static final double LONG_GAP = 1.5;

	private static final double DELAYED_GAP = 1.25;

	private final Transitions transitions;

	private final long interval;

	/**
	 * The interval for which the limits are made.
	 */
	private final long expectedGap;

	private final long suspectAfter;

	private final long downAfter;

	private final long forgetAfter;

	HeartbeatRule(Transitions transitions, Duration interval, FailureDetection limits) {
		this.transitions = transitions;
		this.interval = interval.toNanos();
		this.expectedGap = Math.max(this.interval, FailureDetection.intervalFor(limits.downAfter()));
		this.suspectAfter = limits.suspectAfter().toNanos();
		this.downAfter = limits.downAfter().toNanos();
		this.forgetAfter = limits.forgetAfter().toNanos();
	}

	@Override
	public boolean heard(MemberEntry entry, InetSocketAddress source, long now) {
		long gap = now - entry.lastAliveAt;
		if (gap > this.interval / 2) {
			learn(entry, gap);
		}
		entry.lastAliveAt = now;
		entry.movedTo(source.getAddress());
		this.transitions.up(entry, now);
		return false;
	}

	@Override
	public boolean saidFarewell(MemberEntry entry) {
		return true;
	}

	/**
	 * Links count for nothing here.
	 */
	@Override
	public void linkUp(MemberEntry entry, InetAddress address, boolean introducesItself, long now) {
	}

	@Override
	public void linkDown(MemberEntry entry, String cause, long now) {
	}

	@Override
	public void connectFailed(MemberEntry entry, String cause, long now) {
	}

	@Override
	public void connectRefused(MemberEntry entry, String cause, long now) {
	}

	@Override
	public void linkRefused(MemberEntry entry, String cause) {
	}

	@Override
	public void probeAnswered(MemberEntry entry, long now) {
	}

	@Override
	public void judge(MemberEntry entry, long now, boolean mayTakeDown) {
		long silence = now - entry.lastAliveAt;
		if (silence >= downAfter(entry) && mayTakeDown) {
			entry.keepUntil = now + this.forgetAfter;
			this.transitions.down(entry, NodeDownReason.SILENT,
					"no announcement for " + Duration.ofNanos(silence).toMillis() + " ms");
		}
		else if (silence >= suspectAfter(entry)) {
			entry.suspected();
		}
	}

	@Override
	public long deadline(MemberEntry entry, long judgeFrom) {
		return (entry.state() == NodeState.CONNECTED) ? entry.lastAliveAt + suspectAfter(entry)
				: MonotonicTime.later(entry.lastAliveAt + downAfter(entry), judgeFrom);
	}

	private void learn(MemberEntry entry, long gap) {
		Gaps gaps = entry.gaps();
		gaps.add(gap, (long) (LONG_GAP * this.expectedGap));
		long usual = Math.min(gaps.usual(), MAX_GAP_INTERVALS * this.interval);
		entry.usualGap = (usual > DELAYED_GAP * this.interval) ? usual : 0;
		long differs = gaps.interval();
		if (differs == 0) {
			entry.announcesEvery(null);
		}
		else if (entry.announcesEvery() == null) {
			Duration every = Duration.ofNanos(differs);
			entry.announcesEvery(every);
			this.transitions.slower(entry, every);
		}
	}

	private long suspectAfter(MemberEntry entry) {
		return Math.max(this.suspectAfter, FailureDetection.suspectNanos(entry.usualGap));
	}

	private long downAfter(MemberEntry entry) {
		return Math.max(this.downAfter, FailureDetection.downNanos(entry.usualGap));
	}

	/**
	 * Only its own announcements bring it back.
	 */
	@Override
	public long seek(MemberEntry entry, long now) {
		return now + this.forgetAfter;
	}

}
