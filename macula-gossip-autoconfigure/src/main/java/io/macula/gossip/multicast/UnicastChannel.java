package io.macula.gossip.multicast;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.net.LocalAddresses;

/**
 * The sockets for datagrams to and from single nodes, of either family. Thread-safe, but
 * for {@link #follow(Collection)}.
 * <p>
 * Those that listen are bound to the cluster's port; broadcasts arrive there too. The one
 * that sends has a port of its own, at which the answers arrive: so that they find one of
 * several nodes on a host.
 */
final class UnicastChannel implements Closeable {

	private final int port;

	/**
	 * Whether each IPv6 address needs a socket of its own. On Linux a socket of JDK 17
	 * that is bound to every IPv6 address is given what is sent to IPv6 groups that it
	 * did not join.
	 */
	private final boolean boundByAddress;

	private final DatagramChannel sender;

	private int senderPort;

	private final List<DatagramChannel> listeners = new ArrayList<>();

	/**
	 * By the text of the address, which has the scope in it: the same address on another
	 * interface is another one.
	 */
	private final Map<String, DatagramChannel> byAddress = new HashMap<>();

	private UnicastChannel(Group group, DatagramChannel sender) {
		this.port = group.port();
		this.boundByAddress = group.address() instanceof Inet6Address;
		this.sender = sender;
	}

	/**
	 * Open the sockets.
	 * @throws GossipConfigurationException if the port cannot be bound
	 */
	static UnicastChannel open(Group group) throws IOException {
		UnicastChannel channel = new UnicastChannel(group, DatagramChannel.open());
		try {
			channel.listen();
			channel.bindSender();
			return channel;
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Return the sockets that listen from the start to the end.
	 */
	List<DatagramChannel> listeners() {
		return this.listeners;
	}

	DatagramChannel sender() {
		return this.sender;
	}

	int senderPort() {
		return this.senderPort;
	}

	/**
	 * Listen at these addresses of this machine, where that takes sockets of their own.
	 * An address that cannot be bound yet is tried again the next time.
	 * @return the sockets that were opened
	 */
	List<DatagramChannel> follow(Collection<InetAddress> addresses) throws IOException {
		if (!this.boundByAddress) {
			return List.of();
		}
		Set<String> here = addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.toSet());
		for (Map.Entry<String, DatagramChannel> open : this.byAddress.entrySet()) {
			if (!here.contains(open.getKey())) {
				open.getValue().close();
			}
		}
		this.byAddress.keySet().retainAll(here);
		List<DatagramChannel> opened = new ArrayList<>();
		for (InetAddress address : addresses) {
			if (address instanceof Inet6Address && !this.byAddress.containsKey(address.getHostAddress())) {
				try {
					DatagramChannel listener = listen(address);
					this.byAddress.put(address.getHostAddress(), listener);
					opened.add(listener);
				}
				catch (SocketException ex) {
					// It went away, or its uniqueness is still being checked
				}
			}
		}
		return opened;
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
		return source.getPort() == this.senderPort && LocalAddresses.contain(source.getAddress());
	}

	@Override
	public void close() throws IOException {
		this.sender.close();
		for (DatagramChannel listener : this.listeners) {
			listener.close();
		}
		for (DatagramChannel listener : this.byAddress.values()) {
			listener.close();
		}
	}

	/**
	 * Only now: the system could have given it the cluster's port.
	 */
	private void bindSender() throws IOException {
		this.sender.bind(new InetSocketAddress(0));
		// In blocking mode a thread that was interrupted would close it for all.
		this.sender.configureBlocking(false);
		this.senderPort = ((InetSocketAddress) this.sender.getLocalAddress()).getPort();
	}

	/**
	 * The family of the group must be there. The other one need not.
	 */
	private void listen() throws IOException {
		InetAddress any = InetAddress.getByAddress(new byte[4]);
		InetAddress anyIpv6 = InetAddress.getByAddress(new byte[16]);
		try {
			DatagramChannel listener = listen(this.boundByAddress ? anyIpv6 : any);
			if (this.boundByAddress) {
				listener.close();
			}
			else {
				this.listeners.add(listener);
			}
		}
		catch (BindException ex) {
			throw new GossipConfigurationException("port",
					"UDP port %d cannot be bound: %s.".formatted(this.port, ex.getMessage()),
					"Another program may hold it without sharing it (SO_REUSEADDR): find and end that one, or give all nodes of the cluster another port.",
					ex);
		}
		try {
			this.listeners.add(listen(this.boundByAddress ? any : anyIpv6));
		}
		catch (UnsupportedOperationException | SocketException ex) {
			// This machine has one family only, or another program has the port there
		}
	}

	private DatagramChannel listen(InetAddress address) throws IOException {
		DatagramChannel listener = DatagramChannel
			.open((address instanceof Inet6Address) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
		try {
			listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			listener.setOption(StandardSocketOptions.SO_RCVBUF, InterfaceChannel.RECEIVE_BUFFER_BYTES);
			listener.bind(new InetSocketAddress(address, this.port));
			listener.configureBlocking(false);
			return listener;
		}
		catch (IOException | RuntimeException ex) {
			listener.close();
			throw ex;
		}
	}

}
