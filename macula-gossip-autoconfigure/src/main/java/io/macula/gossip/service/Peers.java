package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.macula.gossip.GossipPeer;
import org.jspecify.annotations.Nullable;

/**
 * Whom this node announces itself to one by one: the hosts that it was told to, whose
 * names are looked up again and again, and the nodes that announce themselves to it in
 * that way and may not hear its multicasts. Nothing here blocks. Thread-safe.
 */
final class Peers {

	private final List<Configured> configured;

	private final Resolver resolver;

	private final Executor lookUps;

	private final Runnable resolved;

	private final int maxHeard;

	private final long keepHeard;

	private final Map<InetSocketAddress, Heard> heard = new LinkedHashMap<>();

	private final Map<InetSocketAddress, String> failures = new ConcurrentHashMap<>();

	/**
	 * Create peers.
	 * @param configured the hosts that this node was told to announce itself to
	 * @param resolver looks up their names
	 * @param lookUps runs the look-ups, which may take long
	 * @param resolved is told when a name that stood for nothing stands for something
	 * @param maxHeard most nodes that are announced to because they announce themselves
	 * @param keepHeard how long they are remembered when they are silent
	 */
	Peers(List<PeerAddress> configured, Resolver resolver, Executor lookUps, Runnable resolved, int maxHeard,
			Duration keepHeard) {
		this.configured = configured.stream().map(Configured::new).toList();
		this.resolver = resolver;
		this.lookUps = lookUps;
		this.resolved = resolved;
		this.maxHeard = maxHeard;
		this.keepHeard = keepHeard.toNanos();
	}

	/**
	 * Look the names up again.
	 */
	void refresh() {
		this.configured.forEach(Configured::refresh);
	}

	/**
	 * A node announced itself to this host alone.
	 * @param source where its announcement came from, and answers go to
	 * @param now the time now
	 */
	synchronized void heard(InetSocketAddress source, long now) {
		this.heard.remove(source);
		this.heard.put(source, new Heard(now));
		if (this.heard.size() > this.maxHeard) {
			this.heard.remove(this.heard.keySet().iterator().next());
		}
	}

	/**
	 * Return where to send an announcement. Each that came by unicast has one answer at
	 * most: so a forged one brings its victim hardly more than was sent for it.
	 */
	Collection<InetSocketAddress> targets() {
		Set<InetSocketAddress> targets = configuredTargets();
		synchronized (this) {
			this.heard.forEach((source, state) -> {
				if (!state.answered) {
					state.answered = true;
					targets.add(source);
				}
			});
		}
		return targets;
	}

	/**
	 * Return where to send a farewell: to all who have announcements of this node.
	 */
	Collection<InetSocketAddress> farewellTargets(long now) {
		Set<InetSocketAddress> targets = configuredTargets();
		synchronized (this) {
			this.heard.forEach((source, state) -> {
				if (now - state.at <= this.keepHeard) {
					targets.add(source);
				}
			});
		}
		return targets;
	}

	private Set<InetSocketAddress> configuredTargets() {
		Set<InetSocketAddress> targets = new LinkedHashSet<>();
		this.configured.forEach((peer) -> targets.addAll(peer.addresses));
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
		return this.configured.stream().map(Configured::describe).toList();
	}

	/**
	 * Looks up a host name or reads an address.
	 */
	interface Resolver {

		InetAddress[] resolve(String host) throws UnknownHostException;

	}

	private static final class Heard {

		private final long at;

		private boolean answered;

		Heard(long at) {
			this.at = at;
		}

	}

	private final class Configured {

		private final PeerAddress peer;

		private final AtomicBoolean underWay = new AtomicBoolean();

		private volatile Set<InetSocketAddress> addresses = Set.of();

		private volatile @Nullable String failure;

		Configured(PeerAddress peer) {
			this.peer = peer;
		}

		void refresh() {
			if (!this.underWay.compareAndSet(false, true)) {
				return;
			}
			try {
				Peers.this.lookUps.execute(this::lookUp);
			}
			catch (RejectedExecutionException ex) {
				this.underWay.set(false);
			}
		}

		/**
		 * What stood for the name before is kept while nobody knows it: a name server
		 * that does not answer must not part nodes that hear each other.
		 */
		private void lookUp() {
			try {
				Set<InetSocketAddress> found = new LinkedHashSet<>();
				for (InetAddress address : Peers.this.resolver.resolve(this.peer.host())) {
					found.add(new InetSocketAddress(address, this.peer.port()));
				}
				boolean first = this.addresses.isEmpty();
				this.addresses = found;
				this.failure = null;
				if (first) {
					Peers.this.resolved.run();
				}
			}
			catch (UnknownHostException ex) {
				this.failure = "the name is not known: add it to DNS or the hosts file, or correct macula.gossip.peers";
			}
			finally {
				this.underWay.set(false);
			}
		}

		GossipPeer describe() {
			String unsent = Stream
				.concat(Stream.ofNullable(this.failure),
						this.addresses.stream().map(Peers.this.failures::get).filter((text) -> text != null))
				.findFirst()
				.orElse(null);
			return new GossipPeer(this.peer.text(), List.copyOf(this.addresses), unsent);
		}

	}

}
