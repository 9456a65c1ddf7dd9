package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadPoolExecutor;

import io.macula.gossip.ConnectRefusal;
import io.macula.gossip.NodeName;
import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.net.NamedHost;
import io.macula.gossip.net.SourceTurns;
import io.macula.gossip.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a node is at the host that its name tells, so that who uses its name
 * elsewhere cannot have this node connect to him. Thread-safe.
 */
final class HostCheck {

	private static final int THREADS = 8;

	private static final int MAX_WAITING = 1000;

	private static final long SLOW_NANOS = 1_000_000_000L;

	private final ThreadPoolExecutor resolvers;

	private final ThreadPoolExecutor comparers;

	private final SourceTurns lookUps;

	/**
	 * For addresses, which take no look-up: who forges them gets no turn of those.
	 */
	private final SourceTurns comparisons;

	private final Transport transport;

	HostCheck(Transport transport, DaemonThreads threads) {
		this.transport = transport;
		this.resolvers = threads.pool("gossip-resolve", THREADS, Integer.MAX_VALUE);
		this.comparers = threads.pool("gossip-compare", 1, Integer.MAX_VALUE);
		this.lookUps = new SourceTurns(transport.watched(this.resolvers), THREADS, MAX_WAITING, System::nanoTime);
		this.comparisons = new SourceTurns(transport.watched(this.comparers), 1, MAX_WAITING, System::nanoTime);
	}

	/**
	 * Check where something came from. Never blocks: whatever takes a question to the
	 * system is done on another thread.
	 * @param node the node
	 * @param source where it came from
	 * @param known whether the node was linked there, and comes first
	 * @param answer takes the address at which the node is to be reached, or what is
	 * wrong
	 */
	void check(NodeName node, InetAddress source, boolean known, Answer answer) {
		InetAddress literal = IpLiteral.parse(node.host());
		if (source.equals(literal)) {
			answer.right(source);
			return;
		}
		SourceTurns turns = (literal != null) ? this.comparisons : this.lookUps;
		turns.submit(source, known, new SourceTurns.Turn() {

			@Override
			public boolean run() {
				long begun = System.nanoTime();
				lookUp(node, source, answer);
				return System.nanoTime() - begun < SLOW_NANOS;
			}

			@Override
			public void dropped(String reason) {
				answer.wrong(ConnectRefusal.LIMITED,
						"its host '%s' was not looked up: %s".formatted(node.host(), reason));
			}

		});
	}

	void close() {
		this.lookUps.close();
		this.comparisons.close();
		this.resolvers.shutdownNow();
		this.comparers.shutdownNow();
	}

	private void lookUp(NodeName node, InetAddress source, Answer answer) {
		InetAddress[] addresses;
		@Nullable InetAddress address;
		try {
			addresses = this.transport.lookUp(node.host());
			address = NamedHost.choose(addresses, source);
		}
		catch (UnknownHostException ex) {
			answer.wrong(ConnectRefusal.UNKNOWN_HOST, "its host '" + node.host()
					+ "' is not known here: add it to DNS or the hosts file, or name the node by its address");
			return;
		}
		catch (RuntimeException | Error ex) {
			answer.wrong(ConnectRefusal.UNKNOWN_HOST, "its host '" + node.host() + "' cannot be looked up: " + ex);
			return;
		}
		if (address != null) {
			answer.right(address);
		}
		else {
			answer.wrong(ConnectRefusal.WRONG_HOST,
					"it was heard at %s, but its host '%s' is %s: name the node by the address that it sends from"
						.formatted(source.getHostAddress(), node.host(), addresses[0].getHostAddress()));
		}
	}

	/**
	 * Takes the outcome.
	 */
	interface Answer {

		void right(InetAddress address);

		void wrong(ConnectRefusal reason, String problem);

	}

}
