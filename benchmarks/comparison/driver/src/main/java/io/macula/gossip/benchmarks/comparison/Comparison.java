package io.macula.gossip.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs clusters of this and of other systems, each node a process, in a network of their
 * own, and prints one table of how long they take to see who comes and goes, and of what
 * they need.
 */
public final class Comparison {

	private Comparison() {
	}

	/**
	 * Measure, and print the table.
	 * @param args see {@link Options#USAGE}
	 * @throws Exception if no network or no directory can be made
	 */
	public static void main(String[] args) throws Exception {
		try {
			Options options = Options.parse(args);
			System.exit(NetworkNamespace.here() ? measure(options) : NetworkNamespace.run(Comparison.class, args));
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
		}
	}

	private static int measure(Options options) throws Exception {
		String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
		Samples samples = options.has("--keep") ? new Samples(now, options.path("--keep")) : new Samples(now);
		String load = Machine.load();
		Path directory = Files.createTempDirectory("comparison");
		try {
			List<ComparedSystem> systems = Systems.all(options, directory);
			Ports ports = new Ports();
			new Rounds(options, samples, ports).measure(systems);
			new SideBySide(options, samples).measure(systems, ports);
			System.out.println(now + ", " + Machine.describe());
			System.out.println(Systems.versions());
			System.out.println("Load of the machine before and after: %s, %s".formatted(load, Machine.load()));
			System.out.println("From a node's reading of the clock to the driver's of its line: "
					+ Table.cell(Measure.KILL, NodeProcess.delays()));
			System.out.println();
			System.out.println(new Table(samples).write(Systems.withIdle(systems)));
			System.out.println();
			System.out.println(Systems.jars());
			if (options.number("--start-up") > 0) {
				System.out.println();
				System.out.println(StartUp.measure(options.number("--start-up")));
			}
			return samples.failures().isEmpty() ? 0 : 1;
		}
		finally {
			delete(directory);
		}
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}
