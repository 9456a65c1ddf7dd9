package io.macula.gossip.benchmarks.scale;

import java.time.Duration;

/**
 * What a node adds to a process: before it starts, alone, and with one link and more.
 */
final class Memory {

	private static final int KILO = 1024;

	private static final int MEGA = KILO * KILO;

	private static int lastPort = 9_300;

	private Memory() {
	}

	static void measure(boolean quick) throws Exception {
		Tables table = new Tables("", "heap after GC, KB", "direct buffers, KB", "metaspace, KB", "classes", "threads",
				"resident MB");
		for (int links : quick ? new int[] { 0, 2 } : new int[] { 0, 1, 5, 50 }) {
			table.attempt(title(links), () -> measure(table, links, quick));
		}
	}

	private static void measure(Tables table, int links, boolean quick) throws Exception {
		lastPort++;
		try (Child measured = Child.java(Footprint.class, lastPort)) {
			measured.await("ready");
			double[] before = take(measured);
			if (links == 0) {
				row(table, "before: a JVM and its scheduler", before, new double[before.length]);
			}
			measured.command("start");
			measured.await("started");
			try (Child others = (links > 0) ? Child.java(ManyNodes.class, lastPort, 1, links, "open") : null) {
				if (others != null) {
					others.await("ready");
					others.command("start");
					measured.await("up " + links);
					others.await("all " + links);
				}
				// Threads that came to dial and to tell end after ten seconds
				measured.lives(Duration.ofSeconds(quick ? 1 : 15));
				row(table, title(links), take(measured), before);
			}
		}
	}

	private static String title(int links) {
		return "a node adds with " + links + ((links == 1) ? " link" : " links");
	}

	private static void row(Tables table, String what, double[] now, double[] before) {
		table.row(what, (now[0] - before[0]) / KILO, (now[1] - before[1]) / KILO, (now[2] - before[2]) / KILO,
				now[3] - before[3], now[4] - before[4], (now[5] - before[5]) / MEGA);
	}

	private static double[] take(Child measured) throws Exception {
		String[] words = measured.ask("take").split(" ");
		double[] all = new double[words.length + 1];
		for (int i = 0; i < words.length; i++) {
			all[i] = Double.parseDouble(words[i]);
		}
		all[words.length] = measured.residentMegabytes() * MEGA;
		return all;
	}

}
