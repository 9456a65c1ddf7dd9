package io.macula.gossip;

/**
 * What this node knows of another.
 */
public enum NodeState {

	/**
	 * An announcement of it was accepted, but it does not count as connected.
	 */
	DISCOVERED,

	/**
	 * It is up: between its {@link NodeUpEvent} and its {@link NodeDownEvent}.
	 */
	CONNECTED,

	/**
	 * It is up, but has been silent for longer than it should be.
	 */
	SUSPECTED

}
