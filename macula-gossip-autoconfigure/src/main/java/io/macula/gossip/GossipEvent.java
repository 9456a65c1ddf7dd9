package io.macula.gossip;

import org.springframework.context.ApplicationEvent;

/**
 * Something that happened to a node of a cluster. Immutable.
 * <p>
 * Events are delivered one at a time and in order, on a thread that serves only
 * listeners: one that blocks delays later events and nothing else.
 */
public abstract sealed class GossipEvent extends ApplicationEvent
		permits NodeDiscoveredEvent, NodeUpEvent, NodeDownEvent, NodeMetadataEvent {

	private final GossipNode node;

	GossipEvent(GossipClusterService source, GossipNode node) {
		super(source);
		this.node = node;
	}

	@Override
	public GossipClusterService getSource() {
		return (GossipClusterService) super.getSource();
	}

	/**
	 * Return the name of the cluster it happened in.
	 * @return the name of the cluster
	 */
	public String getCluster() {
		return getSource().getCluster();
	}

	/**
	 * Return the node as it was when it happened.
	 * @return the node
	 */
	public GossipNode getNode() {
		return this.node;
	}

	/**
	 * Return what happened.
	 * @return the kind of event
	 */
	public abstract Kind getKind();

	/**
	 * Call the method of a listener that is for events of this type.
	 * @param listener the listener
	 */
	abstract void tell(GossipListener listener);

	@Override
	public String toString() {
		return "%s[cluster=%s, node=%s]".formatted(getClass().getSimpleName(), getCluster(), this.node.name());
	}

	/**
	 * What happened, for those that treat all events alike.
	 */
	public enum Kind {

		/**
		 * {@link NodeDiscoveredEvent}.
		 */
		DISCOVERED,

		/**
		 * {@link NodeUpEvent}.
		 */
		UP,

		/**
		 * {@link NodeDownEvent}.
		 */
		DOWN,

		/**
		 * {@link NodeMetadataEvent}.
		 */
		METADATA

	}

}
