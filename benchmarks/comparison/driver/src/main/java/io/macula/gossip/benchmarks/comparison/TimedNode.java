package io.macula.gossip.benchmarks.comparison;

/**
 * A node of one system, in a process of its own. It tells {@link NodeProgram} whom it
 * sees come and go, from the system's own events where it has them.
 */
public interface TimedNode {

	/**
	 * Join, and return when the system's own call does.
	 * @throws Exception if the system fails
	 */
	void start() throws Exception;

	/**
	 * Leave, as an orderly stop does.
	 * @throws Exception if the system fails
	 */
	void stop() throws Exception;

}
