package io.macula.gossip.multicast;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.macula.gossip.multicast.GroupChannel.Arrival;

/**
 * What is known of datagrams that arrive at one socket.
 *
 * @param arrival how they arrived
 * @param ipv6Only whether those of the other family arrive at another socket too
 * @param answers sends answers to them
 */
record Inbox(Arrival arrival, boolean ipv6Only, Answers answers) {

	/**
	 * Sends an answer the way its question came.
	 */
	interface Answers {

		void send(InetSocketAddress destination, byte[] datagram) throws IOException;

	}

}
