package io.macula.gossip.benchmarks.scale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The command: what is to be measured, in a network of its own.
 */
public final class Scale {

	private static final List<String> ALL = List.of("mesh", "cold", "growth", "heartbeat", "memory", "messages");

	private static final String USAGE = "[--short] [--nodes <n>,...] " + String.join("|", ALL) + "...";

	private static final int NODES_A_PROCESS = 10;

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	private Scale() {
	}

	/**
	 * Measure and print tables in Markdown. The exit status is 1 if something was not in
	 * time.
	 * @param args what, all of it by default
	 * @throws Exception if something cannot be measured
	 */
	public static void main(String[] args) throws Exception {
		boolean quick = false;
		int[] nodes = { 5, 10, 20 };
		List<String> wanted = new ArrayList<>();
		for (int i = 0; i < args.length; i++) {
			if (args[i].equals("--short")) {
				quick = true;
			}
			else if (args[i].equals("--nodes") && i + 1 < args.length
					&& args[i + 1].matches("[1-9]\\d*(,[1-9]\\d*)*")) {
				i++;
				nodes = Arrays.stream(args[i].split(",")).mapToInt(Integer::parseInt).toArray();
			}
			else if (ALL.contains(args[i])) {
				wanted.add(args[i]);
			}
			else {
				System.err.println(USAGE);
				System.exit(2);
			}
		}
		if (quick) {
			nodes = new int[] { 3 };
			Child.limit(Duration.ofSeconds(20));
		}
		for (String what : wanted.isEmpty() ? ALL : wanted) {
			System.out.println();
			run(what, quick, nodes);
		}
		System.exit(Tables.complete() ? 0 : 1);
	}

	private static void run(String what, boolean quick, int[] nodes) throws Exception {
		Duration time = Duration.ofSeconds(quick ? 1 : 20);
		switch (what) {
			case "mesh" -> mesh(nodes, time);
			case "cold" -> cold(nodes, quick ? List.of("secret") : List.of("open", "secret"));
			case "growth" -> growth(nodes, time);
			case "heartbeat" -> Heartbeats.measure(quick);
			case "memory" -> Memory.measure(quick);
			case "messages" -> Messages.measure(quick);
			default -> throw new IllegalArgumentException(what);
		}
	}

	/**
	 * So many nodes in one process each time, and ten to a process where there are more;
	 * in one with virtual threads as well where there are such.
	 */
	private static void mesh(int[] sizes, Duration time) throws Exception {
		Tables table = new Tables("nodes", "processes", "threads of links", "full mesh after s", "of a core, a node, %",
				"resident MB a node", "threads a node", "a killed process missed by all, ms",
				"as many again at once, s");
		for (int nodes : sizes) {
			meshRow(table, nodes, nodes, "open", time);
			if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
				meshRow(table, nodes, nodes, ManyNodes.VIRTUAL, time);
			}
			if (nodes > NODES_A_PROCESS && nodes % NODES_A_PROCESS == 0) {
				meshRow(table, nodes, NODES_A_PROCESS, "open", time);
			}
		}
	}

	private static void meshRow(Tables table, int nodes, int each, String option, Duration time) throws Exception {
		table.attempt(nodes, () -> {
			try (Mesh mesh = new Mesh(each, option)) {
				double formed = mesh.start(mesh.launch(nodes));
				Mesh.Steady steady = mesh.steady(time);
				Object missed = "";
				Object back = "";
				if (nodes > each) {
					missed = 1000 * mesh.killOne();
					back = mesh.start(mesh.launch(each));
				}
				table.row(nodes, nodes / each, option.equals(ManyNodes.VIRTUAL) ? option : "platform", formed,
						steady.percent(), steady.megabytes(), steady.threads(), missed, back);
			}
		});
	}

	private static void cold(int[] sizes, List<String> options) throws Exception {
		Tables table = new Tables("cold JVMs at once", "", "full mesh after s", "CPU s of each", "links",
				"dials beyond", "TCP connects");
		for (int nodes : sizes) {
			for (String option : options) {
				table.attempt(nodes, () -> {
					try (Mesh mesh = new Mesh(1, option)) {
						List<Child> launched = mesh.launch(nodes);
						double cpu = mesh.cpuSeconds();
						long connects = Mesh.connects();
						double formed = mesh.start(launched);
						int links = nodes * (nodes - 1) / 2;
						double used = mesh.cpuSeconds() - cpu;
						table.row(nodes, option, formed, used / nodes, links, mesh.dials() - links,
								Mesh.connects() - connects);
					}
				});
			}
		}
	}

	private static void growth(int[] sizes, Duration time) throws Exception {
		Tables table = new Tables("nodes, a JVM each", "links", "full mesh after s, cold", "CPU s of each until then",
				"of a core, a node, %", "resident MB a node", "threads a node", "SIGKILL missed by all, ms");
		for (int nodes : sizes) {
			table.attempt(nodes, () -> {
				try (Mesh mesh = new Mesh(1, "open")) {
					List<Child> launched = mesh.launch(nodes);
					double cpu = mesh.cpuSeconds();
					double after = mesh.start(launched);
					double used = mesh.cpuSeconds() - cpu;
					Mesh.Steady steady = mesh.steady(time);
					table.row(nodes, nodes * (nodes - 1) / 2, after, used / nodes, steady.percent(), steady.megabytes(),
							steady.threads(), 1000 * mesh.killOne());
				}
			});
		}
	}

}
