package io.macula.gossip.service;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

import io.macula.gossip.NodeName;
import io.macula.gossip.multicast.InterfaceBinding;
import io.macula.gossip.multicast.NetworkState;
import io.macula.gossip.net.IpLiteral;
import org.jspecify.annotations.Nullable;

/**
 * The name of this node: the one that was set, or one that holds the address at which the
 * others reach it. Not thread-safe, but for {@link #get()}.
 */
final class OwnName {

	private static final DefaultNodeNames defaultNames = new DefaultNodeNames();

	/**
	 * How long an interface may be away before another gives its address to the name.
	 */
	private static final int PATIENCE_INTERVALS = 2;

	private final GossipSettings settings;

	private final String base;

	private volatile @Nullable NodeName name;

	private @Nullable InetAddress address;

	/**
	 * The addresses that this machine had when that of the name was last in use.
	 */
	private List<InetAddress> knownAddresses = List.of();

	private @Nullable Long missingSince;

	OwnName(GossipSettings settings) {
		this.settings = settings;
		this.base = DefaultNodeNames.base(settings.applicationName(), ProcessHandle.current().pid());
	}

	/**
	 * Return the name, or {@code null} before the first {@link #take}.
	 */
	@Nullable NodeName get() {
		return this.name;
	}

	/**
	 * Take the name that fits the network.
	 */
	NodeName take(NetworkState network) {
		release();
		NodeName taken = this.settings.nodeName();
		if (taken == null) {
			List<InterfaceBinding> interfaces = network.interfaces();
			this.address = interfaces.isEmpty() ? loopback() : interfaces.get(0).address();
			this.knownAddresses = network.addresses();
			this.missingSince = null;
			taken = defaultNames.acquire(this.base, this.address, this.settings.group());
		}
		this.name = taken;
		return taken;
	}

	/**
	 * Say whether the others reach this node by its name, as far as it is up to us.
	 */
	boolean fits(NetworkState network) {
		InetAddress current = this.address;
		return current == null || network.interfaces().stream().anyMatch((used) -> used.address().equals(current));
	}

	/**
	 * Say whether the others can no longer reach this node by its name, while another
	 * name would do. An interface that goes away has time to return before another one
	 * that was there as well gives its address to the name. An address that is new takes
	 * its place at once, and any address that of this machine alone.
	 */
	boolean isOutdated(NetworkState network, long now) {
		if (fits(network)) {
			this.knownAddresses = network.addresses();
			this.missingSince = null;
			return false;
		}
		if (this.missingSince == null) {
			this.missingSince = now;
		}
		boolean alone = this.address != null && this.address.isLoopbackAddress();
		List<InterfaceBinding> interfaces = network.interfaces();
		return interfaces.stream().anyMatch((used) -> alone || !this.knownAddresses.contains(used.address()))
				|| (!interfaces.isEmpty()
						&& now - this.missingSince >= PATIENCE_INTERVALS * this.settings.interval().toNanos());
	}

	/**
	 * Leave the name to others.
	 */
	void release() {
		NodeName taken = this.name;
		if (taken != null && this.address != null) {
			defaultNames.release(taken, this.settings.group());
			this.address = null;
		}
	}

	private InetAddress loopback() {
		boolean ipv6 = this.settings.group().getAddress() instanceof Inet6Address;
		return Objects.requireNonNull(IpLiteral.parse(ipv6 ? "::1" : "127.0.0.1"));
	}

}
