package io.macula.gossip;

import java.net.InetAddress;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A network interface that announcements leave and arrive by, as it stood at one moment.
 *
 * @param name name of the interface, such as {@code eth0}
 * @param address this node's address on it, the source of its announcements
 * @param reason why it was chosen, in words
 * @param ownHeardAt when an announcement of this node last came back on it, by this
 * machine's clock; {@code null} if none did
 * @param lastError why the last announcement could not be sent on it, in words;
 * {@code null} if it was
 */
public record GossipInterface(String name, InetAddress address, String reason, @Nullable Instant ownHeardAt,
		@Nullable String lastError) {

}
