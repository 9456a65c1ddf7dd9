package io.macula.gossip;

import java.util.function.Consumer;

/**
 * Told what happens to the nodes of a cluster: for beans that prefer an interface to
 * {@code @EventListener} methods.
 * <p>
 * Calls come one at a time and in order, never concurrently, on the same thread as the
 * Spring events. One that blocks delays later calls and nothing else. An exception is
 * logged, and the next listener is served.
 * <p>
 * No functional interface, since a listener overrides the methods that it cares for; a
 * lambda becomes one by {@link #of(Consumer)}.
 */
public interface GossipListener {

	/**
	 * Return a listener that does the same on every event.
	 * @param action takes each event
	 * @return the listener
	 */
	static GossipListener of(Consumer<? super GossipEvent> action) {
		return new GossipListener() {

			@Override
			public void onEvent(GossipEvent event) {
				action.accept(event);
			}

		};
	}

	/**
	 * Anything happened. Calls the method for the type of the event.
	 * @param event the event
	 */
	default void onEvent(GossipEvent event) {
		event.tell(this);
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
	 * A node that is up changed its metadata, or told it late.
	 * @param event the event
	 */
	default void onNodeMetadata(NodeMetadataEvent event) {
	}

}
