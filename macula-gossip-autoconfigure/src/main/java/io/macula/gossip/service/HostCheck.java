package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

import io.macula.gossip.NodeName;
import io.macula.gossip.net.NamedHost;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a node is at the host that its name tells, so that who uses its name
 * elsewhere cannot have this node connect to him. Thread-safe.
 */
final class HostCheck {

	private static final int THREADS = 4;

	private static final int MAX_WAITING = 1000;

	private final ThreadPoolExecutor resolvers = DaemonThreadPool.create("gossip-resolve", THREADS, MAX_WAITING);

	/**
	 * Check where something came from. Never blocks: whatever takes a question to the
	 * system is done on another thread.
	 * @param node the node
	 * @param source where it came from
	 * @param answer takes the address at which the node is to be reached, or what is
	 * wrong
	 */
	void check(NodeName node, InetAddress source, Answer answer) {
		if (new NamedHost(node.host()).isWritten(source)) {
			answer.right(source);
			return;
		}
		try {
			this.resolvers.execute(() -> lookUp(node, source, answer));
		}
		catch (RejectedExecutionException ex) {
			answer.wrong("too many host names are being looked up");
		}
	}

	void close() {
		this.resolvers.shutdownNow();
	}

	private static void lookUp(NodeName node, InetAddress source, Answer answer) {
		InetAddress[] addresses;
		@Nullable InetAddress address;
		try {
			addresses = new NamedHost(node.host()).addresses();
			address = NamedHost.choose(addresses, source);
		}
		catch (UnknownHostException ex) {
			answer.wrong("its host '" + node.host()
					+ "' is not known here: add it to DNS or the hosts file, or name the node by its address");
			return;
		}
		catch (RuntimeException ex) {
			answer.wrong("its host '" + node.host() + "' cannot be looked up: " + ex);
			return;
		}
		if (address != null) {
			answer.right(address);
		}
		else {
			answer.wrong("it was heard at %s, but its host '%s' is %s: name the node by the address that it sends from"
				.formatted(source.getHostAddress(), node.host(), addresses[0].getHostAddress()));
		}
	}

	/**
	 * Takes the outcome.
	 */
	interface Answer {

		void right(InetAddress address);

		void wrong(String problem);

	}

}
