package io.macula.gossip.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.multicast.GroupChannel;
import io.macula.gossip.multicast.GroupChannel.Arrival;
import io.macula.gossip.multicast.InterfaceBinding;
import io.macula.gossip.multicast.NetworkState;
import io.macula.gossip.multicast.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Carries the datagrams of one service. Thread-safe.
 */
final class MemoryChannel implements AnnouncementChannel {

	private final GossipTestNetwork network;

	private final InetSocketAddress group;

	private final AnnouncementFormat format;

	private final InetSocketAddress source;

	private final Interface binding;

	private final Origin own;

	private List<Datagram> waiting = new ArrayList<>();

	private boolean receiving;

	private boolean woken;

	private boolean closed;

	MemoryChannel(GossipTestNetwork network, InetSocketAddress group, AnnouncementFormat format,
			InetSocketAddress source) {
		this.network = network;
		this.group = group;
		this.format = format;
		this.source = source;
		this.binding = new Interface(
				new InterfaceBinding("memory", 1, source.getAddress(), "a network in memory, for tests"));
		this.own = new Origin(true, this.binding.binding());
	}

	InetSocketAddress group() {
		return this.group;
	}

	InetSocketAddress source() {
		return this.source;
	}

	@Override
	public NetworkState look() {
		return new NetworkState(List.of(this.binding.binding()), List.of(this.source.getAddress()), List.of(), true);
	}

	@Override
	public void use() {
		// Nothing is sent before the service runs
	}

	@Override
	public List<Interface> interfaces() {
		return List.of(this.binding);
	}

	@Override
	public void send(InetSocketAddress destination, byte[] datagram) {
		this.network.deliver(this, destination, datagram);
	}

	@Override
	public void answer(InetSocketAddress source, byte[] datagram) {
		send(source, datagram);
	}

	/**
	 * Have an announcement of a node that a test made heard here, by the key of this
	 * service.
	 */
	void announce(NodeName node, InetAddress address) {
		take(new Datagram(this.format.announcement(node), new InetSocketAddress(address, this.source.getPort()),
				Arrival.GROUP, Origin.OTHER));
	}

	/**
	 * Have the farewell of a node that a test made heard here.
	 */
	void farewell(NodeName node, InetAddress address) {
		byte[] farewell = this.format.farewell(node, System.currentTimeMillis());
		if (farewell != null) {
			take(new Datagram(farewell, new InetSocketAddress(address, this.source.getPort()), Arrival.GROUP,
					Origin.OTHER));
		}
	}

	/**
	 * Have a datagram of a service heard here.
	 */
	void take(byte[] datagram, MemoryChannel from, Arrival arrival) {
		take(new Datagram(datagram, from.source, arrival, (from == this) ? this.own : Origin.OTHER));
	}

	@Override
	public @Nullable IOException receive(ByteBuffer buffer, Duration patience, GroupChannel.Handler handler)
			throws IOException {
		List<Datagram> taken;
		synchronized (this) {
			this.receiving = true;
			notifyAll();
			try {
				while (this.waiting.isEmpty() && !this.woken && !this.closed) {
					wait();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				this.closed = true;
			}
			this.receiving = false;
			if (this.closed) {
				notifyAll();
				throw new ClosedChannelException();
			}
			this.woken = false;
			taken = this.waiting;
			this.waiting = new ArrayList<>();
		}
		for (Datagram each : taken) {
			buffer.clear().put(each.bytes());
			handler.received(buffer, each.source(), each.arrival(), each.origin());
		}
		return null;
	}

	@Override
	public boolean isChosen(InetAddress address) {
		return true;
	}

	@Override
	public synchronized void wakeUp() {
		this.woken = true;
		notifyAll();
	}

	/**
	 * Wait until what waits was received, and it was said that there is no more.
	 * @param deadline when to give up, by {@link System#nanoTime()}
	 */
	synchronized void flush(long deadline) throws InterruptedException {
		this.woken = true;
		notifyAll();
		for (long left = deadline - System.nanoTime(); !isQuiet() && left > 0; left = deadline - System.nanoTime()) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			notifyAll();
		}
		this.network.remove(this);
	}

	private boolean isQuiet() {
		return this.closed || (this.receiving && this.waiting.isEmpty() && !this.woken);
	}

	private synchronized void take(Datagram datagram) {
		this.waiting.add(datagram);
		notifyAll();
	}

	/**
	 * A datagram on its way.
	 *
	 * @param bytes its bytes
	 * @param source where it comes from
	 * @param arrival how it arrives
	 * @param origin whose it is
	 */
	private record Datagram(byte[] bytes, InetSocketAddress source, Arrival arrival, Origin origin) {

	}

	/**
	 * The one interface that there is.
	 */
	final class Interface implements AnnouncementChannel.Sender {

		private final InterfaceBinding binding;

		private Interface(InterfaceBinding binding) {
			this.binding = binding;
		}

		@Override
		public InterfaceBinding binding() {
			return this.binding;
		}

		@Override
		public void send(byte[] datagram) {
			MemoryChannel.this.network.deliver(MemoryChannel.this, MemoryChannel.this.group, datagram);
		}

	}

}
