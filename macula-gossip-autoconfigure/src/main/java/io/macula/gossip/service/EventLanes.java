package io.macula.gossip.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

import io.macula.gossip.GossipEvent;
import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for delivery, in two lanes. What says that a node came up or is
 * down goes first and is never dropped. That one was discovered anybody can cause who
 * sends datagrams, and metadata whoever is linked, as often as they like: those wait for
 * the others, a node's newest metadata takes the place of what it told before, and
 * discoveries beyond a number are dropped. The events of one node keep their order
 * whatever lane they are in. Thread-safe.
 */
final class EventLanes {

	private final int maxDiscovered;

	private final Deque<GossipEvent> first = new ArrayDeque<>();

	private final Map<NodeName, Deferred> deferred = new LinkedHashMap<>();

	private int discovered;

	private int metadata;

	private long dropped;

	/**
	 * Create empty lanes.
	 * @param maxDiscovered most discoveries that wait
	 */
	EventLanes(int maxDiscovered) {
		this.maxDiscovered = maxDiscovered;
	}

	/**
	 * Add an event.
	 * @return whether it is there to be delivered
	 */
	synchronized boolean add(GossipEvent event) {
		NodeName node = event.getNode().name();
		switch (event.getKind()) {
			case DISCOVERED -> {
				if (this.discovered >= this.maxDiscovered) {
					this.dropped++;
					return false;
				}
				Deferred waiting = this.deferred.computeIfAbsent(node, (name) -> new Deferred());
				this.discovered += (waiting.discovery == null) ? 1 : 0;
				waiting.discovery = event;
			}
			case METADATA -> {
				Deferred waiting = this.deferred.computeIfAbsent(node, (name) -> new Deferred());
				this.metadata += (waiting.metadata == null) ? 1 : 0;
				waiting.metadata = event;
			}
			case UP, DOWN -> {
				prefer(this.deferred.remove(node));
				this.first.add(event);
			}
		}
		return true;
	}

	/**
	 * Take the next event to be delivered.
	 * @return the event, or {@code null} if there is none
	 */
	synchronized @Nullable GossipEvent poll() {
		if (this.first.isEmpty() && !this.deferred.isEmpty()) {
			NodeName oldest = this.deferred.keySet().iterator().next();
			prefer(this.deferred.remove(oldest));
		}
		return this.first.poll();
	}

	synchronized int size() {
		return this.first.size() + this.discovered + this.metadata;
	}

	synchronized long dropped() {
		return this.dropped;
	}

	private void prefer(@Nullable Deferred waiting) {
		if (waiting == null) {
			return;
		}
		if (waiting.discovery != null) {
			this.discovered--;
			this.first.add(waiting.discovery);
		}
		if (waiting.metadata != null) {
			this.metadata--;
			this.first.add(waiting.metadata);
		}
	}

	/**
	 * What waits of one node.
	 */
	private static final class Deferred {

		private @Nullable GossipEvent discovery;

		private @Nullable GossipEvent metadata;

	}

}
