package io.macula.gossip.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

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

	long millis() {
		return this.clock.millis();
	}

}
