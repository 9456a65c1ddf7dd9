package io.macula.gossip.benchmarks.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * All that was measured: in this run and, from a file, in those before it. Ratios compare
 * values of the same runs.
 */
final class Samples {

	private final List<Sample> samples = new ArrayList<>();

	private final Map<String, String> failures = new ConcurrentHashMap<>();

	private final String run;

	private final Path file;

	/**
	 * Make it, without a file.
	 * @param run what tells this run apart from others
	 */
	Samples(String run) {
		this.run = run;
		this.file = null;
	}

	/**
	 * Make it, with all that earlier runs have left in a file.
	 * @param run what tells this run apart from those before it
	 * @param file the file, which need not be there yet; each value is appended at once
	 */
	Samples(String run, Path file) throws IOException {
		this.run = run;
		this.file = file;
		if (Files.exists(file)) {
			Files.readAllLines(file).stream().map(Sample::parse).forEach(this.samples::add);
		}
	}

	synchronized void add(String system, Measure measure, double value) {
		Sample sample = new Sample(this.run, system, measure, value);
		this.samples.add(sample);
		if (this.file != null) {
			try {
				Files.write(this.file, List.of(sample.toString()), StandardOpenOption.CREATE,
						StandardOpenOption.APPEND);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * Do something for a system, if nothing has failed that was done for it before; if it
	 * fails, it is among the failures.
	 */
	void attempt(String system, Attempt attempt) {
		if (!this.failures.containsKey(system)) {
			try {
				attempt.run();
			}
			catch (Exception ex) {
				this.failures.put(system, String.valueOf(ex.getMessage()));
			}
		}
	}

	Map<String, String> failures() {
		return this.failures;
	}

	/**
	 * Return the values, in ascending order.
	 */
	double[] values(String system, Measure measure) {
		return values(system, measure, runs(system, measure));
	}

	private double[] values(String system, Measure measure, Set<String> runs) {
		return this.samples.stream()
			.filter((sample) -> sample.is(system, measure) && runs.contains(sample.run()))
			.mapToDouble(Sample::value)
			.sorted()
			.toArray();
	}

	private Set<String> runs(String system, Measure measure) {
		return this.samples.stream()
			.filter((sample) -> sample.is(system, measure))
			.map(Sample::run)
			.collect(Collectors.toSet());
	}

	/**
	 * Return how many times the median of another system this one's is, of the runs that
	 * have both.
	 */
	OptionalDouble ratio(String system, String other, Measure measure) {
		Set<String> both = runs(system, measure);
		both.retainAll(runs(other, measure));
		double[] values = values(system, measure, both);
		double[] others = values(other, measure, both);
		if (values.length == 0 || Double.isInfinite(median(values)) || !(median(others) > 0)) {
			return OptionalDouble.empty();
		}
		return OptionalDouble.of(median(values) / median(others));
	}

	/**
	 * Return the median: of an even number of values the mean of the two in the middle.
	 * @param sorted the values, in ascending order; at least one
	 * @return the median
	 */
	static double median(double[] sorted) {
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	static double[] sorted(double... values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted;
	}

	/**
	 * Something that may fail.
	 */
	interface Attempt {

		void run() throws Exception;

	}

	private record Sample(String run, String system, Measure measure, double value) {

		boolean is(String system, Measure measure) {
			return this.system.equals(system) && this.measure == measure;
		}

		static Sample parse(String line) {
			String[] words = line.split(" ");
			return new Sample(words[0], words[1], Measure.valueOf(words[2]), Double.parseDouble(words[3]));
		}

		@Override
		public String toString() {
			return String.join(" ", this.run, this.system, this.measure.name(), Double.toString(this.value));
		}

	}

}
