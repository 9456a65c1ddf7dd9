package io.macula.gossip.benchmarks.comparison;

/**
 * A program that does nothing.
 */
public final class IdleNode implements TimedNode {

	private IdleNode() {
	}

	/**
	 * Run it.
	 * @param args see {@link Place}
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		NodeProgram.run(args, (place) -> new IdleNode());
	}

	@Override
	public void start() {
		// Nothing to do
	}

	@Override
	public void stop() {
		// Nothing to do
	}

}
