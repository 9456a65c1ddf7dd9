package io.macula.gossip.multicast;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.macula.gossip.GossipConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Sends to a group and receives from it, on the interfaces that are wanted and there, and
 * exchanges datagrams with single nodes. Thread-safe.
 */
public final class GroupChannel implements AnnouncementChannel {

	private final Group group;

	private final UnicastChannel unicast;

	private final FormerSources former = new FormerSources(System::nanoTime);

	private final InterfaceChannels interfaces = new InterfaceChannels(this::openInterface, this.former);

	private final InterfaceWatcher watcher;

	private final Inboxes inboxes;

	/**
	 * The addresses of this machine when it was last looked at.
	 */
	private List<InetAddress> addresses = List.of();

	/**
	 * The networks of this machine at that time.
	 */
	private volatile LocalNetworks networks = new LocalNetworks(Map.of());

	/**
	 * The addresses of the interfaces that were chosen then.
	 */
	private volatile ChosenAddresses chosen = new ChosenAddresses(List.of());

	private GroupChannel(Group group, List<String> wanted, UnicastChannel unicast) throws IOException {
		this.group = group;
		this.watcher = new InterfaceWatcher(group, List.copyOf(wanted));
		this.unicast = unicast;
		this.inboxes = new Inboxes(this::origin);
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
			GroupChannel channel = new GroupChannel(group, wanted, unicast);
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
	@Override
	public synchronized NetworkState look() {
		List<InterfaceBinding> open = this.interfaces.bindings();
		InterfaceBindings wanted;
		try {
			wanted = this.watcher.look(open);
			followAddresses();
			this.chosen = this.watcher.addressesOf(wanted.interfaces());
		}
		catch (IOException ex) {
			wanted = new InterfaceBindings(open,
					List.of("The interfaces of this machine cannot be listed: %s.".formatted(ex.getMessage())));
		}
		InterfaceBindings found = this.interfaces.prepare(wanted, System.nanoTime());
		// A socket that was closed is let go at the next selection
		this.inboxes.wakeUp();
		boolean settled = found.problems().isEmpty() && (!this.watcher.isAutomatic()
				|| found.interfaces().stream().noneMatch((binding) -> binding.address().isLoopbackAddress()));
		return new NetworkState(found.interfaces(), this.addresses, found.problems(), settled);
	}

	/**
	 * Use the interfaces that the last look found.
	 */
	@Override
	public synchronized void use() {
		for (InterfaceChannel channel : this.interfaces.use()) {
			channel.sockets().forEach(this.inboxes::read);
		}
		this.inboxes.wakeUp();
	}

	/**
	 * Return the sockets of the interfaces in use.
	 * @return a list that does not change, possibly empty
	 */
	@Override
	public List<InterfaceChannel> interfaces() {
		return this.interfaces.inUse();
	}

	/**
	 * Send a datagram to one node.
	 * @param destination address and port of the node
	 * @param datagram the bytes to send
	 * @throws IOException if the system does not take it
	 */
	@Override
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
	@Override
	public void answer(InetSocketAddress source, byte[] datagram) throws IOException {
		this.inboxes.answer(source, datagram);
	}

	/**
	 * Wait for datagrams, and hand over those that are there. Returns without any after
	 * {@link #wakeUp()}, or if none comes in time. A socket that fails rests for half a
	 * second, while the others go on.
	 * @param buffer takes one after the other; a longer datagram loses its end
	 * @param patience how long to wait for the first, at least a millisecond
	 * @param handler takes what is in the buffer, on this thread
	 * @return what a socket failed with, or {@code null}
	 * @throws java.nio.channels.ClosedChannelException if the channel is closed
	 * @throws IOException if the system reports an error
	 */
	@Override
	public @Nullable IOException receive(ByteBuffer buffer, Duration patience, Handler handler) throws IOException {
		return this.inboxes.receive(buffer, patience, handler);
	}

	/**
	 * Have a {@link #receive(ByteBuffer, Duration, Handler)} that waits return.
	 */
	@Override
	public void wakeUp() {
		this.inboxes.wakeUp();
	}

	@Override
	public boolean isChosen(InetAddress address) {
		return this.chosen.contain(address);
	}

	@Override
	public synchronized void close() throws IOException {
		this.inboxes.close();
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
		this.networks = this.watcher.networks();
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

	/**
	 * Have what arrives at a socket received. A broadcast arrives at the sockets of both
	 * families, and counts at that of its own.
	 */
	private void register(DatagramChannel channel, Arrival arrival) throws IOException {
		boolean ipv6Only = this.group.isBroadcast() && arrival != Arrival.ANSWER
				&& ((InetSocketAddress) channel.getLocalAddress()).getAddress() instanceof Inet6Address;
		this.inboxes.add(channel, arrival, (source) -> !ipv6Only || source instanceof Inet6Address);
	}

	private InterfaceChannel openInterface(InterfaceBinding binding) throws IOException {
		InterfaceChannel channel = InterfaceChannel.open(this.group, binding);
		try {
			DatagramChannel receiver = channel.receiver();
			if (receiver != null) {
				int index = binding.index();
				this.inboxes.addWaiting(receiver, Arrival.GROUP,
						(source) -> !this.group.isWiderThanLink() || this.networks.mayComeFrom(index, source),
						(destination, datagram) -> channel.send(datagram));
			}
			this.inboxes.addWaiting(channel.sender(), Arrival.DIRECT, (source) -> true,
					(destination, datagram) -> channel.send(destination, datagram));
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
