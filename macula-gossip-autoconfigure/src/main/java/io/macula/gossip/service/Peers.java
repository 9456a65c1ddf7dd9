package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.macula.gossip.GossipPeer;
import io.macula.gossip.GossipPeerSource;
import org.jspecify.annotations.Nullable;

/**
 * Whom this node announces itself to one by one: the hosts that its sources tell, and the
 * nodes that announce themselves to it in that way and may not hear its multicasts.
 * Nothing here blocks. Thread-safe.
 */
final class Peers {

	private final List<SourcedPeers> sources;

	private final int maxHeard;

	private final long keepHeard;

	private final Map<InetSocketAddress, Heard> heard = new LinkedHashMap<>();

	private final Map<InetSocketAddress, String> failures = new ConcurrentHashMap<>();

	/**
	 * Create peers.
	 * @param sources tell the hosts to announce this node to
	 * @param defaultPort the port of hosts that are named without one
	 * @param lookUps asks the sources and looks up names
	 * @param maxNodes most hosts of one source, and most nodes that are announced to
	 * because they announce themselves
	 * @param keepHeard how long they are remembered when they are silent
	 */
	Peers(List<GossipPeerSource> sources, int defaultPort, PeerLookUps lookUps, int maxNodes, Duration keepHeard) {
		this.sources = sources.stream()
			.map((source) -> new SourcedPeers(source, defaultPort, maxNodes, lookUps))
			.toList();
		this.maxHeard = maxNodes;
		this.keepHeard = keepHeard.toNanos();
	}

	/**
	 * Ask the sources again.
	 */
	void refresh() {
		this.sources.forEach(SourcedPeers::refresh);
	}

	/**
	 * A node announced itself to this host alone.
	 * @param source where its announcement came from, and answers go to
	 * @param now the time now
	 */
	synchronized void heard(InetSocketAddress source, long now) {
		Heard before = this.heard.remove(source);
		put(source, new Heard(now, true, true, before != null && before.hearsUs));
	}

	/**
	 * A node answered what was sent to its host alone, and so is the one there that hears
	 * it.
	 * @param source where its answer came from
	 * @param now the time now
	 */
	synchronized void answered(InetSocketAddress source, long now) {
		Heard before = this.heard.remove(source);
		put(source, new Heard(now, before != null && before.announces, before != null && before.owed, true));
	}

	/**
	 * Return where to send an announcement. Each that came by unicast has one answer at
	 * most: so a forged one brings its victim hardly more than was sent for it. It has
	 * none if its host is announced to anyway, and it is known to hear that: it has
	 * answered, and no other node of the host has been heard, which might have taken its
	 * place at the port.
	 */
	Collection<InetSocketAddress> targets() {
		Set<InetSocketAddress> targets = sourcedTargets();
		Set<InetAddress> hosts = new HashSet<>();
		targets.forEach((target) -> hosts.add(target.getAddress()));
		synchronized (this) {
			Map<InetAddress, InetSocketAddress> last = new HashMap<>();
			Set<InetAddress> shared = new HashSet<>();
			this.heard.forEach((source, state) -> {
				InetSocketAddress before = last.put(source.getAddress(), source);
				Heard other = (before != null) ? this.heard.get(before) : null;
				if (other != null && state.at - other.at <= this.keepHeard) {
					shared.add(source.getAddress());
				}
			});
			this.heard.forEach((source, state) -> {
				InetAddress host = source.getAddress();
				if (state.owed && !(state.hearsUs && hosts.contains(host) && !shared.contains(host))) {
					targets.add(source);
				}
				state.owed = false;
			});
		}
		return targets;
	}

	private void put(InetSocketAddress source, Heard state) {
		this.heard.put(source, state);
		if (this.heard.size() > this.maxHeard) {
			this.heard.remove(this.heard.keySet().iterator().next());
		}
	}

	/**
	 * Return where to send a farewell: to all who have announcements of this node.
	 */
	Collection<InetSocketAddress> farewellTargets(long now) {
		Set<InetSocketAddress> targets = sourcedTargets();
		synchronized (this) {
			this.heard.forEach((source, state) -> {
				if (state.announces && now - state.at <= this.keepHeard) {
					targets.add(source);
				}
			});
		}
		return targets;
	}

	private Set<InetSocketAddress> sourcedTargets() {
		Set<InetSocketAddress> targets = new LinkedHashSet<>();
		this.sources.forEach((source) -> source.addTo(targets));
		this.failures.keySet().retainAll(targets);
		return targets;
	}

	/**
	 * An announcement was sent, or not.
	 */
	void sent(InetSocketAddress target, @Nullable String failure) {
		if (failure == null) {
			this.failures.remove(target);
		}
		else {
			this.failures.put(target, failure);
		}
	}

	List<GossipPeer> list() {
		return this.sources.stream().flatMap((source) -> source.list(this.failures).stream()).toList();
	}

	private static final class Heard {

		private final long at;

		/**
		 * Whether it announces itself to this host alone.
		 */
		private final boolean announces;

		/**
		 * Whether it is to be answered.
		 */
		private boolean owed;

		/**
		 * Whether it hears what is sent to its host alone.
		 */
		private final boolean hearsUs;

		Heard(long at, boolean announces, boolean owed, boolean hearsUs) {
			this.at = at;
			this.announces = announces;
			this.owed = owed;
			this.hearsUs = hearsUs;
		}

	}

}
