package io.macula.gossip.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * Who is there, and who is linked to whom. What happens is told on one thread, in order.
 * Thread-safe.
 */
final class LinkTable {

	private final Map<Endpoint, Set<Endpoint>> links = new LinkedHashMap<>();

	private final Executor teller;

	LinkTable(Executor teller) {
		this.teller = teller;
	}

	/**
	 * A service has started: the nodes that tests made link to it.
	 */
	synchronized void add(MemoryLinks service, Runnable added) {
		this.links.put(service, new LinkedHashSet<>());
		this.teller.execute(added);
		for (Endpoint other : List.copyOf(this.links.keySet())) {
			if (other instanceof GossipTestNode && other.isAlive()) {
				link(other, service);
			}
		}
	}

	/**
	 * A node that a test made is there, and links to all services.
	 */
	synchronized void add(GossipTestNode node) {
		this.links.put(node, new LinkedHashSet<>());
		for (Endpoint other : List.copyOf(this.links.keySet())) {
			if (other instanceof MemoryLinks && other.isAlive()) {
				link(node, other);
			}
		}
	}

	synchronized void remove(Endpoint endpoint, String reason) {
		for (Endpoint other : peers(endpoint)) {
			unlink(endpoint, other.name(), reason, "the other node closed the link");
		}
		this.links.remove(endpoint);
	}

	synchronized void connect(Endpoint from, NodeName to, Consumer<String> failed) {
		if (peer(from, to) != null) {
			return;
		}
		Endpoint other = this.links.keySet()
			.stream()
			.filter((candidate) -> candidate != from && candidate.name().equals(to))
			.findFirst()
			.orElse(null);
		if (other == null || !other.isAlive()) {
			this.teller.execute(() -> failed.accept("it is not on this network in memory, or does not answer"));
		}
		else if (!other.accepts(from)) {
			this.teller.execute(() -> failed.accept("it has another cookie"));
		}
		else {
			link(from, other);
		}
	}

	synchronized void unlink(Endpoint from, NodeName to, String reason, String reasonThere) {
		Endpoint other = peer(from, to);
		if (other != null) {
			linksOf(from).remove(other);
			linksOf(other).remove(from);
			this.teller.execute(() -> from.linkDown(other, reason));
			this.teller.execute(() -> other.linkDown(from, reasonThere));
		}
	}

	synchronized boolean probe(Endpoint from, NodeName to, Runnable answered) {
		Endpoint other = peer(from, to);
		if (other instanceof GossipTestNode node) {
			node.probed(from);
		}
		if (other != null && other.isAlive()) {
			this.teller.execute(answered);
		}
		return other != null;
	}

	/**
	 * A node tells of itself, as long as it is linked.
	 */
	synchronized void introduce(Endpoint to, NodeName from, Runnable told) {
		if (peer(to, from) != null) {
			this.teller.execute(told);
		}
	}

	synchronized @Nullable Endpoint peer(Endpoint from, NodeName to) {
		return linksOf(from).stream().filter((other) -> other.name().equals(to)).findFirst().orElse(null);
	}

	synchronized List<Endpoint> peers(Endpoint endpoint) {
		return List.copyOf(linksOf(endpoint));
	}

	/**
	 * Return the nodes that tests made.
	 */
	synchronized List<GossipTestNode> nodes() {
		List<GossipTestNode> nodes = new ArrayList<>();
		for (Endpoint endpoint : this.links.keySet()) {
			if (endpoint instanceof GossipTestNode node) {
				nodes.add(node);
			}
		}
		return nodes;
	}

	private void link(Endpoint from, Endpoint to) {
		linksOf(from).add(to);
		linksOf(to).add(from);
		this.teller.execute(() -> to.linkUp(from));
		this.teller.execute(() -> from.linkUp(to));
	}

	private Set<Endpoint> linksOf(Endpoint endpoint) {
		return this.links.getOrDefault(endpoint, new LinkedHashSet<>());
	}

}
