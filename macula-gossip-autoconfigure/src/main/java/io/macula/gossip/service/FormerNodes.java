package io.macula.gossip.service;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that have linked to this one by themselves and so proven the key, and that cannot
 * prove it beforehand as BEAM nodes cannot. When there are too many, the one that linked
 * the longest ago is forgotten. Thread-safe.
 */
final class FormerNodes {

	private final int max;

	/**
	 * Where each was; {@code null} for one that can prove the key.
	 */
	private final Map<NodeName, @Nullable InetAddress> nodes = new LinkedHashMap<>();

	FormerNodes(int max) {
		this.max = max;
	}

	/**
	 * A node has linked.
	 * @param node the node
	 * @param address where it is
	 * @return whether it may be one that can prove the key, as far as is known
	 */
	synchronized boolean linked(NodeName node, InetAddress address) {
		boolean proves = this.nodes.containsKey(node) && this.nodes.get(node) == null;
		put(node, proves ? null : address);
		return !proves;
	}

	/**
	 * A node has proven the key. It can do so again, and has to.
	 * @param node the node
	 */
	synchronized void proved(NodeName node) {
		put(node, null);
	}

	/**
	 * Return where a node was that cannot prove the key, or {@code null}.
	 */
	synchronized @Nullable InetAddress addressOf(NodeName node) {
		return this.nodes.get(node);
	}

	private void put(NodeName node, @Nullable InetAddress address) {
		this.nodes.remove(node);
		this.nodes.put(node, address);
		if (this.nodes.size() > this.max) {
			this.nodes.remove(this.nodes.keySet().iterator().next());
		}
	}

}
