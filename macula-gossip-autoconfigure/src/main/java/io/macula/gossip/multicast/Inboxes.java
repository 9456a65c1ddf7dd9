package io.macula.gossip.multicast;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import io.macula.gossip.multicast.GroupChannel.Arrival;
import io.macula.gossip.multicast.GroupChannel.Handler;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that receive. Each has its turn, whatever arrives at the others; one that
 * fails rests for a while, and the others go on. Thread-safe.
 */
final class Inboxes implements Closeable {

	/**
	 * How many datagrams one socket may bring before the others have their turn.
	 */
	private static final int MAX_IN_A_ROW = 64;

	private static final Duration REST = Duration.ofMillis(500);

	private final Selector selector;

	private final Reader reader;

	private final Function<InetSocketAddress, Origin> origins;

	private final Object receiving = new Object();

	private final List<SelectionKey> resting = new ArrayList<>();

	private long restUntil;

	/**
	 * Where the datagram arrived that is being handed over. The receiving thread's own.
	 */
	private @Nullable Inbox handingOver;

	/**
	 * Create an empty set.
	 * @param origins says whose the datagrams from an address are
	 * @throws IOException if the system has no more of what it takes
	 */
	Inboxes(Function<InetSocketAddress, Origin> origins) throws IOException {
		this(origins, DatagramChannel::receive);
	}

	Inboxes(Function<InetSocketAddress, Origin> origins, Reader reader) throws IOException {
		this.origins = origins;
		this.reader = reader;
		this.selector = Selector.open();
	}

	/**
	 * Have what arrives at a socket received.
	 * @param arrival how datagrams arrive there
	 * @param from says whether those from an address are to be taken here; the others
	 * arrive at another socket too, or are not wanted
	 */
	void add(DatagramChannel channel, Arrival arrival, Predicate<InetAddress> from) throws IOException {
		channel.register(this.selector, SelectionKey.OP_READ, new Inbox(arrival, from,
				(destination, datagram) -> channel.send(ByteBuffer.wrap(datagram), destination)));
		this.selector.wakeup();
	}

	/**
	 * The same, but what arrives waits until it is to be {@link #read}.
	 * @param answers sends answers to it
	 */
	void addWaiting(DatagramChannel channel, Arrival arrival, Predicate<InetAddress> from, Answers answers)
			throws IOException {
		channel.register(this.selector, 0, new Inbox(arrival, from, answers));
	}

	/**
	 * Have what waits at a socket received, and what arrives there from now on.
	 */
	void read(DatagramChannel channel) {
		SelectionKey key = channel.keyFor(this.selector);
		if (key != null) {
			enable(key);
		}
	}

	/**
	 * Answer the datagram that is being handed over, as {@link GroupChannel#answer} says.
	 */
	void answer(InetSocketAddress source, byte[] datagram) throws IOException {
		Inbox inbox = this.handingOver;
		if (inbox == null) {
			throw new IllegalStateException("No datagram is being handed over");
		}
		inbox.answers().send(source, datagram);
	}

	/**
	 * Wait for datagrams, as {@link GroupChannel#receive} says.
	 */
	@Nullable IOException receive(ByteBuffer buffer, Duration patience, Handler handler) throws IOException {
		try {
			synchronized (this.receiving) {
				return receiveOnce(buffer, patience, handler);
			}
		}
		catch (ClosedSelectorException ex) {
			throw new ClosedChannelException();
		}
	}

	void wakeUp() {
		this.selector.wakeup();
	}

	@Override
	public void close() throws IOException {
		this.selector.close();
	}

	private @Nullable IOException receiveOnce(ByteBuffer buffer, Duration patience, Handler handler)
			throws IOException {
		this.selector.select(patience(patience).toMillis());
		if (!this.resting.isEmpty() && System.nanoTime() - this.restUntil >= 0) {
			this.resting.forEach(Inboxes::enable);
			this.resting.clear();
		}
		IOException failure = null;
		Iterator<SelectionKey> ready = this.selector.selectedKeys().iterator();
		while (ready.hasNext()) {
			SelectionKey key = ready.next();
			ready.remove();
			try {
				drain(key, buffer, handler);
			}
			catch (ClosedChannelException | CancelledKeyException ex) {
				// Its interface went away
			}
			catch (IOException ex) {
				failure = ex;
				rest(key);
			}
		}
		return failure;
	}

	private void drain(SelectionKey key, ByteBuffer buffer, Handler handler) throws IOException {
		DatagramChannel channel = (DatagramChannel) key.channel();
		Inbox inbox = (Inbox) key.attachment();
		for (int i = 0; i < MAX_IN_A_ROW; i++) {
			InetSocketAddress source = (InetSocketAddress) this.reader.read(channel, buffer.clear());
			if (source == null) {
				return;
			}
			if (inbox.from().test(source.getAddress())) {
				this.handingOver = inbox;
				handler.received(buffer, source, inbox.arrival(), this.origins.apply(source));
			}
		}
	}

	/**
	 * One that goes on failing would otherwise be ready again at once, for ever.
	 */
	private void rest(SelectionKey key) {
		if (this.resting.isEmpty()) {
			this.restUntil = System.nanoTime() + REST.toNanos();
		}
		this.resting.add(key);
		if (key.isValid()) {
			key.interestOps(0);
		}
	}

	private Duration patience(Duration wanted) {
		return (this.resting.isEmpty() || wanted.compareTo(REST) < 0) ? wanted : REST;
	}

	private static void enable(SelectionKey key) {
		try {
			key.interestOps(SelectionKey.OP_READ);
		}
		catch (CancelledKeyException ex) {
			// Its interface went away
		}
	}

	/**
	 * Reads one datagram.
	 */
	interface Reader {

		/**
		 * Read a datagram.
		 * @return where it came from, or {@code null} if there is none
		 */
		@Nullable SocketAddress read(DatagramChannel channel, ByteBuffer buffer) throws IOException;

	}

	/**
	 * Sends an answer the way its question came.
	 */
	interface Answers {

		void send(InetSocketAddress destination, byte[] datagram) throws IOException;

	}

	/**
	 * What is known of datagrams that arrive at one socket.
	 *
	 * @param arrival how they arrived
	 * @param from says whether those from an address are taken
	 * @param answers sends answers to them
	 */
	private record Inbox(Arrival arrival, Predicate<InetAddress> from, Answers answers) {

	}

}
