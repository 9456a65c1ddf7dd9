package io.macula.gossip.distribution.epmd;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts to register: {@link #FIRST} at most at first, twice as much
 * each time up to {@link #LONGEST}, of which a random part of up to a half is taken off
 * so that the nodes of a host do not all come at once. For one thread.
 */
final class EpmdBackoff {

	static final Duration FIRST = Duration.ofMillis(20);

	/**
	 * Short enough for all nodes of a host to be registered within 2 s of a take-over.
	 */
	static final Duration LONGEST = Duration.ofSeconds(1);

	private final RandomGenerator random;

	private Duration next = FIRST;

	EpmdBackoff(RandomGenerator random) {
		this.random = random;
	}

	Duration next() {
		Duration longest = this.next;
		Duration doubled = longest.multipliedBy(2);
		this.next = (doubled.compareTo(LONGEST) < 0) ? doubled : LONGEST;
		return longest.minusNanos(this.random.nextLong(longest.toNanos() / 2));
	}

	void reset() {
		this.next = FIRST;
	}

}
