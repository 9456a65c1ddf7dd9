package io.macula.gossip.membership;

import java.net.InetAddress;
import java.time.Duration;

import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeState;

/**
 * A node is up while its announcements keep coming.
 */
final class HeartbeatRule implements ConnectionRule {

	private final Transitions transitions;

	private final long suspectAfter;

	private final long downAfter;

	private final long forgetAfter;

	HeartbeatRule(Transitions transitions, FailureDetection limits) {
		this.transitions = transitions;
		this.suspectAfter = limits.suspectAfter().toNanos();
		this.downAfter = limits.downAfter().toNanos();
		this.forgetAfter = limits.forgetAfter().toNanos();
	}

	@Override
	public void heard(MemberEntry entry, InetAddress address, long now) {
		entry.lastAliveAt = now;
		entry.movedTo(address);
		this.transitions.up(entry, now);
	}

	@Override
	public boolean saidFarewell(MemberEntry entry) {
		return true;
	}

	/**
	 * Links count for nothing here.
	 */
	@Override
	public void linkUp(MemberEntry entry, InetAddress address, long now) {
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
		if (silence >= this.downAfter && mayTakeDown) {
			entry.keepUntil = now + this.forgetAfter;
			this.transitions.down(entry, NodeDownReason.SILENT,
					"no announcement for " + Duration.ofNanos(silence).toMillis() + " ms");
		}
		else if (silence >= this.suspectAfter) {
			entry.suspected();
		}
	}

	@Override
	public long deadline(MemberEntry entry, long judgeFrom) {
		return (entry.state() == NodeState.CONNECTED) ? entry.lastAliveAt + this.suspectAfter
				: MonotonicTime.later(entry.lastAliveAt + this.downAfter, judgeFrom);
	}

	/**
	 * Only its own announcements bring it back.
	 */
	@Override
	public long seek(MemberEntry entry, long now) {
		return now + this.forgetAfter;
	}

}
