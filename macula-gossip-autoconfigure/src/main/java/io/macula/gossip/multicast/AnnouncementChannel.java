package io.macula.gossip.multicast;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Carries datagrams to a group and from it, and to single nodes: over sockets, as
 * {@link GroupChannel} does, or in memory for tests. Thread-safe.
 */
public interface AnnouncementChannel extends Closeable {

	/**
	 * Look at the network again.
	 * @return what was found
	 */
	NetworkState look();

	/**
	 * Use what the last look found.
	 */
	void use();

	/**
	 * Return what sends to the group on each interface in use.
	 * @return a list that does not change, possibly empty
	 */
	List<? extends Sender> interfaces();

	/**
	 * Send a datagram to the group on each interface in use that takes it.
	 * @param datagram the bytes to send
	 */
	default void sendToGroup(byte[] datagram) {
		for (Sender on : interfaces()) {
			try {
				on.send(datagram);
			}
			catch (IOException ex) {
				// The others may take it
			}
		}
	}

	/**
	 * Send a datagram to one node.
	 * @param destination address and port of the node
	 * @param datagram the bytes to send
	 * @throws IOException if it is not taken
	 */
	void send(InetSocketAddress destination, byte[] datagram) throws IOException;

	/**
	 * Answer the datagram that is being handed over the way it came, to its sender or to
	 * the group on the same interface. Only for a {@link GroupChannel.Handler}, while it
	 * is called.
	 * @param source where the datagram came from
	 * @param datagram the bytes to send
	 * @throws IOException if it is not taken
	 */
	void answer(InetSocketAddress source, byte[] datagram) throws IOException;

	/**
	 * Wait for datagrams, and hand over those that are there. Returns without any after
	 * {@link #wakeUp()}, or if none comes in time.
	 * @param buffer takes one after the other; a longer datagram loses its end
	 * @param patience how long to wait for the first, at least a millisecond
	 * @param handler takes what is in the buffer, on this thread
	 * @return what a socket failed with, or {@code null}
	 * @throws ClosedChannelException if the channel is closed
	 * @throws IOException if the system reports an error
	 */
	@Nullable IOException receive(ByteBuffer buffer, Duration patience, GroupChannel.Handler handler) throws IOException;

	/**
	 * Have a {@link #receive} that waits return.
	 */
	void wakeUp();

	/**
	 * Say whether an address of this machine is on an interface that was chosen, as far
	 * as the last look tells. Does not wait.
	 * @param address the address
	 * @return whether it is
	 */
	boolean isChosen(InetAddress address);

	/**
	 * Sends to the group on one interface.
	 */
	interface Sender {

		/**
		 * Return the interface.
		 * @return the interface and this node's address there
		 */
		InterfaceBinding binding();

		/**
		 * Send a datagram to the group.
		 * @param datagram the bytes to send
		 * @throws IOException if it is not taken
		 */
		void send(byte[] datagram) throws IOException;

	}

}
