package io.macula.gossip.distribution.epmd;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.macula.gossip.distribution.epmd.EpmdException.Reason;
import io.macula.gossip.net.ListeningScope;
import io.macula.gossip.net.QuietClose;

/**
 * An EPMD in this process, for a host on which no real one runs (ERTS User's Guide,
 * "Distribution Protocol", section "EPMD Protocol"). Serves BEAM nodes and JVM nodes
 * alike, on one daemon thread of its own. As in epmd itself only peers on this host may
 * register a node, and all may look up; unlike there nobody can end it from outside. Safe
 * for use by several threads.
 */
public final class EmbeddedEpmd implements AutoCloseable {

	/**
	 * Connections that may wait to be accepted: room for all nodes of a host at once,
	 * which come when the EPMD before has died.
	 */
	private static final int BACKLOG = 1024;

	private static final long CLOSE_MILLIS = 2000;

	private final int port;

	private final EpmdServerLoop loop;

	private final Thread thread;

	private EmbeddedEpmd(int port, EpmdServerLoop loop) {
		this.port = port;
		this.loop = loop;
		this.thread = new Thread(loop, "macula-epmd-" + port);
		this.thread.setDaemon(true);
	}

	/**
	 * Start an EPMD. Returns when it listens.
	 * @param port the port to listen on, 1 to 65535; or 0 for any that is free
	 * @param addresses the addresses to listen on; all where there is none or the
	 * wildcard address. 127.0.0.1 is always among them
	 * @param limits what clients are granted
	 * @return the running EPMD
	 * @throws EpmdException with {@link Reason#PORT_UNAVAILABLE} if it cannot listen, for
	 * example because another EPMD does
	 */
	public static EmbeddedEpmd start(int port, Collection<InetAddress> addresses, EpmdLimits limits)
			throws EpmdException {
		return start(port, addresses, ListeningScope.everywhere(), limits);
	}

	static EmbeddedEpmd start(int port, Collection<InetAddress> addresses, ListeningScope scope, EpmdLimits limits)
			throws EpmdException {
		List<Closeable> opened = new ArrayList<>();
		boolean started = false;
		try {
			// The first close of a channel in a JVM needs a file descriptor of its own;
			// let
			// it not be one that is closed because none are left
			SocketChannel.open().close();
			int boundPort = port;
			List<ServerSocketChannel> listeners = new ArrayList<>();
			for (InetAddress address : withLoopback(addresses)) {
				ServerSocketChannel listener = ServerSocketChannel.open();
				opened.add(listener);
				listener.bind(new InetSocketAddress(address, boundPort), BACKLOG);
				listener.configureBlocking(false);
				listeners.add(listener);
				boundPort = listener.socket().getLocalPort();
			}
			Selector selector = Selector.open();
			opened.add(selector);
			EpmdRegistry registry = new EpmdRegistry(boundPort, limits.registrations(), EmbeddedEpmd::randomCreation);
			EpmdServerLoop loop = new EpmdServerLoop(selector, listeners, scope, limits, registry);
			EmbeddedEpmd epmd = new EmbeddedEpmd(boundPort, loop);
			epmd.thread.start();
			started = true;
			return epmd;
		}
		catch (IOException ex) {
			throw new EpmdException(Reason.PORT_UNAVAILABLE,
					"Cannot serve EPMD on port %d of %s: %s; stop the program that has the port, or configure another port or address"
						.formatted(port, (addresses.isEmpty()) ? "all addresses" : addresses, ex.getMessage()),
					ex);
		}
		finally {
			if (!started) {
				opened.forEach(QuietClose::close);
			}
		}
	}

	private static Collection<InetAddress> withLoopback(Collection<InetAddress> addresses) throws UnknownHostException {
		if (addresses.isEmpty() || addresses.stream().anyMatch(InetAddress::isAnyLocalAddress)) {
			return Set.of(new InetSocketAddress(0).getAddress());
		}
		Set<InetAddress> all = new LinkedHashSet<>();
		all.add(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }));
		all.addAll(addresses);
		return all;
	}

	private static long randomCreation() {
		return ThreadLocalRandom.current().nextLong(EpmdRegistry.FIRST_CREATION, EpmdRegistry.LAST_CREATION + 1);
	}

	/**
	 * Return the port.
	 * @return the port that is listened on, 1 to 65535
	 */
	public int getPort() {
		return this.port;
	}

	/**
	 * Say whether clients are served.
	 * @return whether this was neither closed nor ended by a failure, which is logged
	 */
	public boolean isRunning() {
		return this.loop.isRunning();
	}

	/**
	 * Close the port and all connections: the nodes that are registered notice at once.
	 * Returns when that is done, within 2 s at most.
	 */
	@Override
	public void close() {
		this.loop.stop();
		try {
			this.thread.join(CLOSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
