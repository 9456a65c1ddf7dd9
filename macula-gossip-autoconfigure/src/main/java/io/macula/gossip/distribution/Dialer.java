package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.epmd.EpmdClient;
import io.macula.gossip.distribution.epmd.EpmdNode;
import io.macula.gossip.distribution.epmd.EpmdSettings;
import io.macula.gossip.distribution.handshake.Deadline;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeMessages;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.net.SourceTurns;
import org.jspecify.annotations.Nullable;

/**
 * Connects to other nodes on threads of its own, some at a time.
 */
final class Dialer {

	private static final int KEEP_THREADS_SECONDS = 5;

	private static final int MAX_ADDRESSES = 4;

	/**
	 * How many attempts may wait for each that is under way: more would wait for so long
	 * that forged names could keep true ones from their turn.
	 */
	private static final int WAITING_PER_THREAD = 16;

	/**
	 * How long an attempt that gave way, or failed beside one of the other node, waits
	 * for that to lead to a link.
	 */
	private static final long YIELD_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final DistributionSettings settings;

	private final LinkTable table;

	private final Incarnation incarnation;

	private final ScheduledExecutorService timer;

	private final Connector connector;

	private final ThreadPoolExecutor executor;

	private final SourceTurns turns;

	Dialer(DistributionSettings settings, Incarnation incarnation, LinkTable table, Connector connector,
			ScheduledExecutorService timer) {
		this.settings = settings;
		this.table = table;
		this.incarnation = incarnation;
		this.timer = timer;
		this.connector = connector;
		int size = settings.limits().connecting();
		this.executor = new ThreadPoolExecutor(size, size, KEEP_THREADS_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(),
				(task) -> settings.threads().create("gossip-dial-" + settings.name(), task));
		this.executor.allowCoreThreadTimeOut(true);
		this.turns = new SourceTurns(this.executor, size, WAITING_PER_THREAD * size, System::nanoTime);
	}

	/**
	 * Connect to a node, unless there is a link or an attempt already. Returns at once.
	 * @param node the node
	 * @param destination where to connect, or {@code null} for where its name says
	 */
	void connect(NodeName node, @Nullable Destination destination) {
		Dial dial = new Dial(node, destination);
		if (!this.table.offer(dial)) {
			return;
		}
		if (node.equals(this.settings.name()) || !HandshakeMessages.canEncode(node)) {
			this.table.fail(dial, (node.equals(this.settings.name())) ? "it is this node itself"
					: "Erlang's distribution has names in ISO 8859-1 only");
			return;
		}
		SourceTurns.Turn turn = new SourceTurns.Turn() {

			@Override
			public boolean run() {
				return Dialer.this.run(dial);
			}

			@Override
			public void dropped(String reason) {
				Dialer.this.table.fail(dial, "it was not connected to: " + reason);
			}

		};
		if (destination != null) {
			this.turns.submit(destination.address(), destination.known(), turn);
		}
		else {
			this.turns.submit(node.host(), false, turn);
		}
	}

	void close() {
		this.turns.close();
		this.executor.shutdownNow();
	}

	/**
	 * Make the attempt.
	 * @return whether the other host answered, well before the time was over
	 */
	private boolean run(Dial dial) {
		Deadline deadline = Deadline.after(this.settings.links().getConnectTimeout());
		try {
			String slow = "no link within %d ms: its host, its EPMD or the node itself does not answer"
				.formatted(deadline.limit().toMillis());
			dial.limit(this.timer.schedule(() -> this.table.expire(dial, slow), deadline.limit().toNanos(),
					TimeUnit.NANOSECONDS));
			connect(dial, this.settings.self(this.incarnation.await()), deadline);
		}
		catch (HandshakeException ex) {
			if (ex.getReason() == Reason.SIMULTANEOUS) {
				giveWay(dial, "it was connecting to us at the same time, and that came to nothing");
			}
			else if (this.table.isAccepting(dial.peer())) {
				giveWay(dial, ex.words());
			}
			this.table.fail(dial, ex.words());
		}
		catch (UnknownHostException ex) {
			this.table.fail(dial, "its host '%s' has no address here: correct the name or the name service"
				.formatted(dial.peer().host()));
		}
		catch (IOException ex) {
			this.table.fail(dial, String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException | Error ex) {
			this.table.fail(dial, ex.toString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.table.fail(dial, "this node is stopping");
		}
		return deadline.remainingNanos() > deadline.limit().toNanos() / 2;
	}

	private void giveWay(Dial dial, String reason) {
		this.table.yield(dial);
		try {
			dial.limit(this.timer.schedule(() -> this.table.expire(dial, reason), YIELD_NANOS, TimeUnit.NANOSECONDS));
		}
		catch (RejectedExecutionException ex) {
			// This node is stopping
		}
	}

	private void connect(Dial dial, HandshakeNode self, Deadline deadline) throws IOException, InterruptedException {
		@Nullable IOException failure = null;
		InetAddress[] addresses = addresses(dial);
		for (int i = 0; i < Math.min(addresses.length, MAX_ADDRESSES) && !dial.isCancelled(); i++) {
			try {
				InetSocketAddress address = new InetSocketAddress(addresses[i], port(dial, addresses[i]));
				this.connector.connect(dial, self, address, deadline);
				return;
			}
			catch (HandshakeException ex) {
				throw ex;
			}
			catch (IOException ex) {
				failure = (failure != null) ? failure : ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	/**
	 * Return the addresses of a node's host. One of the link is the same on every link:
	 * where the node was heard tells which is meant.
	 */
	private static InetAddress[] addresses(Dial dial) throws UnknownHostException {
		Destination destination = dial.destination();
		if (destination != null && destination.certain()) {
			return new InetAddress[] { destination.address() };
		}
		InetAddress[] addresses = InetAddress.getAllByName(dial.peer().host());
		if (destination != null && destination.address().isLinkLocalAddress()) {
			InetAddress heardAt = destination.address();
			for (int i = 0; i < addresses.length; i++) {
				addresses[i] = addresses[i].equals(heardAt) ? heardAt : addresses[i];
			}
		}
		return addresses;
	}

	private int port(Dial dial, InetAddress address) throws IOException {
		Destination destination = dial.destination();
		return (destination != null && destination.port() != 0) ? destination.port() : lookUp(dial.peer(), address);
	}

	private int lookUp(NodeName peer, InetAddress address) throws IOException {
		EpmdSettings epmd = this.settings.epmd();
		return new EpmdClient(address.getHostAddress(), epmd.port(), epmd.connectTimeout(), epmd.readTimeout())
			.lookUp(peer.localPart())
			.map(EpmdNode::port)
			.orElseThrow(() -> new IOException("EPMD at %s, port %d, knows no node '%s': is it running there?"
				.formatted(address.getHostAddress(), epmd.port(), peer.localPart())));
	}

}
