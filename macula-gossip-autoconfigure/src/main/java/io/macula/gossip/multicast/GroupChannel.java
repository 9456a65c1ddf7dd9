package io.macula.gossip.multicast;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

import io.macula.gossip.GossipConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Sends to a group and receives from it, on the interfaces that are wanted and there, and
 * exchanges datagrams with single nodes. Thread-safe.
 */
public final class GroupChannel implements Closeable {

	/**
	 * How many datagrams one socket may bring before the others have their turn.
	 */
	private static final int MAX_IN_A_ROW = 64;

	private final Group group;

	private final Selector selector;

	private final UnicastChannel unicast;

	private final FormerSources former = new FormerSources(System::nanoTime);

	private final InterfaceChannels interfaces = new InterfaceChannels(this::openInterface, this.former);

	private final InterfaceWatcher watcher;

	private final Object receiving = new Object();

	/**
	 * Where the datagram arrived that is being handed over. The receiving thread's own.
	 */
	private @Nullable Inbox handingOver;

	/**
	 * The addresses of this machine when it was last looked at.
	 */
	private List<InetAddress> addresses = List.of();

	private GroupChannel(Group group, List<String> wanted, UnicastChannel unicast, Selector selector) {
		this.group = group;
		this.watcher = new InterfaceWatcher(group, List.copyOf(wanted));
		this.unicast = unicast;
		this.selector = selector;
	}

	/**
	 * Open a channel, which uses no interface before the first {@link #look()} and
	 * {@link #use()}.
	 * @param group the group, or 255.255.255.255 to broadcast, and the port
	 * @param ttl how many routers its datagrams may pass plus one, from 0 to 255
	 * @param wanted names, addresses or networks of the interfaces to use; empty to have
	 * one chosen
	 * @return an open channel
	 * @throws GossipConfigurationException if the port cannot be bound
	 */
	public static GroupChannel open(InetSocketAddress group, int ttl, List<String> wanted) {
		try {
			return open(new Group(group, ttl), wanted);
		}
		catch (IOException | UnsupportedOperationException ex) {
			throw new GossipConfigurationException("addr",
					"The sockets for %s port %d cannot be opened: %s.".formatted(group.getAddress().getHostAddress(),
							group.getPort(), ex),
					"Set macula.gossip.addr to a group of the family that this machine has, on every node.", ex);
		}
	}

	private static GroupChannel open(Group group, List<String> wanted) throws IOException {
		UnicastChannel unicast = UnicastChannel.open(group);
		try {
			GroupChannel channel = new GroupChannel(group, wanted, unicast, Selector.open());
			try {
				for (DatagramChannel listener : unicast.listeners()) {
					channel.register(listener, group.isBroadcast() ? Arrival.GROUP : Arrival.UNICAST);
				}
				channel.register(unicast.sender(), Arrival.ANSWER);
				return channel;
			}
			catch (IOException | RuntimeException ex) {
				channel.close();
				throw ex;
			}
		}
		catch (IOException | RuntimeException ex) {
			unicast.close();
			throw ex;
		}
	}

	/**
	 * Look at the interfaces of this machine again. Those that are no longer wanted or
	 * there are let go; the sockets of the others are opened, and nothing is sent to the
	 * group or received from it on them before {@link #use()}. One that failed is tried
	 * again.
	 * @return what was found
	 */
	public synchronized NetworkState look() {
		List<InterfaceBinding> open = this.interfaces.bindings();
		InterfaceBindings wanted;
		try {
			wanted = this.watcher.look(open);
			followAddresses();
		}
		catch (IOException ex) {
			wanted = new InterfaceBindings(open,
					List.of("The interfaces of this machine cannot be listed: %s.".formatted(ex.getMessage())));
		}
		InterfaceBindings found = this.interfaces.prepare(wanted, System.nanoTime());
		// A socket that was closed is let go at the next selection
		this.selector.wakeup();
		boolean settled = found.problems().isEmpty() && (!this.watcher.isAutomatic()
				|| found.interfaces().stream().noneMatch((binding) -> binding.address().isLoopbackAddress()));
		return new NetworkState(found.interfaces(), this.addresses, found.problems(), settled);
	}

	/**
	 * Use the interfaces that the last look found.
	 */
	public synchronized void use() {
		for (InterfaceChannel channel : this.interfaces.use()) {
			for (DatagramChannel socket : channel.sockets()) {
				SelectionKey key = socket.keyFor(this.selector);
				if (key != null && key.isValid()) {
					key.interestOps(SelectionKey.OP_READ);
				}
			}
		}
		this.selector.wakeup();
	}

	/**
	 * Return the sockets of the interfaces in use.
	 * @return a list that does not change, possibly empty
	 */
	public List<InterfaceChannel> interfaces() {
		return this.interfaces.inUse();
	}

