package io.macula.gossip.multicast;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Gathering}.
 */
class GatheringTests {

	private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

	private final Gathering gathering = new Gathering(0);

	private long now;

	@Test
	void fewDatagramsAreReadAtOnce() {
		rounds(1000, 1, 10 * MILLI);
		assertThat(this.gathering.isNext()).isFalse();
	}

	@Test
	void aFewCloseToEachOtherAreReadAtOnce() {
		rounds(Gathering.ROUNDS - 1, 1, MILLI / 10);
		assertThat(this.gathering.isNext()).isFalse();
	}

	@Test
	void thousandsInASecondAreLeftToGatherAndGoOnSo() {
		rounds(Gathering.ROUNDS + 1, 1, MILLI / 10);
		assertThat(this.gathering.isNext()).isTrue();
		rounds(1000, 10, 3 * MILLI);
		assertThat(this.gathering.isNext()).isTrue();
	}

	@Test
	void onceTheyAreFewAgainEachIsReadAtOnce() {
		rounds(Gathering.ROUNDS + 1, 1, MILLI / 10);
		assertThat(this.gathering.isNext()).isTrue();
		rounds(1, 1, 3 * MILLI);
		assertThat(this.gathering.isNext()).isFalse();
		rounds(1, 1, 3 * MILLI);
		assertThat(this.gathering.isNext()).isFalse();
	}

	@Test
	void aFloodIsReadAsFastAsItComes() {
		rounds(1000, 64, MILLI / 100);
		assertThat(this.gathering.isNext()).isFalse();
	}

	private void rounds(int number, int datagrams, long apart) {
		for (int i = 0; i < number; i++) {
			this.now += apart;
			this.gathering.read(datagrams, this.now);
			if (i < number - 1) {
				this.gathering.isNext();
			}
		}
	}

}
