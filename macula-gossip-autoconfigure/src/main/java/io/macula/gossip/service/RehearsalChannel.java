package io.macula.gossip.service;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.multicast.GroupChannel;
import io.macula.gossip.multicast.GroupChannel.Arrival;
import io.macula.gossip.multicast.InterfaceBinding;
import io.macula.gossip.multicast.NetworkState;
import io.macula.gossip.multicast.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Carries datagrams between the two nodes of a {@link Rehearsal}, in memory. Thread-safe.
 */
final class RehearsalChannel implements AnnouncementChannel {

	private static final Datagram WAKE_UP = new Datagram(new byte[0], Arrival.GROUP);

	private final BlockingQueue<Datagram> arrived = new LinkedBlockingQueue<>();

	private final InterfaceBinding binding = new InterfaceBinding("rehearsal", 1, InetAddress.getLoopbackAddress(),
			"in memory");

	private final InetSocketAddress otherAddress;

	private final List<RehearsalChannel> channels;

	/**
	 * Create a channel.
	 * @param channels those of both nodes, this one among them once it is added
	 */
	RehearsalChannel(List<RehearsalChannel> channels) {
		this.channels = channels;
		this.otherAddress = new InetSocketAddress(this.binding.address(), 1);
	}

	@Override
	public NetworkState look() {
		return new NetworkState(List.of(this.binding), List.of(this.binding.address()), List.of(), true);
	}

	@Override
	public void use() {
	}

	@Override
	public boolean isChosen(InetAddress address) {
		return true;
	}

	@Override
	public List<Sender> interfaces() {
		return List.of(new Sender() {

			@Override
			public InterfaceBinding binding() {
				return RehearsalChannel.this.binding;
			}

			@Override
			public void send(byte[] datagram) {
				toOther(datagram, Arrival.GROUP);
			}

		});
	}

	@Override
	public void send(InetSocketAddress destination, byte[] datagram) {
		toOther(datagram, Arrival.DIRECT);
	}

	@Override
	public void answer(InetSocketAddress source, byte[] datagram) {
		toOther(datagram, Arrival.DIRECT);
	}

	private void toOther(byte[] datagram, Arrival arrival) {
		for (RehearsalChannel channel : this.channels) {
			if (channel != this) {
				channel.arrived.add(new Datagram(datagram, arrival));
			}
		}
	}

	@Override
	public @Nullable IOException receive(ByteBuffer buffer, Duration patience, GroupChannel.Handler handler)
			throws IOException {
		try {
			Datagram datagram = this.arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
			if (datagram != null && datagram != WAKE_UP) {
				buffer.clear().put(datagram.bytes());
				handler.received(buffer, this.otherAddress, datagram.arrival(), Origin.OTHER);
			}
			return null;
		}
		catch (InterruptedException ex) {
			throw new InterruptedIOException();
		}
	}

	@Override
	public void wakeUp() {
		this.arrived.add(WAKE_UP);
	}

	@Override
	public void close() {
	}

	private record Datagram(byte[] bytes, Arrival arrival) {

	}

}
