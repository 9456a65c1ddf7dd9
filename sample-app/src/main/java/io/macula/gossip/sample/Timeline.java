package io.macula.gossip.sample;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.macula.gossip.GossipEvent;
import io.macula.gossip.NodeDownEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What happened in the cluster, for pages that are opened later or were away: the last
 * events, and which nodes are down rather than not up yet. Thread-safe.
 */
@Component
class Timeline {

	static final int CAPACITY = 200;

	private final Deque<Entry> entries = new ArrayDeque<>();

	private long lastId;

	/**
	 * Create a timeline. A page that was opened before this application was restarted
	 * asks for what came after an event of the last run: the numbers of this run begin
	 * behind those.
	 */
	Timeline() {
		this.lastId = System.currentTimeMillis();
	}

	synchronized void add(GossipEvent event) {
		if (this.entries.size() == CAPACITY) {
			removeLeastWanted();
		}
		this.entries.add(Entry.of(++this.lastId, event));
	}

	/**
	 * Return what came after an event.
	 */
	synchronized List<Entry> after(long id) {
		return this.entries.stream().filter((entry) -> entry.id() > id).toList();
	}

	/**
	 * Return the nodes that were up, and went down since.
	 */
	synchronized Set<String> down() {
		Set<String> down = new HashSet<>();
		for (Entry entry : this.entries) {
			if (entry.is(GossipEvent.Kind.DOWN)) {
				down.add(entry.node());
			}
			else if (entry.is(GossipEvent.Kind.UP)) {
				down.remove(entry.node());
			}
		}
		return down;
	}

	/**
	 * Remove the oldest event that is neither up nor down, or else the oldest: whoever
	 * sends datagrams causes discoveries, and must not push out what became of the nodes.
	 */
	private void removeLeastWanted() {
		Entry leastWanted = this.entries.stream()
			.filter((entry) -> !entry.is(GossipEvent.Kind.UP) && !entry.is(GossipEvent.Kind.DOWN))
			.findFirst()
			.orElse(this.entries.getFirst());
		this.entries.remove(leastWanted);
	}

	/**
	 * One event.
	 *
	 * @param id its number, larger than that of any event before it
	 * @param at when it happened
	 * @param kind what happened, such as {@code up}
	 * @param node name of the node
	 * @param reason why the node is down; {@code null} if it is not
	 */
	record Entry(long id, Instant at, String kind, String node, @Nullable String reason) {

		private static Entry of(long id, GossipEvent event) {
			String reason = (event instanceof NodeDownEvent down) ? down.getReason().name() : null;
			return new Entry(id, Instant.ofEpochMilli(event.getTimestamp()), nameOf(event.getKind()),
					event.getNode().name().value(), reason);
		}

		private boolean is(GossipEvent.Kind kind) {
			return nameOf(kind).equals(this.kind);
		}

		private static String nameOf(GossipEvent.Kind kind) {
			return kind.name().toLowerCase(Locale.ROOT);
		}

	}

}
