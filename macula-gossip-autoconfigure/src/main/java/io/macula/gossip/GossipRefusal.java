package io.macula.gossip;

import java.net.InetAddress;
import java.time.Instant;

/**
 * Datagrams of one host that were refused for one reason.
 *
 * @param reason why they were refused
 * @param source where they came from
 * @param count how many there were
 * @param lastAt when the last one came, by this machine's clock
 * @param explanation what is wrong with them and what helps, in words
 */
public record GossipRefusal(AnnouncementResult reason, InetAddress source, long count, Instant lastAt,
		String explanation) {

}
