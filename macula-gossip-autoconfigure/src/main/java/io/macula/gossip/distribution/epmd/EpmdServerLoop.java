package io.macula.gossip.distribution.epmd;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.macula.gossip.net.ListeningScope;
import io.macula.gossip.net.QuietClose;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Serves all clients of the embedded EPMD on one thread. Sleeps in the selector until a
 * channel is ready or the oldest request is overdue.
 */
final class EpmdServerLoop implements Runnable {

	private static final Log logger = LogFactory.getLog(EpmdServerLoop.class);

	/**
	 * Most connections accepted before others get their turn.
	 */
	private static final int ACCEPTS_AT_ONCE = 64;

	/**
	 * Rest after a failed accept. Most likely there are no file descriptors left, and the
	 * listening channel stays ready all the while.
	 */
	private static final long ACCEPT_REST = Duration.ofMillis(200).toNanos();

	private static final long WARNING_INTERVAL = Duration.ofMinutes(1).toNanos();

	private final Selector selector;

	private final List<ServerSocketChannel> listeners;

	private final ListeningScope scope;

	private final EpmdLimits limits;

	private final EpmdRegistry registry;

	private final EpmdRequestHandler handler;

	/**
	 * Connections that are not registrations, oldest first; so the first is also the one
	 * whose deadline is next.
	 */
	private final Set<EpmdServerConnection> pending = new LinkedHashSet<>();

	private @Nullable IOException acceptFailure;

	private boolean hasWarned;

	private long warned;

	private boolean resting;

	private long restingUntil;

	private volatile boolean closed;

	/**
	 * Create a loop.
	 * @param selector the selector, closed at the end
	 * @param listeners non-blocking channels that are bound, closed at the end
	 * @param scope where connections are taken
	 * @param limits what clients are granted
	 * @param registry the names
	 * @throws IOException if the channels cannot be registered with the selector
	 */
	EpmdServerLoop(Selector selector, List<ServerSocketChannel> listeners, ListeningScope scope, EpmdLimits limits,
			EpmdRegistry registry) throws IOException {
		this.selector = selector;
		this.listeners = List.copyOf(listeners);
		this.scope = scope;
		this.limits = limits;
		this.registry = registry;
		this.handler = new EpmdRequestHandler(registry);
		for (ServerSocketChannel listener : listeners) {
			listener.register(selector, SelectionKey.OP_ACCEPT);
		}
	}

