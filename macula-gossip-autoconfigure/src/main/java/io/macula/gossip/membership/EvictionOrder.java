package io.macula.gossip.membership;

import java.util.LinkedHashMap;
import java.util.Map;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * Who leaves the table when there is no room: of those that are not up, the one that was
 * heard the longest ago. Nobody who was up, or is being connected to, leaves for a name
 * that was merely heard, unless that comes from the same address; for one that is linked
 * they do, after the others. Finding it takes the same short time however many there are,
 * since who sends us names decides how often that is done.
 */
final class EvictionOrder {

	private final Map<NodeName, MemberEntry> idle = newOrder();

	/**
	 * Those that were up, and to which no attempt to connect is under way.
	 */
	private final Map<NodeName, MemberEntry> lost = newOrder();

	private final Map<NodeName, MemberEntry> connecting = newOrder();

	/**
	 * The entry is new, was heard or has changed.
	 */
	void update(MemberEntry entry) {
		Map<NodeName, MemberEntry> wanted = wanted(entry);
		if (entry.order == wanted) {
			if (wanted != null) {
				// In order of access
				wanted.get(entry.name);
				entry.source.idle.get(entry.name);
			}
			return;
		}
		remove(entry);
		entry.order = wanted;
		if (wanted != null) {
			wanted.put(entry.name, entry);
		}
		if (wanted == this.idle || wanted == this.lost) {
			entry.source.idle.put(entry.name, entry);
		}
	}

	/**
	 * Say whether the entry has changed since it was last put in order.
	 */
	boolean isOutdated(MemberEntry entry) {
		return entry.order != wanted(entry);
	}

	void remove(MemberEntry entry) {
		if (entry.order != null) {
			entry.order.remove(entry.name);
			entry.source.idle.remove(entry.name);
			entry.order = null;
		}
	}

	/**
	 * Return who is to leave.
	 * @param forLinked whether it is for a node that is linked
	 * @return the entry, or {@code null} if there is none
	 */
	@Nullable MemberEntry first(boolean forLinked) {
		MemberEntry first = first(this.idle);
		if (first == null && forLinked) {
			first = first(this.lost);
			first = (first != null) ? first : first(this.connecting);
		}
		return first;
	}

	private static @Nullable MemberEntry first(Map<NodeName, MemberEntry> order) {
		return order.isEmpty() ? null : order.values().iterator().next();
	}

	private @Nullable Map<NodeName, MemberEntry> wanted(MemberEntry entry) {
		if (entry.isUp()) {
			return null;
		}
		if (entry.connecting) {
			return this.connecting;
		}
		return entry.lost ? this.lost : this.idle;
	}

	private static Map<NodeName, MemberEntry> newOrder() {
		return new LinkedHashMap<>(16, 0.75f, true);
	}

}
