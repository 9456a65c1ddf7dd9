package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;

import io.macula.gossip.NodeName;
import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.net.LocalAddresses;
import io.macula.gossip.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * In a cluster without a secret, makes sure that an announcement came from the host that
 * it names, so that a forged one cannot have this node connect anywhere else. With a
 * secret the name is enough. Thread-safe.
 */
final class SenderCheck {

	private static final int THREADS = 4;

	private static final int MAX_WAITING = 1000;

	private final boolean authenticated;

	private final Transport transport;

	private final ThreadPoolExecutor resolvers;

	SenderCheck(boolean authenticated, Transport transport) {
		this.authenticated = authenticated;
		this.transport = transport;
		this.resolvers = DaemonThreadPool.create("gossip-resolve", THREADS, MAX_WAITING);
	}

	/**
	 * Check where an announcement came from. Never blocks: whatever takes a question to
	 * the system is done on another thread.
	 * @param node the node that it names
	 * @param source where it came from
	 * @param answer takes what is wrong, in words, or {@code null}
	 */
	void check(NodeName node, InetAddress source, Consumer<@Nullable String> answer) {
		if (this.authenticated) {
			answer.accept(null);
			return;
		}
		if (source.equals(IpLiteral.parse(node.host()))) {
			answer.accept(null);
			return;
		}
		try {
			this.transport.watched(this.resolvers).execute(() -> answer.accept(lookUp(node, source)));
		}
		catch (RejectedExecutionException ex) {
			answer.accept("too many host names are being looked up");
		}
	}

	void close() {
		this.resolvers.shutdownNow();
	}

	private @Nullable String lookUp(NodeName node, InetAddress source) {
		try {
			return problem(node, source, this.transport.lookUp(node.host()));
		}
		catch (UnknownHostException ex) {
			return "its host '" + node.host()
					+ "' is not known here: add it to DNS or the hosts file, or name the node by its address";
		}
		catch (RuntimeException ex) {
			return "its host '" + node.host() + "' cannot be looked up: " + ex;
		}
	}

	private static @Nullable String problem(NodeName node, InetAddress source, InetAddress... addresses) {
		boolean local = LocalAddresses.contain(source);
		for (InetAddress address : addresses) {
			if (address.equals(source) || (local && LocalAddresses.contain(address))) {
				return null;
			}
		}
		return "its announcement came from " + source.getHostAddress() + ", but its host '" + node.host() + "' is "
				+ addresses[0].getHostAddress()
				+ ": set macula.gossip.secret on both nodes, which makes the name enough, or name the node by the address it sends from";
	}

}
