package io.macula.gossip.multicast;

import java.net.InetAddress;

/**
 * A network interface, and the address there, that a cluster uses.
 *
 * @param name name of the interface, such as {@code eth0}
 * @param index its number, which one that was removed and added again has not kept
 * @param address this node's address on it, the source of its announcements
 * @param reason why it was chosen, in words
 */
public record InterfaceBinding(String name, int index, InetAddress address, String reason) {

	/**
	 * Return what sockets are opened for: they outlast a new reason, and nothing else.
	 */
	Place place() {
		return new Place(this.name, this.index, this.address);
	}

	record Place(String name, int index, InetAddress address) {

	}

}
