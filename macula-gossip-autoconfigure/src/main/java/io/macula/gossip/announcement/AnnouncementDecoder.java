package io.macula.gossip.announcement;

/**
 * Reads datagrams of one format. Not thread-safe: each receiving thread has its own.
 */
@FunctionalInterface
public interface AnnouncementDecoder {

	/**
	 * Read one datagram. Nothing that arrives makes it throw.
	 * @param buffer holds the datagram from its first byte; not kept and not changed
	 * @param length how many bytes the datagram has
	 * @return what it is
	 */
	Decoded decode(byte[] buffer, int length);

}
