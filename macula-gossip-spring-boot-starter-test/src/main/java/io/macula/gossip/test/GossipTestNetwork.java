package io.macula.gossip.test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.macula.gossip.GossipMessageConverter;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.message.MessageCodec;
import io.macula.gossip.multicast.GroupChannel.Arrival;
import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.service.GossipClusterBuilder;
import io.macula.gossip.service.GossipClusterBuilderCustomizer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * A network in memory. The services of the contexts that have it as a bean are the real
 * ones: they announce themselves, hear, link, judge silence and tell their listeners, but
 * over this network, which opens no socket. Nodes come and go at the test's word, and
 * time stands still but for what the test has pass.
 * <p>
 * What a method does is done, and the applications' listeners have been told, when it
 * returns; it waits for that for 5 s at most, and not at all where a listener or handler
 * calls it. Thread-safe.
 */
public final class GossipTestNetwork implements GossipClusterBuilderCustomizer {

	static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final long STEP_NANOS = Duration.ofMillis(50).toNanos();

	/**
	 * Where nobody announces himself but services, which say when they are due.
	 */
	private static final long LONG_STEP_NANOS = Duration.ofSeconds(1).toNanos();

	/**
	 * Twice as long as services do with the settings that they have by default.
	 */
	private static final Duration FORGET_AFTER = Duration.ofMinutes(1);

	private static final int MOST_STEPS = 100_000;

	private static final int MOST_NODE_THREADS = 8;

	private static final int FIRST_PORT = 50_000;

	private final Activity activity = new Activity();

	private final Executor worker = this.activity.counting(threads(1));

	private final Executor nodes = this.activity.counting(threads(MOST_NODE_THREADS));

	private final MemoryTime time = new MemoryTime(this.worker);

	private final LinkTable table = new LinkTable(this.worker);

	private final MemoryTransport transport = new MemoryTransport(this, this.activity, this.time);

	private final List<MemoryChannel> channels = new CopyOnWriteArrayList<>();

	/**
	 * Whether services may know a node since they last forgot all.
	 */
	private final AtomicBoolean joined = new AtomicBoolean();

	private volatile MessageCodec codec = new MessageCodec(null);

	private final AtomicInteger nextPort = new AtomicInteger(FIRST_PORT);

	/**
	 * Have nodes read and write records and beans as the application does.
	 */
	@Autowired
	void useConverter(ObjectProvider<GossipMessageConverter> converter) {
		this.codec = new MessageCodec(converter.getIfUnique());
	}

	MessageCodec codec() {
		return this.codec;
	}

	/**
	 * Have a service use this network, and start with its context.
	 */
	@Override
	public void customize(GossipClusterBuilder builder) {
		builder.transport(this.transport).autoStartup(true);
	}

	/**
	 * Have a node join, which tells nothing of itself.
	 * @param name its name, {@code name@host}; or one without a host, which is on this
	 * host then
	 * @return the node
	 */
	public GossipTestNode join(String name) {
		return join(name, Map.of());
	}

	/**
	 * Have a node join: it announces itself, links to every service and tells its
	 * metadata. One of that name that is there already is taken down first, as when an
	 * application is started anew.
	 * @param name its name, {@code name@host}; or one without a host, which is on this
	 * host then
	 * @param metadata what it tells of itself
	 * @return the node
	 */
	public GossipTestNode join(String name, Map<String, String> metadata) {
		return join(name, null, metadata);
	}

	/**
	 * Have a node join that tells which application it runs in.
	 * @param name its name, {@code name@host}; or one without a host, which is on this
	 * host then
	 * @param application name of the application; {@code null} to tell none
	 * @param metadata what else it tells of itself
	 * @return the node
	 */
	public GossipTestNode join(String name, @Nullable String application, Map<String, String> metadata) {
		NodeName full = NodeName.of((name.indexOf('@') < 0) ? name + "@" + LOOPBACK.getHostAddress() : name);
		GossipTestNode former = node(full);
		if (former != null) {
			former.leave();
		}
		InetAddress address = IpLiteral.parse(full.host());
		GossipTestNode node = new GossipTestNode(this, full, (address != null) ? address : LOOPBACK, application,
				metadata);
		this.joined.set(true);
		this.table.add(node);
		announce(node);
		return node;
	}

