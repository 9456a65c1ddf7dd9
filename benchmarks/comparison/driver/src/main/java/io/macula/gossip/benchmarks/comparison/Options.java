package io.macula.gossip.benchmarks.comparison;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the command line says.
 *
 * @param values the options and their values
 */
record Options(Map<String, String> values) {

	private static final Map<String, String> DEFAULTS = Map.ofEntries(Map.entry("--only", ""),
			Map.entry("--nodes", "5"), Map.entry("--rounds", "10"), Map.entry("--bound", "120"),
			Map.entry("--freezes", "3"), Map.entry("--missed-bound", "120"), Map.entry("--settle", "60"),
			Map.entry("--steady", "60"), Map.entry("--start-up", "0"), Map.entry("--original", ""),
			Map.entry("--libcluster", ""), Map.entry("--keep", ""));

	private static final Map<String, String> SHORT = Map.of("--short", "", "--nodes", "1", "--rounds", "1", "--bound",
			"60", "--missed-bound", "3", "--freezes", "0", "--steady", "0");

	static final String USAGE = """
			Options, and what holds without them; times are in seconds:
			  --only KEYS         these systems alone, with commas between; all
			  --nodes N           nodes that are started together; 5
			  --rounds N          of cold start, join, leave and kill; 10
			  --bound TIME        how long to wait for who comes; without him it fails; 120
			  --freezes N         of nodes by SIGSTOP; 3
			  --missed-bound TIME how long to wait until one is missed who is gone; 120
			  --settle TIME       from the start to the measurement of the steady state; 60
			  --steady TIME       how long the steady state is measured, 0 not at all; 60
			  --start-up N        starts of an application with and without the starter; 0
			  --original DIR      measure the original as well, of this checkout of macula
			  --libcluster DIR    measure libcluster as well, of this checkout
			  --keep FILE         append to this file, and print the table of all that is in it
			  --short             one join and one kill of each: does this command work?""";

	static Options parse(String... args) {
		Map<String, String> values = new HashMap<>(DEFAULTS);
		Deque<String> words = new ArrayDeque<>(List.of(args));
		while (!words.isEmpty()) {
			String option = words.pop();
			if (option.equals("--short")) {
				values.putAll(SHORT);
			}
			else if (!DEFAULTS.containsKey(option) || words.isEmpty()) {
				throw new IllegalArgumentException("%s is no option, or has no value%n%s".formatted(option, USAGE));
			}
			else {
				values.put(option, words.pop());
			}
		}
		return new Options(values);
	}

	boolean isShort() {
		return this.values.containsKey("--short");
	}

	boolean has(String option) {
		return !this.values.get(option).isEmpty();
	}

	/**
	 * Return the keys of the systems that are wanted; none means all.
	 */
	List<String> only() {
		return has("--only") ? List.of(this.values.get("--only").split(",")) : List.of();
	}

	int number(String option) {
		try {
			return Integer.parseInt(this.values.get(option));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"%s must be a whole number, not '%s'".formatted(option, this.values.get(option)), ex);
		}
	}

	Duration seconds(String option) {
		return Duration.ofSeconds(number(option));
	}

	Path path(String option) {
		return Path.of(this.values.get(option));
	}

}
