package io.macula.gossip;

import java.net.InetSocketAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Whom announcements are sent to one by one, as it stood at one moment.
 *
 * @param name host name or address, as it was configured
 * @param addresses what it stands for; empty while it is not known
 * @param lastError what is wrong with it, in words; {@code null} if nothing is
 */
public record GossipPeer(String name, List<InetSocketAddress> addresses, @Nullable String lastError) {

	/**
	 * Create a peer.
	 */
	public GossipPeer {
		addresses = List.copyOf(addresses);
	}

}
