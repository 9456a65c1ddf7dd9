package io.macula.gossip;

/**
 * A node came up. Exactly one {@link NodeDownEvent} of it follows before the next of
 * these.
 */
public final class NodeUpEvent extends GossipEvent {

	/**
	 * Create an event.
	 * @param source the service that saw it
	 * @param node the node as it was then
	 */
	public NodeUpEvent(GossipClusterService source, GossipNode node) {
		super(source, node);
	}

	@Override
	public Kind getKind() {
		return Kind.UP;
	}

	@Override
	void tell(GossipListener listener) {
		listener.onNodeUp(this);
	}

}
