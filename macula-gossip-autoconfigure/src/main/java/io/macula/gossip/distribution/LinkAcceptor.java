package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.macula.gossip.net.QuietClose;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Listens for other nodes. Each connection has a thread of its own until its handshake is
 * done; those that get no {@linkplain HandshakePlaces place} are closed at once.
 */
final class LinkAcceptor {

	private static final Log logger = LogFactory.getLog(LinkAcceptor.class);

	private static final int BACKLOG = 1024;

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long WARNING_GAP_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final DistributionSettings settings;

	private final LinkThreads threads;

	private final Handshake handshake;

	private final HandshakePlaces places;

	private final ServerSocket server;

	private boolean toldOutside;

	private volatile long warnAgainAt = System.nanoTime();

	private LinkAcceptor(DistributionSettings settings, LinkThreads threads, Handshake handshake, ServerSocket server) {
		this.settings = settings;
		this.threads = threads;
		this.handshake = handshake;
		this.places = new HandshakePlaces(settings.limits().accepting(), System::nanoTime);
		this.server = server;
	}

	/**
	 * Start to listen.
	 * @param settings tell where
	 * @param sockets makes what listens
	 * @param threads starts the threads
	 * @param handshake does the handshake, or closes the socket
	 * @return what listens
	 * @throws IOException if the port cannot be bound
	 */
	static LinkAcceptor open(DistributionSettings settings, LinkSockets sockets, LinkThreads threads,
			Handshake handshake) throws IOException {
		int port = settings.links().getPort();
		ServerSocket server = sockets.server();
		try {
			server.bind(new InetSocketAddress(port), BACKLOG);
		}
		catch (IOException ex) {
			server.close();
			throw new IOException(
					"Node '%s' cannot listen on port %d: %s; choose another port, or 0 to let the system choose"
						.formatted(settings.name(), port, ex.getMessage()),
					ex);
		}
		return new LinkAcceptor(settings, threads, handshake, server);
	}

	int port() {
		return this.server.getLocalPort();
	}

	long droppedHandshakes() {
		return this.places.dropped();
	}

	void start() {
		this.threads.start("gossip-accept-" + this.settings.name(), this::run);
	}

	/**
	 * Listen no more, and end what is in its handshake.
	 */
	void close() {
		QuietClose.close(this.server);
		this.places.close();
	}

	private void run() {
		while (!this.server.isClosed()) {
			try {
				accept(this.server.accept());
			}
			catch (IOException | RuntimeException | Error ex) {
				if (!this.server.isClosed()) {
					warn("could not accept a connection", ex);
					// Too many open files, most likely, which ends no sooner for being
					// asked
					LockSupport.parkNanos(PAUSE_NANOS);
				}
			}
		}
	}

	/**
	 * Say what went wrong, once in a while. The log may fail for the same reason, and
	 * whoever calls this has to go on.
	 */
	private void warn(String what, Throwable failure) {
		long now = System.nanoTime();
		if (now - this.warnAgainAt < 0) {
			return;
		}
		this.warnAgainAt = now + WARNING_GAP_NANOS;
		try {
			logger.warn("Node '%s' %s: %s".formatted(this.settings.name(), what, failure));
		}
		catch (RuntimeException | Error ex) {
			// There is nobody left to tell
		}
	}

	private void accept(Socket socket) {
		if (!this.settings.scope().includes(socket.getLocalAddress(), socket.getInetAddress())) {
			tellOutside(socket);
			QuietClose.close(socket);
			return;
		}
		boolean started = false;
		boolean placed = false;
		try {
			placed = this.places.take(socket);
			if (placed) {
				this.threads.start("gossip-handshake-" + this.settings.name(), () -> admit(socket));
				started = true;
			}
		}
		finally {
			if (placed && !started) {
				this.places.leave(socket);
			}
			if (!started || this.server.isClosed()) {
				QuietClose.close(socket);
			}
		}
	}

	private void tellOutside(Socket socket) {
		if (!this.toldOutside) {
			this.toldOutside = true;
			logger.warn(
					"Node '%s' refused a connection from %s to %s, an address of this machine on no interface that was chosen: macula.gossip.interfaces chooses them, and macula.gossip.distribution.listen-on=all listens on every one. Further ones are refused silently"
						.formatted(this.settings.name(), socket.getInetAddress().getHostAddress(),
								socket.getLocalAddress().getHostAddress()));
		}
	}

	private void admit(Socket socket) {
		try {
			this.handshake.admit(socket, () -> this.places.leave(socket));
		}
		catch (RuntimeException | Error ex) {
			QuietClose.close(socket);
			warn("failed at a handshake", ex);
		}
		finally {
			this.places.leave(socket);
		}
	}

	/**
	 * Does handshakes.
	 */
	interface Handshake {

		/**
		 * Do a handshake, or close the socket.
		 * @param socket the connection
		 * @param done to be asked before the link counts: whether it has kept its place
		 * until then. Else it is closed already, or about to be
		 */
		void admit(Socket socket, BooleanSupplier done);

	}

}
