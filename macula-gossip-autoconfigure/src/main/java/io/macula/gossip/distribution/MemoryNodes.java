package io.macula.gossip.distribution;

/**
 * Makes nodes that link to each other and to no others, in the memory of this process,
 * and otherwise do all that a {@link DistributionNode} does. Thread-safe.
 */
public final class MemoryNodes {

	private final LinkSockets sockets = new MemorySockets();

	/**
	 * Create a node. Nothing happens yet.
	 * @param settings how it links
	 * @param listener hears of its links
	 * @return the node
	 */
	public LinkLayer create(DistributionSettings settings, DistributionListener listener) {
		return new DistributionNode(settings, listener, this.sockets);
	}

}
