package io.macula.gossip.membership;

import java.time.Duration;

import io.macula.gossip.NodeName;

/**
 * Which of two nodes that hear of each other connects. If both do, one of the two
 * connections is thrown away, which costs a fresh process more than all else that a link
 * takes. Those that were there connect to a newcomer at once; so a newcomer leaves
 * whoever it hears of a moment to do so. Of two newcomers the one with the greater name,
 * whose connection would go on, waits for less long than the other. Whoever has not
 * connected by then cannot, or has not heard of the newcomer, which connects itself.
 */
final class FirstMove {

	/**
	 * For how long this node counts as a newcomer.
	 */
	private static final long NEW_NANOS = Duration.ofSeconds(1).toNanos();

	/**
	 * A node that was there needs some milliseconds to connect, once it has heard us.
	 */
	private static final long MOMENT_NANOS = Duration.ofMillis(30).toNanos();

	/**
	 * Another newcomer waits for a moment itself, and may have missed what we said before
	 * it listened: what is said again comes within 60 ms.
	 */
	private static final long LONGER_NANOS = Duration.ofMillis(130).toNanos();

	/**
	 * All who are heard of within this time are connected to at once: there may be
	 * thousands.
	 */
	private static final long STEP_NANOS = Duration.ofMillis(10).toNanos();

	private final NodeName self;

	private final long newSince;

	/**
	 * Create a rule for a node that is new from now on.
	 * @param self name of this node
	 * @param now the time now
	 */
	FirstMove(NodeName self, long now) {
		this.self = self;
		this.newSince = now;
	}

	/**
	 * A node was heard of for the first time: leave it the first move, if this node is
	 * new.
	 */
	void leaveTo(MemberEntry entry, long now) {
		long age = now - this.newSince;
		if (age < NEW_NANOS) {
			long wait = (this.self.compareTo(entry.name) > 0) ? MOMENT_NANOS : LONGER_NANOS;
			entry.connectFrom = this.newSince + ((age + wait) / STEP_NANOS + 1) * STEP_NANOS;
		}
	}

}
