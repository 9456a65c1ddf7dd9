package io.macula.gossip.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the table was measured on.
 */
final class Machine {

	private Machine() {
	}

	/**
	 * Return how many threads wanted to run in the last minute, these nodes' and all
	 * others'.
	 */
	static String load() throws IOException {
		return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
	}

	static String describe() throws IOException {
		return "%s, %d cores, %d GB, Linux %s, %s %s".formatted(value("/proc/cpuinfo", "model name"),
				Runtime.getRuntime().availableProcessors(),
				Math.round(Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1048576.0),
				System.getProperty("os.version"), System.getProperty("java.vm.name"),
				System.getProperty("java.vm.version"));
	}

	private static String value(String file, String name) throws IOException {
		try (Stream<String> lines = Files.lines(Path.of(file))) {
			return lines.filter((line) -> line.startsWith(name))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("?");
		}
	}

}
