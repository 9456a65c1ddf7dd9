package io.macula.gossip.membership;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * The table of nodes for those who only look at it. Thread-safe, and waits for nobody:
 * each node is as it was after one of its inputs, and two nodes may be as they were at
 * two moments.
 */
public final class MembershipView {

	private final Map<NodeName, MemberEntry> entries;

	MembershipView(Map<NodeName, MemberEntry> entries) {
		this.entries = entries;
	}

	/**
	 * Return the nodes in the table.
	 * @return a copy, in no particular order
	 */
	public Collection<Member> members() {
		return this.entries.values().stream().map(MemberEntry::snapshot).toList();
	}

	/**
	 * Return how many nodes are in the table.
	 * @return from 0 to the most that there may be
	 */
	public int size() {
		return this.entries.size();
	}

	/**
	 * Return the interval of a node, if it is longer than that of this node.
	 * @param node name of the node
	 * @return the interval, or {@code null} if it is not known to be longer
	 */
	public @Nullable Duration announcesEvery(NodeName node) {
		MemberEntry entry = this.entries.get(node);
		return (entry != null) ? entry.announcesEvery() : null;
	}

	/**
	 * Return one node of the table.
	 * @param node name of the node
	 * @return the node, or {@code null} if it is not there
	 */
	public @Nullable Member member(NodeName node) {
		MemberEntry entry = this.entries.get(node);
		return (entry != null) ? entry.snapshot() : null;
	}

}
