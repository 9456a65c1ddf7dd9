package io.macula.gossip;

/**
 * A node that is up changed its metadata, or told it after its {@link NodeUpEvent}.
 * {@link GossipNode#metadata()} of {@link #getNode()} has it.
 */
public final class NodeMetadataEvent extends GossipEvent {

	/**
	 * Create an event.
	 * @param source the service that saw it
	 * @param node the node as it was then
	 */
	public NodeMetadataEvent(GossipClusterService source, GossipNode node) {
		super(source, node);
	}

	@Override
	public Kind getKind() {
		return Kind.METADATA;
	}

	@Override
	void tell(GossipListener listener) {
		listener.onNodeMetadata(this);
	}

}
