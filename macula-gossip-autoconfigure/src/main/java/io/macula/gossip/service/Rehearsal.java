package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.distribution.MemoryNodes;
import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.transport.Transport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.commons.logging.impl.NoOpLog;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Has two nodes find each other, link and leave, in the memory of this process: what they
 * need is loaded then, compiled in part, and at hand when the service starts. Most of
 * what a join costs a fresh process is that. See decision 0017.
 * <p>
 * Nothing is opened or sent, nobody else can take part, and no code of the application is
 * called: where it makes the threads of links itself, those of the rehearsal are plain
 * ones.
 */
public final class Rehearsal implements Transport {

	private static final Log logger = LogFactory.getLog(Rehearsal.class);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** The one of this process, if it was begun. */
	private static final AtomicReference<@Nullable Rehearsal> first = new AtomicReference<>();

	private final List<RehearsalChannel> channels = new CopyOnWriteArrayList<>();

	private final MemoryNodes nodes = new MemoryNodes();

	private final Set<String> found = ConcurrentHashMap.newKeySet();

	private final CountDownLatch up = new CountDownLatch(2);

	private volatile boolean lost;

	private volatile boolean over;

	private final String secret = UUID.randomUUID().toString();

	Rehearsal() {
	}

	/**
	 * Rehearse on a thread that does nothing else, the first time that this is called in
	 * a process with settings that can be used. Returns at once; if it fails, the start
	 * takes longer.
	 * @param builder of a service such as the one that is to start, asked for on that
	 * thread
	 */
	public static void before(Supplier<GossipClusterBuilder> builder) {
		once(() -> builder.get().options.check());
	}

	/**
	 * Say whether a service is to start soon, and on the network.
	 * @param settings of the service
	 * @return whether it is
	 */
	static boolean isWanted(GossipSettings settings) {
		return settings.autoStartup() && settings.transport() == Transport.sockets();
	}

	static void once(Supplier<GossipSettings> settings) {
		Rehearsal rehearsal = new Rehearsal();
		if (first.compareAndSet(null, rehearsal)) {
			rehearsal.begin(settings, Thread::new);
		}
	}

	void begin(Supplier<GossipSettings> settings, ThreadFactory threads) {
		try {
			Thread thread = threads.newThread(() -> tryToRun(settings));
			thread.setName("gossip-rehearsal");
			thread.setDaemon(true);
			thread.start();
		}
		catch (RuntimeException | Error ex) {
			failed(ex);
		}
	}

	private static void failed(Throwable failure) {
		logger.debug("The first start of a node was not rehearsed", failure);
	}

	private void tryToRun(Supplier<GossipSettings> settings) {
		try {
			run(check(settings));
		}
		catch (RuntimeException | Error ex) {
			failed(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Return the settings. Where they cannot be used, others may be rehearsed yet.
	 */
	private GossipSettings check(Supplier<GossipSettings> settings) {
		try {
			return settings.get();
		}
		catch (RuntimeException ex) {
			first.compareAndSet(this, null);
			throw ex;
		}
	}

	/**
	 * End what is rehearsed, as the start has come: the two would only hold each other
	 * up.
	 */
	static void end() {
		Rehearsal rehearsal = first.get();
		if (rehearsal != null) {
			rehearsal.cut();
		}
	}

	/**
	 * Have the nodes hear no more of each other. They are stopped when their time is
	 * over, by when the start most often is.
	 */
	void cut() {
		this.over = true;
		this.channels.clear();
	}

	/**
	 * Rehearse. Waits 5 s at most for the nodes to find each other, then stops both.
	 * @param settings of the service that is to start
	 * @return whether both nodes found the other one, and did not lose it before the stop
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean run(GossipSettings settings) throws InterruptedException {
		if (this.over) {
			return false;
		}
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setThreadNamePrefix("gossip-rehearsal-");
		scheduler.setDaemon(true);
		scheduler.initialize();
		MulticastGossipClusterService one = node("one", settings, scheduler);
		MulticastGossipClusterService other = node("other", settings, scheduler);
		try {
			one.start();
			if (!this.over) {
				other.start();
			}
			return this.up.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS) && !this.lost;
		}
		finally {
			Teardown.run(one::stop, other::stop, scheduler::shutdown);
		}
	}

	private MulticastGossipClusterService node(String name, GossipSettings settings, TaskScheduler scheduler) {
		GossipOptions options = new GossipOptions(scheduler);
		options.cluster = "rehearsal";
		options.nodeName = name + "@127.0.0.1";
		options.protocol = settings.protocol();
		options.connectionMode = settings.membership().mode();
		options.secret = settings.authenticated() ? this.secret : null;
		options.links.setCookie(this.secret);
		ThreadFactory threads = settings.links().threads();
		// Virtual ones are made by the JDK
		if (threads.getClass().getModule() == Thread.class.getModule()) {
			options.links.useThreads(threads);
		}
		options.transport = this;
		options.listeners.add(() -> List.of((event) -> {
			if (event instanceof NodeUpEvent && this.found.add(name)) {
				this.up.countDown();
			}
			else if (event instanceof NodeDownEvent) {
				this.lost = true;
			}
		}));
		return new MulticastGossipClusterService(options.check(), new NoOpLog());
	}

	@Override
	public AnnouncementChannel openChannel(InetSocketAddress group, int ttl, List<String> interfaces,
			AnnouncementFormat format) {
		RehearsalChannel channel = new RehearsalChannel(this.channels);
		this.channels.add(channel);
		if (this.over) {
			this.channels.clear();
		}
		return channel;
	}

	@Override
	public LinkLayer createLinks(DistributionSettings settings, DistributionListener listener) {
		return this.nodes.create(settings, listener);
	}

	@Override
	public boolean needsProof() {
		return true;
	}

	@Override
	public InetAddress[] lookUp(String host) throws UnknownHostException {
		InetAddress address = IpLiteral.parse(host);
		if (address == null) {
			throw new UnknownHostException(host);
		}
		return new InetAddress[] { address };
	}

}
