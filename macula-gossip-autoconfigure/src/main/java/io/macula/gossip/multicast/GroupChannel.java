package io.macula.gossip.multicast;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipInterface;
import org.jspecify.annotations.Nullable;

/**
 * Sends to a multicast group and receives from it, on chosen interfaces. Thread-safe;
 * {@link #receive(ByteBuffer)} blocks until something comes or the channel is closed.
 * <p>
 * One socket receives, bound to the group's port on every address and joined on each
 * interface. One more per interface sends, bound to the address there: so the source
 * address is this node's own choice, and its port tells this node's own announcements
 * from those of another.
 */
public final class GroupChannel implements Closeable {

	private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

	private final InetSocketAddress group;

	private final List<GossipInterface> interfaces;

	private final DatagramChannel receiver;

	private final List<DatagramChannel> senders = new ArrayList<>();

	private final List<InetSocketAddress> localAddresses = new ArrayList<>();

	private GroupChannel(InetSocketAddress group, List<GossipInterface> interfaces) throws IOException {
		this.group = group;
		this.interfaces = List.copyOf(interfaces);
		this.receiver = DatagramChannel.open(family(group.getAddress()));
	}

	/**
	 * Open a channel.
	 * @param group the group and its port
	 * @param ttl how many routers its datagrams may pass plus one, from 0 to 255
	 * @param wantedInterfaces names, addresses or networks of the interfaces to use;
	 * empty to have one chosen
	 * @return an open channel
	 * @throws GossipConfigurationException if it cannot be opened as configured
	 */
	public static GroupChannel open(InetSocketAddress group, int ttl, List<String> wantedInterfaces) {
		try {
			InetAddress routed = routedAddress(group);
			InterfaceSelector selector = new InterfaceSelector(group.getAddress(), LocalInterface.list(), routed);
			GroupChannel channel = new GroupChannel(group, selector.select(wantedInterfaces));
			try {
				channel.bindReceiver();
				channel.openSenders(ttl);
				return channel;
			}
			catch (IOException | RuntimeException ex) {
				channel.close();
				throw ex;
			}
		}
		catch (IOException | UnsupportedOperationException | UnsupportedAddressTypeException ex) {
			throw new GossipConfigurationException("addr",
					"The sockets for %s port %d cannot be opened: %s.".formatted(group.getAddress().getHostAddress(),
							group.getPort(), ex),
					"Check that the interface carries multicast, or choose another with macula.gossip.interfaces.", ex);
		}
	}

	/**
	 * Return the interfaces in use and why they were chosen.
	 * @return at least one interface
	 */
	public List<GossipInterface> interfaces() {
		return this.interfaces;
	}

	/**
	 * Say by which of this channel's interfaces a datagram was sent.
	 * @param source where the datagram came from
	 * @return index of the interface in {@link #interfaces()}, or -1 if the datagram is
	 * another's
	 */
	public int ownInterface(InetSocketAddress source) {
		return this.localAddresses.indexOf(source);
	}

	/**
	 * Send a datagram to the group on one interface.
	 * @param index index of the interface in {@link #interfaces()}
	 * @param datagram the bytes to send
	 * @throws IOException if the system does not take it
	 */
	public void send(int index, byte[] datagram) throws IOException {
		if (this.senders.get(index).send(ByteBuffer.wrap(datagram), this.group) == 0) {
			throw new IOException("the send buffer is full");
		}
	}

	/**
	 * Wait for a datagram.
	 * @param buffer takes what comes; a longer datagram loses its end
	 * @return where it came from
	 * @throws java.nio.channels.ClosedChannelException if the channel is closed
	 * @throws IOException if the system reports an error
	 */
	public InetSocketAddress receive(ByteBuffer buffer) throws IOException {
		return (InetSocketAddress) this.receiver.receive(buffer);
	}

	/**
	 * Say whether the channel is open.
	 * @return whether {@link #close()} was not called yet
	 */
	public boolean isOpen() {
		return this.receiver.isOpen();
	}

	@Override
	public void close() throws IOException {
		this.receiver.close();
		for (DatagramChannel sender : this.senders) {
			sender.close();
		}
	}

	private void bindReceiver() throws IOException {
		this.receiver.setOption(StandardSocketOptions.SO_REUSEADDR, true);
		this.receiver.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
		try {
			int addressBytes = this.group.getAddress().getAddress().length;
			InetAddress any = InetAddress.getByAddress(new byte[addressBytes]);
			this.receiver.bind(new InetSocketAddress(any, this.group.getPort()));
		}
		catch (BindException ex) {
			throw new GossipConfigurationException("port",
					"UDP port %d cannot be bound: %s.".formatted(this.group.getPort(), ex.getMessage()),
					"Another program may hold it without sharing it (SO_REUSEADDR): find and end that one, or give all nodes of the cluster another port.",
					ex);
		}
		for (GossipInterface selected : this.interfaces) {
			this.receiver.join(this.group.getAddress(), networkInterface(selected));
		}
	}

	private void openSenders(int ttl) throws IOException {
		for (GossipInterface selected : this.interfaces) {
			DatagramChannel sender = DatagramChannel.open(family(this.group.getAddress()));
			this.senders.add(sender);
			sender.bind(new InetSocketAddress(selected.address(), 0));
			// In blocking mode a thread that was interrupted would close it for all.
			sender.configureBlocking(false);
			sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface(selected));
			sender.setOption(StandardSocketOptions.IP_MULTICAST_TTL, ttl);
			sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
			this.localAddresses.add((InetSocketAddress) sender.getLocalAddress());
		}
	}

	private static NetworkInterface networkInterface(GossipInterface selected) throws IOException {
		NetworkInterface networkInterface = NetworkInterface.getByName(selected.name());
		if (networkInterface == null) {
			throw new IOException("interface '%s' has gone".formatted(selected.name()));
		}
		return networkInterface;
	}

	private static ProtocolFamily family(InetAddress group) {
		return (group instanceof Inet4Address) ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
	}

	/**
	 * Ask the system where it would send to the group from. Connecting a datagram socket
	 * sends nothing.
	 */
	private static @Nullable InetAddress routedAddress(InetSocketAddress group) throws IOException {
		try (DatagramChannel channel = DatagramChannel.open(family(group.getAddress()))) {
			channel.connect(group);
			return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
		}
		catch (IOException ex) {
			return null;
		}
	}

}