	@Override
	public void run() {
		try {
			while (!this.closed) {
				// It would not wait any more for a thread that somebody interrupted
				Thread.interrupted();
				this.selector.select(untilNextDeadline());
				logAcceptFailure();
				serveReady();
				closeOverdue();
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			failed(ex);
		}
		finally {
			this.closed = true;
			closeAll();
		}
	}

	/**
	 * Say so, unless the log fails for the same reason: the nodes that are registered
	 * notice that it is gone, and one of them serves the port anew.
	 */
	private static void failed(Throwable failure) {
		try {
			logger.error("The embedded EPMD failed and is closed", failure);
		}
		catch (RuntimeException | Error ex) {
			// There is nobody left to tell
		}
	}

	boolean isRunning() {
		return !this.closed;
	}

	/**
	 * Make the loop end. Returns at once; for any thread.
	 */
	void stop() {
		this.closed = true;
		this.selector.wakeup();
	}

	private long untilNextDeadline() {
		long now = System.nanoTime();
		long wait = Long.MAX_VALUE;
		if (this.resting) {
			wait = this.restingUntil - now;
		}
		if (!this.pending.isEmpty()) {
			wait = Math.min(wait, this.pending.iterator().next().deadline() - now);
		}
		// Zero means for ever, and the selector takes whole milliseconds
		return (wait != Long.MAX_VALUE) ? Math.max(1, wait / 1_000_000 + 1) : 0;
	}

	private void serveReady() {
		List<SelectionKey> ready = new ArrayList<>(this.selector.selectedKeys());
		this.selector.selectedKeys().clear();
		// Registrations first: one that ended must have freed its name before a new
		// connection asks for it
		for (SelectionKey key : ready) {
			if (key.attachment() instanceof EpmdServerConnection connection && connection.isSettled()) {
				serve(key, connection);
			}
		}
		for (SelectionKey key : ready) {
			if (key.attachment() instanceof EpmdServerConnection connection) {
				serve(key, connection);
			}
			else {
				accept((ServerSocketChannel) key.channel());
			}
		}
	}

	private void serve(SelectionKey key, EpmdServerConnection connection) {
		try {
			if (!key.isValid()) {
				return;
			}
			if (!connection.serve(key, this.handler)) {
				close(connection);
			}
			else if (connection.isSettled()) {
				this.pending.remove(connection);
			}
		}
		catch (IOException | CancelledKeyException ex) {
			close(connection);
		}
	}

	private void accept(ServerSocketChannel listener) {
		try {
			for (int i = 0; i < ACCEPTS_AT_ONCE; i++) {
				SocketChannel channel = listener.accept();
				if (channel == null) {
					return;
				}
				if (isMeant(channel.socket())) {
					accepted(channel);
				}
				else {
					channel.close();
				}
			}
		}
		catch (IOException ex) {
			this.acceptFailure = ex;
			int half = this.pending.size() / 2;
			for (int i = 0; i <= half; i++) {
				closeOldest();
			}
			rest(true);
		}
	}

	private boolean isMeant(Socket socket) {
		// None where the other side has closed already
		return socket.getInetAddress() != null
				&& this.scope.includes(socket.getLocalAddress(), socket.getInetAddress());
	}

	/**
	 * Log why an accept failed, after the selector has released the descriptors of the
	 * connections that were closed for it: logging may need one.
	 */
	private void logAcceptFailure() {
		IOException failure = this.acceptFailure;
		this.acceptFailure = null;
		long now = System.nanoTime();
		if (failure == null || (this.hasWarned && now - this.warned < WARNING_INTERVAL)) {
			return;
		}
		this.hasWarned = true;
		this.warned = now;
		try {
			logger.warn("The embedded EPMD cannot accept a connection; raise the limit of open files if it is reached",
					failure);
		}
		catch (RuntimeException | Error ex) {
			// Without a descriptor, a logger may fail to load what it needs. EPMD is
			// needed all the same
		}
	}

	private void accepted(SocketChannel channel) throws IOException {
		long deadline = System.nanoTime() + this.limits.requestTimeout().toNanos();
		EpmdServerConnection connection = new EpmdServerConnection(channel, deadline);
		try {
			channel.configureBlocking(false);
			channel.register(this.selector, SelectionKey.OP_READ, connection);
		}
		catch (IOException ex) {
			connection.close();
			throw ex;
		}
		// The newest is most likely to be honest: who asks at once is served before it
		// grows old, whatever a flood brings
		if (this.pending.size() >= this.limits.connections()) {
			closeOldest();
		}
		this.pending.add(connection);
	}

	private void closeOldest() {
		Iterator<EpmdServerConnection> oldest = this.pending.iterator();
		if (oldest.hasNext()) {
			close(oldest.next());
		}
	}

	private void closeOverdue() {
		long now = System.nanoTime();
		while (!this.pending.isEmpty() && this.pending.iterator().next().deadline() - now <= 0) {
			closeOldest();
		}
		if (this.resting && this.restingUntil - now <= 0) {
			rest(false);
		}
	}

	private void rest(boolean resting) {
		this.resting = resting;
		this.restingUntil = System.nanoTime() + ACCEPT_REST;
		for (ServerSocketChannel listener : this.listeners) {
			listener.keyFor(this.selector).interestOps((resting) ? 0 : SelectionKey.OP_ACCEPT);
		}
	}

	private void close(EpmdServerConnection connection) {
		this.pending.remove(connection);
		String name = connection.registeredName();
		if (name != null) {
			this.registry.unregister(name);
		}
		connection.close();
	}

	/**
	 * Free the port before the registrations end: who loses one asks at once whether
	 * anybody answers there, to take over if not.
	 */
	private void closeAll() {
		this.listeners.forEach(QuietClose::close);
		try {
			this.selector.selectNow();
		}
		catch (IOException ex) {
			logger.debug("Cannot free the port at once", ex);
		}
		for (SelectionKey key : this.selector.keys()) {
			if (key.attachment() instanceof EpmdServerConnection connection) {
				connection.close();
			}
		}
		QuietClose.close(this.selector);
	}

}
