package io.macula.gossip.multicast;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The sockets of one interface. Thread-safe.
 * <p>
 * One is bound to the group and joined there, so that it takes nothing but what is sent
 * to the group. The other sends, bound to the address there: so the source address is
 * this node's own choice, and its port tells this node's own announcements from those of
 * another.
 */
public final class InterfaceChannel implements Closeable, AnnouncementChannel.Sender {

	static final int RECEIVE_BUFFER_BYTES = 1 << 20;

	private static final boolean WINDOWS = File.separatorChar == '\\';

	private final InterfaceBinding binding;

	private final Origin origin;

	private final InetSocketAddress destination;

	private final @Nullable DatagramChannel receiver;

	private final DatagramChannel sender;

	private final InetSocketAddress localAddress;

	private InterfaceChannel(InterfaceBinding binding, InetSocketAddress destination,
			@Nullable DatagramChannel receiver, DatagramChannel sender, InetSocketAddress localAddress) {
		this.binding = binding;
		this.origin = new Origin(true, binding);
		this.destination = destination;
		this.receiver = receiver;
		this.sender = sender;
		this.localAddress = localAddress;
	}

	static InterfaceChannel open(Group group, InterfaceBinding binding) throws IOException {
		NetworkInterface networkInterface = NetworkInterface.getByName(binding.name());
		if (networkInterface == null || networkInterface.getIndex() != binding.index()) {
			throw new IOException("it has gone");
		}
		InetSocketAddress destination = group.on(networkInterface);
		DatagramChannel receiver = group.isBroadcast() ? null : openReceiver(group, destination, networkInterface);
		try {
			DatagramChannel sender = openSender(group, binding.address(), networkInterface);
			return new InterfaceChannel(binding, destination, receiver, sender,
					(InetSocketAddress) sender.getLocalAddress());
		}
		catch (IOException | RuntimeException ex) {
			if (receiver != null) {
				receiver.close();
			}
			throw ex;
		}
	}

	/**
	 * Return the interface and why it was chosen.
	 * @return the interface
	 */
	@Override
	public InterfaceBinding binding() {
		return this.binding;
	}

	/**
	 * Send a datagram to the group.
	 * @param datagram the bytes to send
	 * @throws java.nio.channels.ClosedChannelException if the interface is no longer used
	 * @throws IOException if the system does not take it
	 */
	@Override
	public void send(byte[] datagram) throws IOException {
		send(null, datagram);
	}

	/**
	 * Send a datagram.
	 * @param to where to, or {@code null} for the group
	 * @param datagram the bytes to send
	 */
	void send(@Nullable InetSocketAddress to, byte[] datagram) throws IOException {
		if (this.sender.send(ByteBuffer.wrap(datagram), (to != null) ? to : this.destination) == 0) {
			throw new IOException("the send buffer is full");
		}
	}

	/**
	 * Return whose the datagrams are that it sends.
	 */
	Origin origin() {
		return this.origin;
	}

	/**
	 * Return where its datagrams come from.
	 */
	InetSocketAddress localAddress() {
		return this.localAddress;
	}

	/**
	 * Return the socket that receives, or {@code null} if broadcasts are awaited on the
	 * socket that takes datagrams to every address.
	 */
	@Nullable DatagramChannel receiver() {
		return this.receiver;
	}

	/**
	 * Return the socket that sends, and receives what is sent to it alone.
	 */
	DatagramChannel sender() {
		return this.sender;
	}

	/**
	 * Return all that receive.
	 */
	List<DatagramChannel> sockets() {
		return (this.receiver != null) ? List.of(this.receiver, this.sender) : List.of(this.sender);
	}

	@Override
	public void close() throws IOException {
		this.sender.close();
		if (this.receiver != null) {
			this.receiver.close();
		}
	}

	private static DatagramChannel openReceiver(Group group, InetSocketAddress destination,
			NetworkInterface networkInterface) throws IOException {
		DatagramChannel receiver = DatagramChannel.open(group.family());
		try {
			receiver.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			receiver.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
			// Windows binds to addresses of its own only
			receiver.bind(WINDOWS ? new InetSocketAddress(group.port()) : destination);
			receiver.join(group.address(), networkInterface);
			receiver.configureBlocking(false);
			return receiver;
		}
		catch (IOException | RuntimeException ex) {
			receiver.close();
			throw ex;
		}
	}

	private static DatagramChannel openSender(Group group, InetAddress address, NetworkInterface networkInterface)
			throws IOException {
		DatagramChannel sender = DatagramChannel.open(group.family());
		try {
			sender.bind(new InetSocketAddress(address, 0));
			// In blocking mode a thread that was interrupted would close it for all.
			sender.configureBlocking(false);
			if (group.isBroadcast()) {
				sender.setOption(StandardSocketOptions.SO_BROADCAST, true);
			}
			else {
				sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
				sender.setOption(StandardSocketOptions.IP_MULTICAST_TTL, group.ttl());
				sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
			}
			return sender;
		}
		catch (IOException | RuntimeException ex) {
			sender.close();
			throw ex;
		}
	}

}
