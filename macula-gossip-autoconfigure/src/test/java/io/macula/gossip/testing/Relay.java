package io.macula.gossip.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A port of 127.0.0.1 that leads to another one, and holds what comes through in each
 * direction until a test lets it go.
 */
public final class Relay implements AutoCloseable {

	private static final int TIMEOUT_SECONDS = 15;

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final List<Closeable> open = new CopyOnWriteArrayList<>(List.of(this.server));

	private final Gate there = new Gate();

	private final Gate back = new Gate();

	/**
	 * Start to listen.
	 * @param port where the way leads
	 * @throws IOException if no port is free
	 */
	public Relay(int port) throws IOException {
		start(() -> {
			while (true) {
				Socket from = this.server.accept();
				Socket to = new Socket(InetAddress.getLoopbackAddress(), port);
				this.open.addAll(List.of(from, to));
				start(() -> this.there.carry(from, to));
				start(() -> this.back.carry(to, from));
			}
		});
	}

	/**
	 * Start to listen, and hold nothing.
	 * @param port where the way leads
	 * @return the relay
	 * @throws IOException if no port is free
	 */
	public static Relay open(int port) throws IOException {
		Relay relay = new Relay(port);
		relay.there.open();
		relay.back.open();
		return relay;
	}

	private static void start(Carriage carriage) {
		Thread thread = new Thread(() -> {
			try {
				carriage.run();
			}
			catch (IOException ex) {
				// An end of it is closed
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Return what holds the bytes on their way to the other port.
	 */
	public Gate there() {
		return this.there;
	}

	/**
	 * Return what holds the bytes on their way back.
	 */
	public Gate back() {
		return this.back;
	}

	/**
	 * Reset the connections that are open, to both ends of each. Who connects from now on
	 * comes through.
	 * @param relays whose connections, all at once: one of which ends may be followed by
	 * one over another of them
	 * @throws IOException if one cannot be closed
	 */
	public static void reset(Relay... relays) throws IOException {
		List<Socket> sockets = Stream.of(relays)
			.flatMap((relay) -> relay.open.stream())
			.filter(Socket.class::isInstance)
			.map(Socket.class::cast)
			.toList();
		// All before the first is closed: what carries its bytes then closes the other
		for (Socket socket : sockets) {
			try {
				socket.setSoLinger(true, 0);
			}
			catch (SocketException ex) {
				// It has ended by itself
			}
		}
		for (Socket socket : sockets) {
			socket.close();
		}
	}

	@Override
	public void close() throws IOException {
		for (Closeable closeable : this.open) {
			closeable.close();
		}
	}

	/**
	 * Holds the bytes of one direction.
	 */
	public static final class Gate {

		private final CountDownLatch held = new CountDownLatch(1);

		private final CountDownLatch opened = new CountDownLatch(1);

		private final CountDownLatch ended = new CountDownLatch(1);

		/**
		 * Block until there is something to hold.
		 */
		public void awaitBytes() throws InterruptedException {
			await(this.held);
		}

		/**
		 * Block until this direction has ended.
		 */
		public void awaitEnd() throws InterruptedException {
			await(this.ended);
		}

		/**
		 * Let go what is held, and all that comes.
		 */
		public void open() {
			this.opened.countDown();
		}

		private void carry(Socket from, Socket to) throws IOException, InterruptedException {
			try (from; to) {
				InputStream input = from.getInputStream();
				OutputStream output = to.getOutputStream();
				byte[] bytes = new byte[4096];
				for (int count = input.read(bytes); count >= 0; count = input.read(bytes)) {
					this.held.countDown();
					await(this.opened);
					output.write(bytes, 0, count);
				}
			}
			finally {
				this.ended.countDown();
			}
		}

		private static void await(CountDownLatch latch) throws InterruptedException {
			if (!latch.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				throw new AssertionError("Not within %d s".formatted(TIMEOUT_SECONDS));
			}
		}

	}

	private interface Carriage {

		void run() throws IOException, InterruptedException;

	}

}
