package io.macula.gossip.benchmarks.comparison;

import java.util.Locale;

/**
 * What is measured, each a column of the table.
 */
enum Measure {

	COLD_START("cold start"),

	JOIN_SEES("newcomer sees all"),

	JOIN_SEEN("all see newcomer"),

	JOIN_CALL("its start call"),

	JOIN_PROCESS("from its process's start"),

	LEAVE("leave"),

	KILL("kill"),

	FREEZE("freeze"),

	CPU("CPU s a minute"),

	RESIDENT("resident MB");

	private final String title;

	Measure(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	/**
	 * Write a value of this measure, with its unit if that is one of time.
	 * @param value seconds, CPU seconds or megabytes
	 * @return the text
	 */
	String text(double value) {
		if (this == CPU) {
			return String.format(Locale.ROOT, "%.2f", value);
		}
		if (this == RESIDENT) {
			return String.format(Locale.ROOT, "%.0f", value);
		}
		if (value >= 10) {
			return String.format(Locale.ROOT, "%.1f s", value);
		}
		return String.format(Locale.ROOT, (Math.abs(value) < 0.01) ? "%.1f ms" : "%.0f ms", value * 1000);
	}

}
