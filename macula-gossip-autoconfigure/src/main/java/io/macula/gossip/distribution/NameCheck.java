package io.macula.gossip.distribution;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.macula.gossip.NodeName;
import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.net.NamedHost;
import io.macula.gossip.net.SourceShares;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure, where the cookie keeps nobody out, that a node that connects is on the host
 * that its name tells. Host names are looked up on the thread of the handshake, some at
 * once, so that slow answers do not use up its places. Safe for use by several threads.
 */
final class NameCheck {

	private static final int LOOK_UPS = 8;

	private static final int LOOK_UPS_PER_HOST = 2;

	private final SourceShares lookUps = new SourceShares(LOOK_UPS, LOOK_UPS_PER_HOST);

	/**
	 * Say why a node cannot be where it connects from. Blocks for a look-up if its host
	 * is a name.
	 * @param node the node
	 * @param remote where it connects from
	 * @return why, in words, or {@code null} if it can
	 */
	@Nullable String objection(NodeName node, InetAddress remote) {
		NamedHost host = new NamedHost(node.host());
		if (host.isWritten(remote)) {
			return null;
		}
		if (IpLiteral.parse(host.name()) != null) {
			return problem(host, remote);
		}
		if (!this.lookUps.take(remote)) {
			return "too many host names are being looked up";
		}
		try {
			return problem(host, remote);
		}
		finally {
			this.lookUps.giveBack(remote);
		}
	}

	private static @Nullable String problem(NamedHost host, InetAddress remote) {
		try {
			InetAddress[] addresses = host.addresses();
			return (NamedHost.choose(addresses, remote) != null) ? null
					: "it connects from %s, but its host '%s' is %s: name it by the address that it has here, or close the cluster with macula.gossip.secret"
						.formatted(remote.getHostAddress(), host.name(), addresses[0].getHostAddress());
		}
		catch (UnknownHostException ex) {
			return "its host '%s' is not known here: add it to DNS or the hosts file, or name it by its address"
				.formatted(host.name());
		}
	}

}
