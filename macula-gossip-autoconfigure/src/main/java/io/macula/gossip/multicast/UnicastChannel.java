package io.macula.gossip.multicast;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.GossipConfigurationException;

/**
 * The sockets for datagrams to and from single nodes, of either family. Thread-safe.
 * <p>
 * Those that listen are bound to the cluster's port on every address; broadcasts arrive
 * there too. The one that sends has a port of its own, at which the answers arrive: so
 * that they find one of several nodes on a host.
 */
final class UnicastChannel implements Closeable {

	private final List<DatagramChannel> listeners = new ArrayList<>();

	private final DatagramChannel sender;

	private final int senderPort;

	private UnicastChannel() throws IOException {
		this.sender = DatagramChannel.open();
		this.sender.bind(new InetSocketAddress(0));
		// In blocking mode a thread that was interrupted would close it for all.
		this.sender.configureBlocking(false);
		this.senderPort = ((InetSocketAddress) this.sender.getLocalAddress()).getPort();
	}

	/**
	 * Open the sockets.
	 * @throws GossipConfigurationException if the port cannot be bound
	 */
	static UnicastChannel open(Group group) throws IOException {
		UnicastChannel channel = new UnicastChannel();
		try {
			channel.listen(group.family(), group.port());
			ProtocolFamily other = (group.family() == StandardProtocolFamily.INET) ? StandardProtocolFamily.INET6
					: StandardProtocolFamily.INET;
			try {
				channel.listen(other, group.port());
			}
			catch (UnsupportedOperationException | SocketException ex) {
				// This machine has one family only
			}
			return channel;
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	List<DatagramChannel> listeners() {
		return this.listeners;
	}

	DatagramChannel sender() {
		return this.sender;
	}

	void send(InetSocketAddress destination, byte[] datagram) throws IOException {
		if (this.sender.send(ByteBuffer.wrap(datagram), destination) == 0) {
			throw new IOException("the send buffer is full");
		}
	}

	/**
	 * Say whether a datagram came from here. The sending socket has no address of its
	 * own: the system gives each datagram the one that fits its destination.
	 */
	boolean isOwn(InetSocketAddress source) {
		try {
			return source.getPort() == this.senderPort && (source.getAddress().isLoopbackAddress()
					|| NetworkInterface.getByInetAddress(source.getAddress()) != null);
		}
		catch (SocketException ex) {
			return false;
		}
	}

	@Override
	public void close() throws IOException {
		this.sender.close();
		for (DatagramChannel listener : this.listeners) {
			listener.close();
		}
	}

	private void listen(ProtocolFamily family, int port) throws IOException {
		DatagramChannel listener = DatagramChannel.open(family);
		this.listeners.add(listener);
		listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
		listener.setOption(StandardSocketOptions.SO_RCVBUF, InterfaceChannel.RECEIVE_BUFFER_BYTES);
		try {
			InetAddress any = InetAddress.getByAddress(new byte[(family == StandardProtocolFamily.INET) ? 4 : 16]);
			listener.bind(new InetSocketAddress(any, port));
		}
		catch (BindException ex) {
			throw new GossipConfigurationException("port",
					"UDP port %d cannot be bound: %s.".formatted(port, ex.getMessage()),
					"Another program may hold it without sharing it (SO_REUSEADDR): find and end that one, or give all nodes of the cluster another port.",
					ex);
		}
		listener.configureBlocking(false);
	}

}
