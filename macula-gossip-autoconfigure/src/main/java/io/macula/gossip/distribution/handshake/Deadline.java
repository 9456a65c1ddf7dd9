package io.macula.gossip.distribution.handshake;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A point in time by which something has to be done. Immutable.
 *
 * @param limit the time that was given
 * @param nanoTime when it is over, on the scale of {@link System#nanoTime()}
 */
public record Deadline(Duration limit, long nanoTime) {

	public static Deadline after(Duration limit) {
		return new Deadline(limit, System.nanoTime() + limit.toNanos());
	}

	public long remainingNanos() {
		return Math.max(0, this.nanoTime - System.nanoTime());
	}

	/**
	 * Return the milliseconds left, for interfaces on which 0 means for ever.
	 * @return the milliseconds left, 1 at least
	 */
	public int remainingMillis() {
		return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(remainingNanos()));
	}

	boolean isPassed() {
		return remainingNanos() == 0;
	}

}
