package io.macula.gossip;

/**
 * A node came up. Exactly one {@link NodeDownEvent} of it follows before the next of
 * these. {@link #getNode()} of a JVM node has its application and its metadata: the event
 * waits for them, for half a second at most, and a {@link NodeMetadataEvent} follows if
 * they come later. That of a BEAM node, and in heartbeat mode, waits for nothing.
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
