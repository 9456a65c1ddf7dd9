package io.macula.gossip;

/**
 * Told what happens to the nodes of a cluster: for beans that prefer an interface to
 * {@code @EventListener} methods.
 * <p>
 * Calls come one at a time and in order, never concurrently, on the same thread as the
 * Spring events. One that blocks delays later calls and nothing else. An exception is
 * logged, and the next listener is served.
 */
public interface GossipListener {

	/**
	 * Anything happened. Calls the method for the type of the event.
	 * @param event the event
	 */
	default void onEvent(GossipEvent event) {
		if (event instanceof NodeDiscoveredEvent discovered) {
			onNodeDiscovered(discovered);
		}
		else if (event instanceof NodeUpEvent up) {
			onNodeUp(up);
		}
		else if (event instanceof NodeDownEvent down) {
			onNodeDown(down);
		}
		else if (event instanceof NodeMetadataEvent metadata) {
			onNodeMetadata(metadata);
		}
	}

	/**
	 * A node not known before was heard.
	 * @param event the event
	 */
	default void onNodeDiscovered(NodeDiscoveredEvent event) {
	}

	/**
	 * A node came up.
	 * @param event the event
	 */
	default void onNodeUp(NodeUpEvent event) {
	}

	/**
	 * A node that was up is no longer.
	 * @param event the event
	 */
	default void onNodeDown(NodeDownEvent event) {
	}

	/**
	 * A node told its metadata, or changed it.
	 * @param event the event
	 */
	default void onNodeMetadata(NodeMetadataEvent event) {
	}

}
