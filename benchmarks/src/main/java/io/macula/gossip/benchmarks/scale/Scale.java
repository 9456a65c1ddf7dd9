package io.macula.gossip.benchmarks.scale;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The command: what is to be measured, in a network of its own.
 */
public final class Scale {

	private static final List<String> ALL = List.of("mesh", "cold", "growth", "heartbeat", "memory", "messages");

	private static final String USAGE = "[--short] [--images <directory>] [--nodes <n>,...] " + String.join("|", ALL)
			+ "...";

	private Scale() {
	}

	/**
	 * Measure and print tables in Markdown.
	 * @param args what, all of it by default
	 * @throws Exception if something cannot be measured
	 */
	public static void main(String[] args) throws Exception {
		boolean quick = false;
		Path images = null;
		int[] nodes = { 5, 10, 20, 50, 100 };
		List<String> wanted = new ArrayList<>();
		for (int i = 0; i < args.length; i++) {
			if (args[i].equals("--short")) {
				quick = true;
			}
			else if (args[i].equals("--images") && i + 1 < args.length) {
				i++;
				images = Path.of(args[i]);
			}
			else if (args[i].equals("--nodes") && i + 1 < args.length) {
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
		if (wanted.isEmpty()) {
			wanted.addAll(ALL);
		}
		for (String what : wanted) {
			System.out.println();
			run(what, quick, images, nodes);
		}
		System.exit(0);
	}

	private static void run(String what, boolean quick, @Nullable Path images, int[] nodes) throws Exception {
		switch (what) {
			case "mesh" -> mesh(nodes[nodes.length - 1], quick);
			case "cold" -> cold((nodes.length == 1) ? nodes[0] : 40, quick);
			case "growth" -> growth(quick ? new int[] { 2, 4 } : nodes, quick, images);
			case "heartbeat" -> Heartbeats.measure(quick, images);
			case "memory" -> Memory.measure(quick);
			case "messages" -> Messages.measure(quick);
			default -> throw new IllegalArgumentException(what);
		}
	}

	private static void mesh(int nodes, boolean quick) throws Exception {
		String here = System.getProperty("java.home");
		Tables table = new Tables("processes", "nodes each", "JDK", "threads", "full mesh after s",
				"of a core, a node, %", "resident MB a node", "threads a node", "a killed process missed by all, ms",
				"ten more at once, s");
		if (quick) {
			meshRow(table, here, 4, 2, "platform", Duration.ofSeconds(2));
			return;
		}
		Duration time = Duration.ofSeconds(20);
		meshRow(table, here, nodes, 10, "platform", time);
		meshRow(table, here, nodes, nodes, "platform", time);
		for (String home : Mesh.homes().values()) {
			meshRow(table, home, nodes, 10, "virtual", time);
			meshRow(table, home, nodes, nodes, "virtual", time);
		}
	}

	private static void meshRow(Tables table, String home, int nodes, int each, String threads, Duration time)
			throws Exception {
		Object[] layout = { nodes / each, each, Path.of(home).getFileName() };
		try (Mesh mesh = new Mesh(home, each, threads)) {
			double formed = mesh.start(mesh.launch(nodes));
			Mesh.Steady steady = mesh.steady(time);
			Object missed = "";
			Object back = "";
			if (nodes > each) {
				missed = 1000 * mesh.killOne();
				back = mesh.start(mesh.launch(Math.max(each, Math.min(10, nodes))));
			}
			table.row(layout[0], layout[1], layout[2], threads, formed, steady.percent(), steady.megabytes(),
					steady.threads(), missed, back);
		}
		catch (IllegalStateException ex) {
			table.row(layout[0], layout[1], layout[2], threads, "not in time", "", "", "", "", "");
			System.err.println(ex.getMessage());
		}
	}

	private static void cold(int most, boolean quick) throws Exception {
		Tables table = new Tables("cold JVMs at once", "", "full mesh after s", "CPU s of each", "links",
				"dials beyond", "TCP connects");
		for (int nodes : quick ? new int[] { 5 } : new int[] { most }) {
			for (String option : List.of("open", "secret")) {
				try (Mesh mesh = new Mesh(System.getProperty("java.home"), 1, option)) {
					List<Child> launched = mesh.launch(nodes);
					double cpu = mesh.cpuSeconds();
					long connects = Mesh.connects();
					double formed = mesh.start(launched);
					int links = nodes * (nodes - 1) / 2;
					double used = mesh.cpuSeconds() - cpu;
					table.row(nodes, option, formed, used / nodes, links, mesh.dials() - links,
							Mesh.connects() - connects);
				}
			}
		}
	}

	private static void growth(int[] sizes, boolean quick, @Nullable Path images) throws Exception {
		Tables table = new Tables("nodes, a JVM each", "links", "full mesh after s, cold", "CPU s of each until then",
				"of a core, a node, %", "resident MB a node", "threads a node", "SIGKILL missed by all, ms");
		List<double[]> formed = new ArrayList<>();
		List<double[]> percent = new ArrayList<>();
		List<double[]> megabytes = new ArrayList<>();
		for (int nodes : sizes) {
			try (Mesh mesh = new Mesh(System.getProperty("java.home"), 1)) {
				List<Child> launched = mesh.launch(nodes);
				double cpu = mesh.cpuSeconds();
				double after = mesh.start(launched);
				double used = mesh.cpuSeconds() - cpu;
				Mesh.Steady steady = mesh.steady(Duration.ofSeconds(quick ? 1 : 20));
				table.row(nodes, nodes * (nodes - 1) / 2, after, used / nodes, steady.percent(), steady.megabytes(),
						steady.threads(), 1000 * mesh.killOne());
				formed.add(new double[] { nodes, after });
				percent.add(new double[] { nodes, steady.percent() });
				megabytes.add(new double[] { nodes, steady.megabytes() });
			}
		}
		if (images != null) {
			new Curves("Nodes that are all linked, a JVM each on two cores", "nodes")
				.add("full mesh after s, all cold and at once", formed)
				.add("% of a core, a node, once they stand", percent)
				.add("resident MB, a node", megabytes)
				.write(images.resolve("scale-links.svg"));
		}
	}

}
