package io.macula.gossip.service;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that were linked to this one, and whether they can prove the key beforehand as
 * BEAM nodes cannot. When there are too many, the one that linked the longest ago is
 * forgotten. Thread-safe.
 */
final class FormerNodes {

	private final int max;

	private final Map<NodeName, Former> nodes = new LinkedHashMap<>();

	FormerNodes(int max) {
		this.max = max;
	}

	/**
	 * A node has linked.
	 * @param node the node
	 * @param address where it is
	 * @return whether it has not proven the key beforehand, as far as is known
	 */
	synchronized boolean linked(NodeName node, InetAddress address) {
		Former before = this.nodes.remove(node);
		boolean proves = before != null && before.proves;
		put(node, new Former(address, proves));
		return !proves;
	}

	/**
	 * A node has proven the key. It can do so again, and has to.
	 * @param node the node
	 */
	synchronized void proved(NodeName node) {
		Former before = this.nodes.remove(node);
		put(node, new Former((before != null) ? before.address : null, true));
	}

	/**
	 * Return where a node was linked that cannot prove the key, or {@code null}.
	 */
	synchronized @Nullable InetAddress unprovenAddress(NodeName node) {
		Former former = this.nodes.get(node);
		return (former != null && !former.proves) ? former.address : null;
	}

	/**
	 * Say whether a node was linked at an address.
	 */
	synchronized boolean wasLinked(NodeName node, InetAddress address) {
		Former former = this.nodes.get(node);
		return former != null && address.equals(former.address);
	}

	private void put(NodeName node, Former former) {
		this.nodes.put(node, former);
		if (this.nodes.size() > this.max) {
			this.nodes.remove(this.nodes.keySet().iterator().next());
		}
	}

	/**
	 * What is known of one.
	 *
	 * @param address where it was linked, or {@code null} if it has only proven the key
	 * @param proves whether it can prove the key beforehand
	 */
	private record Former(@Nullable InetAddress address, boolean proves) {

	}

}
