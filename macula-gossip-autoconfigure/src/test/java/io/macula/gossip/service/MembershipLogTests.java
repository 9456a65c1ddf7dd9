package io.macula.gossip.service;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MembershipLogTests {

	private final MembershipLog log = new MembershipLog("default", 0);

	@Test
	void theFirstChangeIsTakenAtOnceAndThoseOfTheNextSecondTogether() {
		assertThat(change(0, "a@h is up")).isEqualTo("Cluster 'default': a@h is up");
		assertThat(change(1, "b@h is up")).isNull();
		assertThat(change(999, "c@h is up")).isNull();
		assertThat(this.log.isWaiting()).isTrue();
		assertThat(this.log.nextLineAt()).isEqualTo(nanos(1000));
		assertThat(this.log.takeLine(nanos(1000))).isEqualTo("Cluster 'default': b@h is up, c@h is up");
		assertThat(this.log.isWaiting()).isFalse();
		assertThat(this.log.takeLine(nanos(5000))).isNull();
	}

	@Test
	void aFloodIsOneLine() {
		change(0, "first");
		for (int i = 0; i < 1000; i++) {
			change(1, "n");
		}
		assertThat(this.log.takeLine(nanos(1000)))
			.isEqualTo("Cluster 'default': n, n, n, n, n, n, n, n, n, n, and 990 more changes");
	}

	@Test
	void theLastLineDoesNotWait() {
		change(0, "first");
		change(1, "second");
		assertThat(this.log.takeLastLine()).isEqualTo("Cluster 'default': second");
		assertThat(this.log.takeLastLine()).isNull();
	}

	private @Nullable String change(long millis, String change) {
		this.log.add(change);
		return this.log.takeLine(nanos(millis));
	}

	private static long nanos(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
