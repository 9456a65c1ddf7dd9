package io.macula.gossip.benchmarks.comparison;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the starter adds to an application's start, from its process's start until
 * {@code SpringApplication.run} returns: pairs of starts with and without it, in turns.
 */
final class StartUp {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private StartUp() {
	}

	/**
	 * Measure, and return a table.
	 * @param rounds how many pairs of each kind of application
	 */
	static String measure(int rounds) throws InterruptedException {
		List<String> lines = new ArrayList<>(
				List.of("| application | without the starter | with it | it adds |", "| --- | --- | --- | --- |"));
		lines.add(measure("without web server", "boot", rounds));
		lines.add(measure("with Spring MVC and Tomcat", "boot-web", rounds));
		return String.join("\n", lines);
	}

	private static String measure(String title, String module, int rounds) throws InterruptedException {
		ClassPath with = ClassPath.of(module);
		ClassPath without = with.without((jar) -> jar.startsWith("macula-gossip"));
		double[] starts = new double[rounds];
		double[] starterStarts = new double[rounds];
		double[] added = new double[rounds];
		// The first starts read their jars from the disk
		start(without);
		start(with);
		for (int round = 0; round < rounds; round++) {
			starts[round] = start(without);
			starterStarts[round] = start(with);
			added[round] = starterStarts[round] - starts[round];
		}
		return "| %s | %s | %s | %s |".formatted(title, cell(starts), cell(starterStarts), cell(added));
	}

	private static String cell(double[] values) {
		return Table.cell(Measure.JOIN_PROCESS, Samples.sorted(values));
	}

	private static double start(ClassPath classPath) throws InterruptedException {
		List<String> command = new JavaProgram(() -> classPath,
				JavaProgram.class.getPackageName() + ".boot.Application",
				List.of("-Dmacula.gossip.interfaces=127.0.0.1", "-Dserver.port=0"), List.of())
			.command(1, 0);
		try (NodeProcess application = new NodeProcess("application", command)) {
			return (application.require("started", LIMIT) - application.spawned()) / 1e9;
		}
	}

}
