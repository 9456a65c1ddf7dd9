package io.macula.gossip;

/**
 * An announcement of a node not known before was accepted. It need not be up yet: that is
 * what {@link NodeUpEvent} says.
 */
public final class NodeDiscoveredEvent extends GossipEvent {

	/**
	 * Create an event.
	 * @param source the service that saw it
	 * @param node the node as it was then
	 */
	public NodeDiscoveredEvent(GossipClusterService source, GossipNode node) {
		super(source, node);
	}

	@Override
	public Kind getKind() {
		return Kind.DISCOVERED;
	}

	@Override
	void tell(GossipListener listener) {
		listener.onNodeDiscovered(this);
	}

}
