package io.macula.gossip.multicast;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;

/**
 * What is announced to: a multicast group, or everyone on the wire by broadcast.
 *
 * @param address address of the group without a scope, or 255.255.255.255
 * @param port the port
 * @param ttl how many routers its datagrams may pass plus one
 */
record Group(InetAddress address, int port, int ttl) {

	Group(InetSocketAddress address, int ttl) {
		this(address.getAddress(), address.getPort(), ttl);
	}

	boolean isBroadcast() {
		return !this.address.isMulticastAddress();
	}

	/**
	 * Say whether it is an IPv6 group that is the same on every link.
	 */
	boolean isWiderThanLink() {
		return this.address instanceof Inet6Address && !isOfOneLink();
	}

	private boolean isOfOneLink() {
		return this.address.isMCLinkLocal() || this.address.isMCNodeLocal();
	}

	ProtocolFamily family() {
		return (this.address instanceof Inet4Address) ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
	}

	/**
	 * Return the address as it is written for sockets of one interface: where each link
	 * has a group of its own the interface belongs to it.
	 */
	InetSocketAddress on(NetworkInterface networkInterface) throws IOException {
		InetAddress scoped = this.address;
		if (scoped instanceof Inet6Address && isOfOneLink()) {
			scoped = Inet6Address.getByAddress(null, scoped.getAddress(), networkInterface.getIndex());
		}
		return new InetSocketAddress(scoped, this.port);
	}

}
