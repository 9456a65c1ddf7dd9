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
import java.util.Iterator;
import java.util.List;

import io.macula.gossip.GossipConfigurationException;

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

	private final InterfaceWatcher choice;

	private final Object receiving = new Object();

	private GroupChannel(Group group, List<String> wanted, UnicastChannel unicast, Selector selector) {
		this.group = group;
		this.choice = new InterfaceWatcher(group, List.copyOf(wanted));
		this.unicast = unicast;
		this.selector = selector;
	}

	/**
	 * Open a channel on the interfaces that are there.
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
				channel.follow();
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
	 * Look at the interfaces of this machine again, and use those that are wanted and
	 * there. One that failed is tried again.
	 * @return whether the interfaces in use changed
	 */
	public synchronized boolean follow() {
		InterfaceBindings selection;
		try {
			selection = this.choice.select(inUse());
			for (DatagramChannel listener : this.unicast.follow(addresses())) {
				register(listener, Arrival.UNICAST);
			}
		}
		catch (IOException ex) {
			selection = new InterfaceBindings(inUse(),
					List.of("The interfaces of this machine cannot be listed: %s.".formatted(ex.getMessage())));
		}
		boolean changed = this.interfaces.follow(selection, System.nanoTime());
		if (changed) {
			// A socket that was closed is let go at the next selection
			this.selector.wakeup();
		}
		return changed;
	}

	/**
	 * Return the addresses of this machine, on interfaces that are up.
	 * @return a list that does not change
	 */
	public List<InetAddress> addresses() {
		return this.choice.addresses();
	}

	/**
	 * Say whether the interfaces in use are those that were wanted. The loopback
	 * interface is not, unless it was asked for.
	 * @return whether there is no hurry to look again
	 */
	public boolean isSettled() {
		return problems().isEmpty() && (!this.choice.isAutomatic()
				|| inUse().stream().noneMatch((selected) -> selected.address().isLoopbackAddress()));
	}

	/**
	 * Return the sockets of the interfaces in use.
	 * @return a list that does not change, possibly empty
	 */
	public List<InterfaceChannel> interfaces() {
		return this.interfaces.all();
	}

	/**
	 * Return why an interface that should be in use is not.
	 * @return sentences that say what is wrong, possibly none
	 */
	public List<String> problems() {
		return this.interfaces.problems();
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
	 * Wait for datagrams, and hand over those that are there. Returns without any after
	 * {@link #wakeUp()}.
	 * @param buffer takes one after the other; a longer datagram loses its end
	 * @param handler takes what is in the buffer, on this thread
	 * @throws ClosedChannelException if the channel is closed
	 * @throws IOException if the system reports an error
	 */
	public void receive(ByteBuffer buffer, Handler handler) throws IOException {
		try {
			synchronized (this.receiving) {
				this.selector.select();
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
	 * Have a {@link #receive(ByteBuffer, Handler)} that waits return.
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
		boolean ipv6Only = this.group.isBroadcast() && arrival != Arrival.ANSWER
				&& ((InetSocketAddress) channel.getLocalAddress()).getAddress() instanceof Inet6Address;
		channel.register(this.selector, SelectionKey.OP_READ, new Inbox(arrival, ipv6Only));
		this.selector.wakeup();
	}

	private InterfaceChannel openInterface(InterfaceBinding selected) throws IOException {
		InterfaceChannel channel = InterfaceChannel.open(this.group, selected);
		try {
			DatagramChannel receiver = channel.receiver();
			if (receiver != null) {
				register(receiver, Arrival.GROUP);
			}
			return channel;
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private List<InterfaceBinding> inUse() {
		return interfaces().stream().map(InterfaceChannel::binding).toList();
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
		ANSWER

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

	/**
	 * What is known of datagrams that arrive at one socket.
	 *
	 * @param arrival how they arrived
	 * @param ipv6Only whether those of the other family arrive at another socket too
	 */
	private record Inbox(Arrival arrival, boolean ipv6Only) {

	}

}
