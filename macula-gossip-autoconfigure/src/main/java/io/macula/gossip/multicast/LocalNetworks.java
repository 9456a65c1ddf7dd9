package io.macula.gossip.multicast;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.macula.gossip.net.IpNetwork;

/**
 * The networks that this machine is in, by the interface that leads to them.
 * <p>
 * On Linux a socket that joined an IPv6 group wider than a link on one interface is given
 * what comes for the group on any other as well, once a socket has joined it there. The
 * source tells where a datagram came from, as far as hosts are honest; what is checked is
 * that the operator's choice of interfaces holds, not who may link.
 *
 * @param byIndex the networks by the number of the interface
 */
record LocalNetworks(Map<Integer, List<IpNetwork>> byIndex) {

	static LocalNetworks of(List<LocalInterface> interfaces) {
		Map<Integer, List<IpNetwork>> byIndex = new TreeMap<>();
		interfaces.forEach((local) -> byIndex.put(local.index(), local.networks()));
		return new LocalNetworks(byIndex);
	}

	/**
	 * Say whether a datagram may have come in on an interface.
	 * @param index the number of the interface
	 * @param source where the datagram came from
	 * @return whether the source is on that interface's link, or on none of this
	 * machine's: then a router passed it on
	 */
	boolean mayComeFrom(int index, InetAddress source) {
		if (source instanceof Inet6Address scoped && source.isLinkLocalAddress()) {
			return scoped.getScopeId() == index;
		}
		boolean elsewhere = false;
		for (Map.Entry<Integer, List<IpNetwork>> local : this.byIndex.entrySet()) {
			if (contain(local.getValue(), source)) {
				if (local.getKey() == index) {
					return true;
				}
				elsewhere = true;
			}
		}
		return !elsewhere;
	}

	private static boolean contain(List<IpNetwork> networks, InetAddress source) {
		for (IpNetwork network : networks) {
			if (network.contains(source)) {
				return true;
			}
		}
		return false;
	}

}
