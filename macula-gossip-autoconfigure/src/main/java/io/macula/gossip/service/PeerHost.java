package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.macula.gossip.GossipPeer;
import org.jspecify.annotations.Nullable;

/**
 * One host to announce to, whose name is looked up again and again. Thread-safe.
 */
final class PeerHost {

	private final PeerAddress peer;

	private final String source;

	private final PeerLookUps lookUps;

	private final AtomicBoolean underWay = new AtomicBoolean();

	private volatile Set<InetSocketAddress> addresses = Set.of();

	private volatile @Nullable String failure;

	/**
	 * Create a host, which stands for no address yet.
	 * @param peer the host
	 * @param source what named it, for operators
	 * @param lookUps looks it up
	 */
	PeerHost(PeerAddress peer, String source, PeerLookUps lookUps) {
		this.peer = peer;
		this.source = source;
		this.lookUps = lookUps;
	}

	Set<InetSocketAddress> addresses() {
		return this.addresses;
	}

	/**
	 * Look it up again, unless that is under way.
	 */
	void refresh() {
		this.lookUps.run(this.underWay, this::lookUp);
	}

	/**
	 * What stood for the name before is kept while nobody knows it: a name server that
	 * does not answer must not part nodes that hear each other.
	 */
	private void lookUp() {
		try {
			Set<InetSocketAddress> found = new LinkedHashSet<>();
			for (InetAddress address : this.lookUps.resolver().resolve(this.peer.host())) {
				found.add(new InetSocketAddress(address, this.peer.port()));
			}
			boolean first = this.addresses.isEmpty();
			this.addresses = found;
			this.failure = null;
			if (first) {
				this.lookUps.resolved().run();
			}
		}
		catch (UnknownHostException ex) {
			this.failure = "the name is not known: add it to DNS or the hosts file, or correct " + this.source;
		}
	}

	/**
	 * Describe it.
	 * @param unsent why the last announcement to an address could not be sent, in words
	 */
	GossipPeer describe(Map<InetSocketAddress, String> unsent) {
		String lastError = Stream
			.concat(Stream.ofNullable(this.failure), this.addresses.stream().map(unsent::get).filter(PeerHost::isThere))
			.findFirst()
			.orElse(null);
		return new GossipPeer(this.peer.text(), List.copyOf(this.addresses), lastError);
	}

	private static boolean isThere(@Nullable String text) {
		return text != null;
	}

}
