package io.macula.gossip;

/**
 * A node that was up is no longer.
 */
public final class NodeDownEvent extends GossipEvent {

	private final NodeDownReason reason;

	/**
	 * Create an event.
	 * @param source the service that saw it
	 * @param node the node as it was then
	 * @param reason why it is down
	 */
	public NodeDownEvent(GossipClusterService source, GossipNode node, NodeDownReason reason) {
		super(source, node);
		this.reason = reason;
	}

	/**
	 * Return why the node is down.
	 * @return the reason
	 */
	public NodeDownReason getReason() {
		return this.reason;
	}

	@Override
	public Kind getKind() {
		return Kind.DOWN;
	}

	@Override
	void tell(GossipListener listener) {
		listener.onNodeDown(this);
	}

	@Override
	public String toString() {
		return "NodeDownEvent[cluster=%s, node=%s, reason=%s]".formatted(getCluster(), getNode().name(), this.reason);
	}

}
