package io.macula.gossip.benchmarks.comparison;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SamplesTests {

	private final Samples samples = new Samples("today");

	@Test
	void theMedianIsTheMiddleOne() {
		assertThat(Samples.median(Samples.sorted(3, 1, 2))).isEqualTo(2);
	}

	@Test
	void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
		assertThat(Samples.median(Samples.sorted(4, 1, 2, 3))).isEqualTo(2.5);
	}

	@Test
	void theMedianIsInfiniteWhereHalfWasNotSeen() {
		assertThat(Samples.median(Samples.sorted(1, Double.POSITIVE_INFINITY))).isInfinite();
	}

	@Test
	void aRatioIsOfTheMedians() {
		add(this.samples, "other", 3, 4, 5);
		add(this.samples, "ours", 2);
		assertThat(this.samples.ratio("other", "ours", Measure.KILL)).hasValue(2);
	}

	@Test
	void thereIsNoRatioToWhatWasNotMeasuredOrNotSeen() {
		add(this.samples, "other", 3);
		add(this.samples, "unseen", Double.POSITIVE_INFINITY);
		assertThat(this.samples.ratio("other", "ours", Measure.KILL)).isEmpty();
		assertThat(this.samples.ratio("unseen", "other", Measure.KILL)).isEmpty();
	}

	@Test
	void aRatioIsOfRunsThatHaveBoth(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("samples");
		add(new Samples("yesterday", file), "ours", 100);
		Samples samples = new Samples("today", file);
		add(samples, "ours", 1);
		add(samples, "other", 2);
		assertThat(samples.values("ours", Measure.KILL)).containsExactly(1, 100);
		assertThat(samples.ratio("other", "ours", Measure.KILL)).hasValue(2);
	}

	@Test
	void whatFailsIsAmongTheFailuresWithItsReason() {
		this.samples.attempt("other", () -> {
			throw new IllegalStateException("no such thing");
		});
		assertThat(this.samples.failures()).containsEntry("other", "no such thing");
	}

	private static void add(Samples samples, String system, double... values) {
		for (double value : values) {
			samples.add(system, Measure.KILL, value);
		}
	}

}
