package io.macula.gossip.benchmarks.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A table in Markdown, printed row by row.
 */
final class Tables {

	private static boolean complete = true;

	private final List<String> titles;

	private boolean begun;

	Tables(String... titles) {
		this.titles = List.of(titles);
	}

	/**
	 * Return whether all that was attempted came in time.
	 */
	static boolean complete() {
		return complete;
	}

	/**
	 * Measure something, and go on if it does not come in time or a process of it ends.
	 * @param what the first cell of the row that says so
	 * @param measurement prints its row
	 */
	void attempt(Object what, Measurement measurement) throws Exception {
		try {
			measurement.take();
		}
		catch (IllegalStateException | IOException ex) {
			complete = false;
			// What a process that has ended is told, or its files, cannot be written or
			// read
			row(what, (ex instanceof IOException) ? "failed" : "not in time");
			System.err.println(ex);
		}
	}

	/**
	 * Print a row; a number is written with as many digits as say something.
	 */
	void row(Object... cells) {
		if (!this.begun) {
			print(this.titles);
			print(this.titles.stream().map((title) -> "---").toList());
			this.begun = true;
		}
		List<String> texts = new ArrayList<>();
		for (Object cell : cells) {
			texts.add((cell instanceof Double number) ? number(number) : String.valueOf(cell));
		}
		print(texts);
	}

	private static void print(List<String> cells) {
		System.out.println(cells.stream().collect(Collectors.joining(" | ", "| ", " |")));
	}

	private static String number(double value) {
		if (value >= 1000) {
			return String.format(Locale.ROOT, "%,.0f", value);
		}
		if (value == Math.rint(value) && value != 0 && value >= 10) {
			return String.format(Locale.ROOT, "%.0f", value);
		}
		return String.format(Locale.ROOT, (value >= 100) ? "%.0f" : (value >= 10) ? "%.1f" : "%.2f", value);
	}

	/**
	 * What may not come in time.
	 */
	interface Measurement {

		/**
		 * Take it.
		 * @throws IllegalStateException if something did not come in time
		 */
		void take() throws Exception;

	}

}
