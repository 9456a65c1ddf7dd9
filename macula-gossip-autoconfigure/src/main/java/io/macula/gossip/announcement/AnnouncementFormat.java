package io.macula.gossip.announcement;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * A wire format of announcements. Immutable and thread-safe.
 */
public interface AnnouncementFormat {

	/**
	 * Most bytes that a datagram of any format may have. A name takes 255 characters of
	 * up to four bytes, and what stands around it far less than the rest.
	 */
	int MAX_BYTES = 1200;

	/**
	 * Return the datagram with which a node announces itself.
	 * @param node the node
	 * @return the bytes to send
	 */
	byte[] announcement(NodeName node);

	/**
	 * Return the datagram with which a node takes its leave.
	 * @param node the node
	 * @param epochMillis the time now, in milliseconds since 1970-01-01T00:00Z
	 * @return the bytes to send, or {@code null} if the format has no farewell
	 */
	byte @Nullable [] farewell(NodeName node, long epochMillis);

	/**
	 * Make a decoder for one receiving thread.
	 * @return a new decoder
	 */
	AnnouncementDecoder newDecoder();

}
