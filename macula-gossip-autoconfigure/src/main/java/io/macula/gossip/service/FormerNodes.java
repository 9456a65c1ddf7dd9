package io.macula.gossip.service;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.NodeLink;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that were linked to this one, and whether they are such as can prove the key
 * beforehand, as BEAM nodes cannot. When there are too many, the one that linked the
 * longest ago is forgotten. Thread-safe.
 */
final class FormerNodes {

	private final int max;

	private final Map<NodeName, Former> nodes = new LinkedHashMap<>();

	FormerNodes(int max) {
		this.max = max;
	}

	/**
	 * A node has linked. One that introduces itself can prove the key, though it may not
	 * have come to it yet.
	 * @param link the link
	 */
	synchronized void linked(NodeLink link) {
		Former before = this.nodes.remove(link.node());
		put(link.node(), new Former(link, link.introducesItself() || (before != null && before.proves)));
	}

	/**
	 * A node has proven the key, or is seen to be one that can. It has to from now on.
	 * @param node the node, which has the key or a link
	 */
	synchronized void canProve(NodeName node) {
		Former before = this.nodes.remove(node);
		put(node, new Former((before != null) ? before.link : null, true));
	}

	/**
	 * Return the last link of a node that cannot prove the key, as far as is known, or
	 * {@code null}.
	 */
	synchronized @Nullable NodeLink unproven(NodeName node) {
		Former former = this.nodes.get(node);
		return (former != null && !former.proves) ? former.link : null;
	}

	/**
	 * Say whether a node was linked at an address.
	 */
	synchronized boolean wasLinked(NodeName node, InetAddress address) {
		Former former = this.nodes.get(node);
		return former != null && former.link != null && address.equals(former.link.remote());
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
	 * @param link its last link, or {@code null} if it has only proven the key
	 * @param proves whether it can prove the key beforehand
	 */
	private record Former(@Nullable NodeLink link, boolean proves) {

	}

}
