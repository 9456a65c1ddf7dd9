package io.macula.gossip.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

import io.macula.gossip.GossipNode;
import io.macula.gossip.membership.Introduction;
import io.macula.gossip.membership.Member;

/**
 * Turns monotonic times into times that people read, to the millisecond. The same
 * monotonic time gives the same instant, until the wall clock is set or the machine
 * slept. Thread-safe.
 */
final class WallClock {

	private static final Duration TOLERANCE = Duration.ofSeconds(1);

	private final Clock clock;

	private final LongSupplier nanoTime;

	private Instant anchor;

	private long anchorNanos;

	WallClock(Clock clock, LongSupplier nanoTime) {
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.anchor = clock.instant();
		this.anchorNanos = nanoTime.getAsLong();
	}

	synchronized Instant toInstant(long nanos) {
		Instant wall = this.clock.instant();
		long now = this.nanoTime.getAsLong();
		Instant expected = this.anchor.plusNanos(now - this.anchorNanos);
		if (Duration.between(expected, wall).abs().compareTo(TOLERANCE) > 0) {
			this.anchor = wall;
			this.anchorNanos = now;
		}
		return this.anchor.plusNanos(nanos - this.anchorNanos).truncatedTo(ChronoUnit.MILLIS);
	}

	/**
	 * Return a member as people see it, its monotonic times turned into dates.
	 */
	GossipNode dated(Member member) {
		Long connectedAt = member.connectedAt();
		Introduction introduction = member.introduction();
		return new GossipNode(member.name(), member.state(), member.address(), toInstant(member.discoveredAt()),
				(connectedAt != null) ? toInstant(connectedAt) : null, toInstant(member.lastHeardAt()),
				member.downCause(), introduction.metadata(), introduction.application());
	}

	long millis() {
		return this.clock.millis();
	}

}