	/**
	 * Send a datagram to one node.
	 * @param destination address and port of the node
	 * @param datagram the bytes to send
	 * @throws IOException if the system does not take it
	 */
	public void send(InetSocketAddress destination, byte[] datagram) throws IOException {
		try {
			this.unicast.send(destination, datagram);
		}
		catch (RuntimeException ex) {
			// An address of a family that this machine does not have
			throw new IOException(String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * Answer the datagram that is being handed over the way it came, to its sender or to
	 * the group on the same interface. Only for a {@link Handler}, while it is called.
	 * @param source where the datagram came from
	 * @param datagram the bytes to send
	 * @throws IOException if the system does not take it
	 */
	public void answer(InetSocketAddress source, byte[] datagram) throws IOException {
		Inbox inbox = this.handingOver;
		if (inbox == null) {
			throw new IllegalStateException("No datagram is being handed over");
		}
		inbox.answers().send(source, datagram);
	}

	/**
	 * Wait for datagrams, and hand over those that are there. Returns without any after
	 * {@link #wakeUp()}, or if none comes in time.
	 * @param buffer takes one after the other; a longer datagram loses its end
	 * @param patience how long to wait for the first, at least a millisecond
	 * @param handler takes what is in the buffer, on this thread
	 * @throws ClosedChannelException if the channel is closed
	 * @throws IOException if the system reports an error
	 */
	public void receive(ByteBuffer buffer, Duration patience, Handler handler) throws IOException {
		try {
			synchronized (this.receiving) {
				this.selector.select(patience.toMillis());
				Iterator<SelectionKey> ready = this.selector.selectedKeys().iterator();
				while (ready.hasNext()) {
					SelectionKey key = ready.next();
					ready.remove();
					drain(key, buffer, handler);
				}
			}
		}
		catch (ClosedSelectorException ex) {
			throw new ClosedChannelException();
		}
	}

	/**
	 * Have a {@link #receive(ByteBuffer, Duration, Handler)} that waits return.
	 */
	public void wakeUp() {
		this.selector.wakeup();
	}

	@Override
	public synchronized void close() throws IOException {
		this.selector.close();
		this.interfaces.close();
		this.unicast.close();
	}

	/**
	 * Listen at the addresses that this machine has now. What was sent from the others
	 * may still be on its way.
	 */
	private void followAddresses() throws IOException {
		List<InetAddress> here = this.watcher.addresses();
		for (InetAddress address : this.addresses) {
			if (!here.contains(address)) {
				this.former.add(new InetSocketAddress(address, this.unicast.senderPort()));
			}
		}
		this.addresses = here;
		for (DatagramChannel listener : this.unicast.follow(here)) {
			register(listener, Arrival.UNICAST);
		}
	}

	private Origin origin(InetSocketAddress source) {
		Origin origin = this.interfaces.origin(source);
		if (origin == Origin.OTHER && (this.unicast.isOwn(source) || this.former.contain(source))) {
			origin = Origin.OWN;
		}
		return origin;
	}

	private void drain(SelectionKey key, ByteBuffer buffer, Handler handler) throws IOException {
		DatagramChannel channel = (DatagramChannel) key.channel();
		Inbox inbox = (Inbox) key.attachment();
		try {
			for (int i = 0; i < MAX_IN_A_ROW; i++) {
				InetSocketAddress source = (InetSocketAddress) channel.receive(buffer.clear());
				if (source == null) {
					return;
				}
				if (!inbox.ipv6Only() || source.getAddress() instanceof Inet6Address) {
					this.handingOver = inbox;
					handler.received(buffer, source, inbox.arrival(), origin(source));
				}
			}
		}
		catch (ClosedChannelException | CancelledKeyException ex) {
			// Its interface went away
		}
	}

	/**
	 * Have what arrives at a socket received. A broadcast arrives at the sockets of both
	 * families, and counts at that of its own.
	 */
	private void register(DatagramChannel channel, Arrival arrival) throws IOException {
		register(channel, arrival, SelectionKey.OP_READ,
				(destination, datagram) -> channel.send(ByteBuffer.wrap(datagram), destination));
		this.selector.wakeup();
	}

	private void register(DatagramChannel channel, Arrival arrival, int operations, Inbox.Answers answers)
			throws IOException {
		boolean ipv6Only = this.group.isBroadcast() && arrival != Arrival.ANSWER
				&& ((InetSocketAddress) channel.getLocalAddress()).getAddress() instanceof Inet6Address;
		channel.register(this.selector, operations, new Inbox(arrival, ipv6Only, answers));
	}

	private InterfaceChannel openInterface(InterfaceBinding binding) throws IOException {
		InterfaceChannel channel = InterfaceChannel.open(this.group, binding);
		try {
			for (DatagramChannel socket : channel.sockets()) {
				boolean group = socket == channel.receiver();
				register(socket, group ? Arrival.GROUP : Arrival.DIRECT, 0,
						(destination, datagram) -> channel.send(group ? null : destination, datagram));
			}
			return channel;
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * How a datagram arrived.
	 */
	public enum Arrival {

		/**
		 * It was sent to the group.
		 */
		GROUP,

		/**
		 * It was sent to this host alone.
		 */
		UNICAST,

		/**
		 * It was sent to this node alone, whose datagrams its sender had.
		 */
		ANSWER,

		/**
		 * It was sent to this node alone, to where its datagrams to the group come from.
		 */
		DIRECT

	}

	/**
	 * Takes what was received, on the thread that receives.
	 */
	public interface Handler {

		/**
		 * A datagram was received.
		 * @param datagram holds it from its start to its position, until this method
		 * returns
		 * @param source where it came from
		 * @param arrival how it arrived
		 * @param origin whose it is
		 */
		void received(ByteBuffer datagram, InetSocketAddress source, Arrival arrival, Origin origin);

	}

}
