package io.macula.gossip.net;

import java.time.Duration;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Pauses between attempts at something that fails: each twice as long as the one before,
 * up to a longest one. Where many who failed together would try again together, a random
 * part of up to a half is taken off. Not thread-safe.
 */
public final class Backoff {

	private final long first;

	private final long longest;

	private final @Nullable RandomGenerator random;

	private long next;

	/**
	 * Create a back-off.
	 * @param first the first pause, before a part is taken off; at least 2 ns
	 * @param longest the longest pause
	 * @param random takes a part off each; {@code null} to take nothing off
	 */
	public Backoff(Duration first, Duration longest, @Nullable RandomGenerator random) {
		this.first = first.toNanos();
		this.longest = longest.toNanos();
		this.random = random;
		this.next = this.first;
	}

	/**
	 * Return how long to wait now, and wait for longer the next time.
	 * @return the pause in nanoseconds
	 */
	public long nextNanos() {
		long pause = this.next;
		this.next = Math.min(2 * pause, this.longest);
		return (this.random != null) ? pause - this.random.nextLong(pause / 2) : pause;
	}

	/**
	 * Begin anew: it succeeded.
	 */
	public void reset() {
		this.next = this.first;
	}

}
