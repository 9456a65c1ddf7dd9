package io.macula.gossip.net;

import java.time.Duration;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pauses between attempts.
 */
class BackoffTests {

	private final Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(100), new SplittableRandom(7));

	@Test
	void pausesDoubleUpToTheLongestAndLoseAHalfAtMost() {
		for (long longest : new long[] { 20, 40, 80, 100, 100, 100 }) {
			long nanos = Duration.ofMillis(longest).toNanos();
			assertThat(this.backoff.nextNanos()).isBetween(nanos / 2, nanos);
		}
	}

	@Test
	void whenNothingIsTakenOffPausesAreWhole() {
		Backoff whole = new Backoff(Duration.ofNanos(2), Duration.ofNanos(5), null);
		assertThat(whole.nextNanos()).isEqualTo(2);
		assertThat(whole.nextNanos()).isEqualTo(4);
		assertThat(whole.nextNanos()).isEqualTo(5);
	}

	@Test
	void whenResetShouldBeginAnew() {
		this.backoff.nextNanos();
		this.backoff.nextNanos();
		this.backoff.reset();
		assertThat(this.backoff.nextNanos()).isLessThanOrEqualTo(Duration.ofMillis(20).toNanos());
	}

}
