package io.macula.gossip.simulation;

import io.macula.gossip.NodeName;

/**
 * An attempt to connect.
 */
final class SimulatedDial {

	final SimulatedNode from;

	final NodeName name;

	final int to;

	/**
	 * Whether the other node was told who connects.
	 */
	boolean named;

	int namedAt;

	/**
	 * Whether the other node may make it the link.
	 */
	boolean proving;

	/**
	 * Whether that of the other node goes on in its place.
	 */
	boolean yielded;

	boolean over;

	SimulatedDial(SimulatedNode from, NodeName name, int to) {
		this.from = from;
		this.name = name;
		this.to = to;
	}

	boolean isOver() {
		return this.over;
	}

}
