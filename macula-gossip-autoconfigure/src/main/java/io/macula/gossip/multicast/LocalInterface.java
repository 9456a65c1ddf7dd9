package io.macula.gossip.multicast;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

import io.macula.gossip.net.IpNetwork;

/**
 * A network interface of this machine, as far as choosing one needs it.
 *
 * @param name name of the interface
 * @param index its number
 * @param loopback whether it leads back to this machine
 * @param pointToPoint whether it leads to one other machine, as a VPN's does
 * @param multicast whether it carries multicast
 * @param addresses its addresses
 * @param networks the networks that it leads to
 */
record LocalInterface(String name, int index, boolean loopback, boolean pointToPoint, boolean multicast,
		List<InetAddress> addresses, List<IpNetwork> networks) {

	private static final Pattern CONTAINER_BRIDGE = Pattern
		.compile("(docker|br-|veth|virbr|cni|flannel|cali|podman|lxc|lxd|vmnet|vboxnet).*");

	/**
	 * Create an interface that leads to no network but to its own addresses.
	 */
	LocalInterface(String name, int index, boolean loopback, boolean pointToPoint, boolean multicast,
			List<InetAddress> addresses) {
		this(name, index, loopback, pointToPoint, multicast, addresses, List.of());
	}

	/**
	 * Say whether a text names the interface: by its name or, as in the scope of an
	 * address, by its number.
	 */
	boolean isNamed(String text) {
		return this.name.equals(text) || String.valueOf(this.index).equals(text);
	}

	boolean isContainerBridge() {
		return CONTAINER_BRIDGE.matcher(this.name).matches();
	}

	/**
	 * Return the addresses of the family that the group is of, first those that others
	 * can connect to without knowing the link.
	 */
	List<InetAddress> addressesFor(InetAddress group) {
		boolean ipv4 = group instanceof Inet4Address;
		return this.addresses.stream()
			.filter((address) -> address instanceof Inet4Address == ipv4)
			.sorted(Comparator.comparing((address) -> !ipv4 && address.isLinkLocalAddress()))
			.toList();
	}

	static LocalInterface of(NetworkInterface networkInterface) throws SocketException {
		return new LocalInterface(networkInterface.getName(), networkInterface.getIndex(),
				networkInterface.isLoopback(), networkInterface.isPointToPoint(), networkInterface.supportsMulticast(),
				networkInterface.inetAddresses().toList(),
				networkInterface.getInterfaceAddresses()
					.stream()
					.map((address) -> new IpNetwork(address.getAddress(), address.getNetworkPrefixLength()))
					.toList());
	}

}
