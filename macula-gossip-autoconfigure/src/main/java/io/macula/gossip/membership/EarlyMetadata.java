package io.macula.gossip.membership;

import java.util.HashMap;
import java.util.Map;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of nodes whose link is not known to be up yet. Kept for a moment only: what
 * comes after a link has ended must not be taken for the next one's.
 */
final class EarlyMetadata {

	private final Map<NodeName, Received> received = new HashMap<>();

	private final int capacity;

	private final long keepNanos;

	EarlyMetadata(int capacity, long keepNanos) {
		this.capacity = capacity;
		this.keepNanos = keepNanos;
	}

	void put(NodeName node, Map<String, String> metadata, long now) {
		if (this.received.size() < this.capacity) {
			this.received.put(node, new Received(metadata, now));
		}
	}

	@Nullable Map<String, String> take(NodeName node) {
		Received taken = this.received.remove(node);
		return (taken != null) ? taken.metadata() : null;
	}

	void prune(long now) {
		this.received.values().removeIf((early) -> now - early.at() > this.keepNanos);
	}

	private record Received(Map<String, String> metadata, long at) {

	}

}
