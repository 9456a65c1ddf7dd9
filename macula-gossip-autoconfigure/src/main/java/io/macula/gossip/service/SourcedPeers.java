package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipPeer;
import io.macula.gossip.GossipPeerSource;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that one source tells, which is asked again and again. Thread-safe.
 */
final class SourcedPeers {

	private final GossipPeerSource source;

	private final String name;

	private final int defaultPort;

	private final int maxHosts;

	private final PeerLookUps lookUps;

	private final AtomicBoolean underWay = new AtomicBoolean();

	private volatile Map<String, PeerHost> hosts = Map.of();

	private volatile List<GossipPeer> failures = List.of();

	/**
	 * Create an empty set.
	 * @param source the source
	 * @param defaultPort the port of hosts that are named without one
	 * @param maxHosts most hosts that it may name, unless they were configured
	 * @param lookUps asks it and looks up its names
	 */
	SourcedPeers(GossipPeerSource source, int defaultPort, int maxHosts, PeerLookUps lookUps) {
		this.source = source;
		this.name = nameOf(source);
		this.defaultPort = defaultPort;
		this.maxHosts = (source instanceof FixedPeers) ? Integer.MAX_VALUE : maxHosts;
		this.lookUps = lookUps;
	}

	/**
	 * Return the name by which operators know a source. It is of another's making too.
	 */
	static String nameOf(GossipPeerSource source) {
		try {
			String name = source.getName();
			if (name != null && !name.isBlank()) {
				return name;
			}
		}
		catch (RuntimeException | Error ex) {
			// What it tells matters, not what it is called
		}
		return source.getClass().getName();
	}

	/**
	 * Ask the source again, and look its names up.
	 */
	void refresh() {
		this.lookUps.run(this.underWay, this::ask);
	}

	void addTo(Set<InetSocketAddress> targets) {
		this.hosts.values().forEach((host) -> targets.addAll(host.addresses()));
	}

	/**
	 * Describe the hosts, and what is wrong with the source.
	 * @param unsent why the last announcement to an address could not be sent, in words
	 */
	List<GossipPeer> list(Map<InetSocketAddress, String> unsent) {
		List<GossipPeer> described = new ArrayList<>();
		this.hosts.values().forEach((host) -> described.add(host.describe(unsent)));
		described.addAll(this.failures);
		return described;
	}

	/**
	 * What a source of another's making throws is told, whatever it is: who asks it has
	 * other sources to ask.
	 */
	private void ask() {
		try {
			Collection<String> named = this.source.getPeers();
			if (named == null || named.stream().anyMatch(Objects::isNull)) {
				fail("it returned null%s, and the peers that it told last are kept: have it return an empty collection where there are none"
					.formatted((named != null) ? " for a peer" : ""));
			}
			else if (named.size() > this.maxHosts) {
				fail("it names %d hosts, more than the %d of macula.gossip.max-nodes".formatted(named.size(),
						this.maxHosts));
			}
			else {
				take(named);
			}
		}
		catch (Exception | Error ex) {
			String message = ex.getMessage();
			fail("it failed, and the peers that it told last are kept: " + ((message != null) ? message : ex));
		}
		this.hosts.values().forEach(PeerHost::refresh);
	}

	private void take(Collection<String> named) {
		Map<String, PeerHost> before = this.hosts;
		Map<String, PeerHost> after = new LinkedHashMap<>();
		List<GossipPeer> invalid = new ArrayList<>();
		for (String text : named) {
			PeerHost host = before.get(text);
			try {
				after.put(text, (host != null) ? host
						: new PeerHost(PeerAddress.parse(text, this.defaultPort), this.name, this.lookUps));
			}
			catch (GossipConfigurationException ex) {
				invalid.add(new GossipPeer(text, List.of(),
						"%s It comes from %s. %s".formatted(ex.getProblem(), this.name, ex.getRemedy())));
			}
		}
		this.hosts = after;
		this.failures = invalid;
	}

	private void fail(@Nullable String problem) {
		this.failures = List.of(new GossipPeer(this.name, List.of(), problem));
	}

}
