package io.macula.gossip.benchmarks.comparison;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableTests {

	private static final ComparedSystem OURS = new ComparedSystem("ours", "Ours", (index, port) -> List.of());

	private static final ComparedSystem OTHER = new ComparedSystem("other", "Other", (index, port) -> List.of());

	private final Samples samples = new Samples("today");

	@Test
	void aRowHasMedianLeastGreatestAndRatio() {
		this.samples.add("ours", Measure.KILL, 0.005);
		for (double value : new double[] { 0.02, 0.01, 12 }) {
			this.samples.add("other", Measure.KILL, value);
		}
		assertThat(new Table(this.samples).write(List.of(OURS, OTHER))).isEqualTo("""
				| system | kill |
				| --- | --- |
				| Ours | 5.0 ms |
				| Other | 20 ms (10 ms to 12.0 s) ×4.0 |""");
	}

	@Test
	void aSystemThatFailsSaysSoInItsRow() {
		this.samples.attempt("other", () -> {
			throw new IllegalStateException("a|b\nc");
		});
		assertThat(new Table(this.samples).write(List.of(OTHER))).endsWith("| Other | FAILED: a/b c |");
	}

	@Test
	void whatMostRoundsDidNotSeeWasNotSeen() {
		assertThat(Table.cell(Measure.FREEZE, Double.POSITIVE_INFINITY)).isEqualTo("not seen");
		assertThat(Table.cell(Measure.FREEZE, 1, 2, Double.POSITIVE_INFINITY))
			.isEqualTo("2000 ms (1000 ms to not seen)");
	}

}