	/**
	 * Have all nodes leave that tests have made, and time pass in which services forget
	 * them.
	 */
	public void clear() {
		this.table.nodes().forEach(GossipTestNode::leave);
		if (this.joined.getAndSet(false)) {
			advance(FORGET_AFTER);
		}
	}

	/**
	 * Have time pass: the nodes that are not silent announce themselves, and services do
	 * what is due.
	 * @param time how much
	 */
	public void advance(Duration time) {
		settle();
		long end = this.time.nanoTime() + time.toNanos();
		while (this.time.nanoTime() - end < 0) {
			long longest = this.table.nodes().isEmpty() ? LONG_STEP_NANOS : STEP_NANOS;
			step(Math.min(longest, end - this.time.nanoTime()));
		}
	}

	LinkTable table() {
		return this.table;
	}

	Executor nodes() {
		return this.nodes;
	}

	MemoryChannel open(InetSocketAddress group, AnnouncementFormat format) {
		MemoryChannel channel = new MemoryChannel(this, group, format,
				new InetSocketAddress(LOOPBACK, this.nextPort.incrementAndGet()));
		this.channels.add(channel);
		return channel;
	}

	void remove(MemoryChannel channel) {
		this.channels.remove(channel);
	}

	void leave(GossipTestNode node) {
		boolean linked = !this.table.peers(node).isEmpty();
		this.table.remove(node, "it has left");
		// Where nodes link, the end of the link is farewell enough
		if (!linked) {
			this.channels.forEach((channel) -> channel.farewell(node.name(), node.address()));
		}
		settle();
	}

	void announce(GossipTestNode node) {
		this.channels.forEach((channel) -> channel.announce(node.name(), node.address()));
		settle();
	}

	/**
	 * Carry a datagram of a service to the others, and back to itself.
	 */
	void deliver(MemoryChannel from, InetSocketAddress destination, byte[] datagram) {
		for (MemoryChannel to : this.channels) {
			if (destination.equals(to.group())) {
				to.take(datagram, from, Arrival.GROUP);
			}
			else if (destination.equals(to.source())) {
				to.take(datagram, from, Arrival.ANSWER);
			}
		}
	}

	/**
	 * Have time pass until something is so.
	 */
	void passUntil(BooleanSupplier condition) {
		for (int i = 0; i < MOST_STEPS && !condition.getAsBoolean() && !this.activity.isWithin(); i++) {
			step(STEP_NANOS);
		}
	}

	/**
	 * Wait until nothing is under way any more, unless this thread is a part of it.
	 */
	void settle() {
		if (this.activity.isWithin()) {
			return;
		}
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		try {
			long count;
			do {
				count = this.activity.count();
				for (MemoryChannel channel : this.channels) {
					channel.flush(deadline);
				}
				this.activity.awaitQuiet(deadline);
			}
			while (count != this.activity.count() && System.nanoTime() - deadline < 0);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void step(long nanos) {
		this.time.pass(nanos);
		for (GossipTestNode node : this.table.nodes()) {
			if (!node.isSilent()) {
				this.channels.forEach((channel) -> channel.announce(node.name(), node.address()));
			}
		}
		settle();
		this.time.runDue();
		settle();
	}

	private @Nullable GossipTestNode node(NodeName name) {
		return this.table.nodes().stream().filter((node) -> node.name().equals(name)).findFirst().orElse(null);
	}

	/**
	 * Return threads that end when there is nothing to do, so that nobody has to close a
	 * network.
	 */
	private static Executor threads(int most) {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(most, most, 1, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "gossip-test-network");
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

}
