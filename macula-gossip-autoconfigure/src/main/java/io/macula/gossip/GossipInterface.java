package io.macula.gossip;

import java.net.InetAddress;

/**
 * A network interface that announcements leave and arrive by.
 *
 * @param name name of the interface, such as {@code eth0}
 * @param address this node's address on it, the source of its announcements
 * @param reason why it was chosen, in words
 */
public record GossipInterface(String name, InetAddress address, String reason) {

}
