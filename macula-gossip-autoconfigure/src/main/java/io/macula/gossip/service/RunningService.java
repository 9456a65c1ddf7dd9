package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipPeer;
import io.macula.gossip.GossipPeerSource;
import io.macula.gossip.NodeName;
import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.multicast.InterfaceBinding;
import io.macula.gossip.multicast.NetworkState;
import io.macula.gossip.net.Backoff;
import io.macula.gossip.net.QuietClose;
import org.jspecify.annotations.Nullable;

/**
 * This node's part in a cluster from start to stop. Follows the network: the channel
 * outlasts what changes there, and a session lasts for as long as its name is right.
 * Thread-safe.
 */
final class RunningService {

	private static final int LOOK_UP_THREADS = 4;

	private final GossipSettings settings;

	private final OwnName name;

	private final Reporting reporting;

	private final Messenger messenger;

	private final Supplier<Map<String, String>> metadata;

	private final AnnouncementChannel channel;

	private final ThreadPoolExecutor lookUps;

	private final Peers peers;

	private final NetworkFollower follower;

	private volatile @Nullable GossipSession session;

	private volatile @Nullable String renameFailure;

	private final Backoff renameBackoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), null);

	private long renameAt;

	/**
	 * What the last look at the network found.
	 */
	private volatile NetworkState network;

	private List<String> loggedProblems = List.of();

	/**
	 * The name under which this node last took part.
	 */
	private @Nullable NodeName lastName;

	private boolean closed;

	/**
	 * Open the sockets; nothing is sent yet.
	 * @param settings the settings
	 * @param name the name of this node
	 * @param reporting takes what there is to report
	 * @param messenger sends over the links of the session at the time
	 * @param metadata returns what this node tells of itself
	 * @throws GossipConfigurationException if the sockets cannot be opened as configured
	 */
	RunningService(GossipSettings settings, OwnName name, Reporting reporting, Messenger messenger,
			Supplier<Map<String, String>> metadata) {
		this.settings = settings;
		this.name = name;
		this.reporting = reporting;
		this.messenger = messenger;
		this.metadata = metadata;
		this.lookUps = settings.threads()
			.pool("gossip-" + settings.cluster() + "-peers", LOOK_UP_THREADS + settings.peerSources().size(),
					Integer.MAX_VALUE);
		this.peers = new Peers(settings.peerSources(), settings.group().getPort(),
				new PeerLookUps(settings.transport()::lookUp, settings.transport().watched(this.lookUps),
						this::peersFound),
				settings.membership().maxNodes(), settings.membership().limits().downAfter());
		this.follower = new NetworkFollower(settings.interval(), this::followWatched, reporting.logger(),
				"gossip-" + settings.cluster() + "-network");
		this.channel = settings.transport()
			.openChannel(settings.group(), settings.ttl(), settings.interfaces(), settings.format());
		try {
			this.network = this.channel.look();
		}
		catch (RuntimeException | Error ex) {
			QuietClose.close(this.channel);
			throw ex;
		}
	}

	/**
	 * Take part from now on.
	 * @throws GossipConfigurationException if links cannot be accepted as configured
	 */
	synchronized void open() {
		openSession();
		logStart();
		logProblems();
		this.follower.start();
		this.follower.wakeUp();
	}

	synchronized void close() {
		this.closed = true;
		Teardown.run(this.follower::close, this::closeSession, this.reporting.warnings()::logNoted,
				this.lookUps::shutdownNow, () -> QuietClose.close(this.channel));
	}

	/**
	 * Return the session of the name that this node has now, or {@code null} while none
	 * can be opened.
	 */
	@Nullable GossipSession session() {
		return this.session;
	}

	List<GossipPeer> peers() {
		return this.peers.list();
	}

	List<String> problems() {
		GossipSession current = this.session;
		String failure = this.renameFailure;
		if (current == null) {
			return (failure != null) ? List.of(failure) : List.of();
		}
		List<String> problems = new ArrayList<>(this.network.problems());
		problems.addAll(current.problems());
		return problems;
	}

	/**
	 * Look at the network. Interfaces that are new are used once the name is right: who
	 * is heard under another one would be up, and at once down again.
	 * @return whether it is as it should be, and the name right
	 */
	private synchronized boolean follow() {
		if (this.closed) {
			return true;
		}
		// Where the scheduler does not run
		this.reporting.warnings().logNoted();
		NetworkState found = this.channel.look();
		List<InterfaceBinding> before = this.network.interfaces();
		boolean changed = !found.interfaces().equals(before);
		this.network = found;
		long now = this.settings.transport().nanoTime();
		if (changed) {
			this.renameAt = now;
		}
		if (changed && !found.interfaces().isEmpty()) {
			this.reporting.logger().info("Cluster '" + this.settings.cluster() + "': now on " + describeInterfaces());
		}
		logProblems();
		GossipSession current = this.session;
		if (current != null) {
			current.keepTicking();
		}
		if (isRenameDue(current, now)) {
			rename(now);
		}
		else {
			this.channel.use();
			if (changed && current != null) {
				current.networkChanged(found.interfaces());
				if (!before.containsAll(found.interfaces())) {
					current.hearsAnew();
				}
				current.announceSoon();
			}
		}
		return found.settled() && this.session != null && this.name.fits(found);
	}

	private boolean followWatched() {
		AtomicBoolean settled = new AtomicBoolean();
		this.settings.transport().watched(Runnable::run).execute(() -> settled.set(follow()));
		return settled.get();
	}

	private void peersFound() {
		GossipSession current = this.session;
		if (current != null) {
			current.peersFound();
		}
	}

	private boolean isRenameDue(@Nullable GossipSession current, long now) {
		if (current == null) {
			return !this.network.interfaces().isEmpty() && now - this.renameAt >= 0;
		}
		return this.name.isOutdated(this.network, now);
	}

	/**
	 * Links belong to a name: the old one leaves, and the new one joins.
	 */
	private void rename(long now) {
		NodeName before = this.lastName;
		try {
			closeSession();
			openSession();
			this.renameFailure = null;
			this.renameBackoff.reset();
			this.reporting.logger()
				.info("Cluster '" + this.settings.cluster() + "': " + before + " is now " + this.name.get()
						+ ", the address at which it is reached");
		}
		catch (RuntimeException | Error ex) {
			this.renameAt = now + this.renameBackoff.nextNanos();
			String failure = "This node cannot take part under the name of its new address: "
					+ ((ex instanceof GossipConfigurationException) ? ex.getMessage() : ex);
			this.renameFailure = failure;
			this.reporting.warnings().warn(RateLimitedLog.Kind.NETWORK, () -> failure);
		}
	}

	/**
	 * Open a session. It is there before its first event, so that a listener that asks is
	 * not told that there is nobody.
	 */
	private void openSession() {
		NetworkState found = this.network;
		NodeName self = this.name.take(found);
		GossipSession opening = null;
		try {
			opening = new GossipSession(this.settings, this.channel, this.peers, self, this.reporting, this.metadata,
					this.follower::wakeUp);
			Links links = opening.links();
			if (links != null) {
				this.messenger.attach(links.node());
				this.reporting.connectTimes().attach(links.node());
			}
			this.session = opening;
			this.channel.use();
			opening.open(found.interfaces());
			this.lastName = self;
		}
		catch (RuntimeException | Error ex) {
			this.session = opening;
			Teardown.after(ex, this::closeSession);
			throw ex;
		}
	}

	private void closeSession() {
		GossipSession closing = this.session;
		this.session = null;
		Teardown.run(this.messenger::detach, () -> {
			if (closing != null) {
				closing.close();
			}
		}, this.name::release);
	}

	/**
	 * Log what is wrong with the network, as soon as the log may take it. Its text names
	 * the interfaces of the machine: those of containers come and go, and are no reason
	 * to say it again and again.
	 */
	private void logProblems() {
		List<String> found = this.network.problems();
		if (found.isEmpty()) {
			this.loggedProblems = found;
		}
		else if (!found.equals(this.loggedProblems)) {
			String line = "Cluster '" + this.settings.cluster() + "': " + String.join(" ", found);
			if (this.reporting.warnings().warn(RateLimitedLog.Kind.NETWORK, () -> line)) {
				this.loggedProblems = found;
			}
		}
	}

	private void logStart() {
		CookieChoice cookies = this.settings.cookies();
		if (cookies != null && cookies.open()) {
			this.reporting.logger()
				.warn("Cluster '" + this.settings.cluster() + "' is open: every node on this network can link to it. "
						+ "Close it with macula.gossip.secret, the same on every node");
		}
		if (cookies != null && cookies.acceptsWhatAllKnow()) {
			this.reporting.logger()
				.warn("Cluster '" + this.settings.cluster() + "' accepts the cookie 'macula', which everybody knows: "
						+ "whoever reaches the port of a node can link to it. Take it out of "
						+ "macula.gossip.distribution.accepted-cookies as soon as every node has the new key, "
						+ "or set another macula.gossip.distribution.cookie");
		}
		List<String> peers = this.settings.peerSources().stream().map(RunningService::describe).toList();
		this.reporting.logger()
			.info("Cluster '" + this.settings.cluster() + "': " + this.name.get() + " announces itself to "
					+ this.settings.group().getAddress().getHostAddress() + " port " + this.settings.group().getPort()
					+ (peers.isEmpty() ? "" : " and to " + String.join(", ", peers)) + " every "
					+ this.settings.interval().toMillis() + " ms, "
					+ (this.settings.authenticated() ? "signed" : "not signed") + ", on " + describeInterfaces()
					+ ((cookies != null) ? ", and links with the cookie of " + cookies.source() : ""));
	}

	private static String describe(GossipPeerSource source) {
		return (source instanceof FixedPeers fixed) ? String.join(", ", fixed.peers())
				: "what " + SourcedPeers.nameOf(source) + " tells";
	}

	private String describeInterfaces() {
		List<String> described = this.network.interfaces()
			.stream()
			.map((used) -> "'%s' with %s (%s)".formatted(used.name(), used.address().getHostAddress(), used.reason()))
			.toList();
		return described.isEmpty() ? "no interface" : String.join(", ", described);
	}

}
