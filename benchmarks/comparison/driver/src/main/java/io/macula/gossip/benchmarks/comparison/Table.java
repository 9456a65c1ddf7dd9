package io.macula.gossip.benchmarks.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The table, in Markdown: a row for each system, a column for each measure; of each the
 * median, the least and the greatest, and how many times ours that is.
 */
final class Table {

	private final Samples samples;

	Table(Samples samples) {
		this.samples = samples;
	}

	String write(List<ComparedSystem> systems) {
		List<Measure> measures = Arrays.stream(Measure.values())
			.filter((measure) -> systems.stream()
				.anyMatch((system) -> this.samples.values(system.key(), measure).length > 0))
			.toList();
		List<String> lines = new ArrayList<>();
		lines.add(row("system", measures.stream().map(Measure::title).toList()));
		lines.add(row("---", measures.stream().map((measure) -> "---").toList()));
		for (ComparedSystem system : systems) {
			String failure = this.samples.failures().get(system.key());
			if (failure == null && measures.stream().allMatch((measure) -> cell(system, measure).isEmpty())) {
				continue;
			}
			lines.add((failure != null)
					? row(system.title(), List.of("FAILED: " + failure.replace('|', '/').replace('\n', ' ')))
					: row(system.title(), measures.stream().map((measure) -> cell(system, measure)).toList()));
		}
		return String.join("\n", lines);
	}

	private String cell(ComparedSystem system, Measure measure) {
		double[] values = this.samples.values(system.key(), measure);
		OptionalDouble ratio = system.key().equals(ComparedSystem.BASELINE) ? OptionalDouble.empty()
				: this.samples.ratio(system.key(), ComparedSystem.BASELINE, measure);
		return cell(measure, values) + (ratio.isPresent() ? " ×" + factor(ratio.getAsDouble()) : "");
	}

	static String cell(Measure measure, double... sorted) {
		if (sorted.length == 0) {
			return "";
		}
		double median = Samples.median(sorted);
		if (Double.isInfinite(median)) {
			return "not seen";
		}
		if (sorted.length == 1) {
			return measure.text(median);
		}
		double greatest = sorted[sorted.length - 1];
		return "%s (%s to %s)".formatted(measure.text(median), measure.text(sorted[0]),
				Double.isInfinite(greatest) ? "not seen" : measure.text(greatest));
	}

	private static String factor(double ratio) {
		return String.format(Locale.ROOT, (ratio < 0.1) ? "%.2f" : (ratio < 10) ? "%.1f" : "%.0f", ratio);
	}

	private static String row(String first, List<String> cells) {
		return "| " + first + " | " + String.join(" | ", cells) + " |";
	}

}
