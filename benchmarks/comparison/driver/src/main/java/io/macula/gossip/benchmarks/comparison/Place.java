package io.macula.gossip.benchmarks.comparison;

import java.util.List;

/**
 * Which node of its cluster a process is.
 *
 * @param index its number, from 1
 * @param basePort a port that is the cluster's own, as are the hundred after it
 * @param options what tells variants of a system apart
 */
public record Place(int index, int basePort, List<String> options) {

	/**
	 * Read it from the arguments of a process.
	 * @param args index, base port and options
	 * @return the place
	 */
	public static Place of(String... args) {
		return new Place(Integer.parseInt(args[0]), Integer.parseInt(args[1]), List.of(args).subList(2, args.length));
	}

	/**
	 * Return the name by which the driver knows this node.
	 * @return the name
	 */
	public String name() {
		return "n" + this.index;
	}

	/**
	 * Return the port of this node, for systems that must be given one.
	 * @return the port
	 */
	public int port() {
		return this.basePort + this.index;
	}

	/**
	 * Return the port of the cluster's first node, for systems that must be given one to
	 * turn to.
	 * @return the port
	 */
	public int firstPort() {
		return this.basePort + 1;
	}

}
