package io.macula.gossip.benchmarks.comparison;

import java.util.List;

/**
 * A system, or a variant of one.
 *
 * @param key its name on the command line and in files of samples
 * @param title its name in the table
 * @param launcher tells how to start its nodes
 * @param beside tells the command of what must be running beside the nodes and listens at
 * the cluster's base port; none for most
 */
record ComparedSystem(String key, String title, Launcher launcher, Beside beside) {

	/** The system that the others are compared with. */
	static final String BASELINE = "ours";

	ComparedSystem(String key, String title, Launcher launcher) {
		this(key, title, launcher, (basePort) -> List.of());
	}

	NodeProcess launch(int index, int basePort) {
		return new NodeProcess("n" + index, this.launcher.command(index, basePort));
	}

	/**
	 * Tells the command of a node.
	 */
	interface Launcher {

		List<String> command(int index, int basePort);

	}

	/**
	 * Tells the command of what runs beside the nodes.
	 */
	interface Beside {

		List<String> command(int basePort);

	}

}
