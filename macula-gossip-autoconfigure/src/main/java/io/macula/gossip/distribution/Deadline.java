package io.macula.gossip.distribution;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A point in time by which something has to be done. Immutable.
 *
 * @param limit the time that was given
 * @param nanoTime when it is over, on the scale of {@link System#nanoTime()}
 */
record Deadline(Duration limit, long nanoTime) {

	static Deadline after(Duration limit) {
		return new Deadline(limit, System.nanoTime() + limit.toNanos());
	}

	long remainingNanos() {
		return Math.max(0, this.nanoTime - System.nanoTime());
	}

	/**
	 * Return the milliseconds left, for interfaces on which 0 means for ever.
	 * @return the milliseconds left, 1 at least
	 */
	int remainingMillis() {
		return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(remainingNanos()));
	}

	boolean isPassed() {
		return remainingNanos() == 0;
	}

}
