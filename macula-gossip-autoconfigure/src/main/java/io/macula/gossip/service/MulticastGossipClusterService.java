package io.macula.gossip.service;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.GossipMessenger;
import io.macula.gossip.GossipNode;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.LinkStatistics;
import io.macula.gossip.NodeDiscoveredEvent;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeMetadataEvent;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.membership.Effect;
import io.macula.gossip.multicast.GroupChannel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The {@link GossipClusterService} that speaks UDP multicast.
 */
final class MulticastGossipClusterService implements GossipClusterService {

	private static final Log logger = LogFactory.getLog(GossipClusterService.class);

	private static final DefaultNodeNames defaultNodeNames = new DefaultNodeNames();

	private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(5);

	private static final int MAX_WAITING_EVENTS = 100_000;

	private final GossipSettings settings;

	private final AnnouncementCounters counters = new AnnouncementCounters();

	private final ConnectTimes connectTimes = new ConnectTimes();

	private final RateLimitedLog warnings = new RateLimitedLog(logger, System::nanoTime);

	private final EventDispatcher dispatcher;

	private final Object lifecycle = new Object();

	private volatile @Nullable GossipSession session;

	private final Messenger messenger = new Messenger();

	private volatile @Nullable NodeName nodeName;

	private volatile @Nullable Map<String, String> metadata;

	MulticastGossipClusterService(GossipSettings settings) {
		this.settings = settings;
		this.dispatcher = new EventDispatcher("gossip-" + settings.cluster() + "-events", MAX_WAITING_EVENTS,
				settings.listeners(), this.warnings);
	}

	@Override
	public String getCluster() {
		return this.settings.cluster();
	}

	@Override
	public @Nullable NodeName getNodeName() {
		return this.nodeName;
	}

	@Override
	public void start() {
		synchronized (this.lifecycle) {
			if (this.session != null) {
				return;
			}
			GroupChannel channel = GroupChannel.open(this.settings.group(), this.settings.ttl(),
					this.settings.interfaces());
			NodeName self = chooseName(channel);
			this.nodeName = self;
			open(channel, self);
			logStart(self, channel);
		}
	}

	@Override
	public void stop() {
		synchronized (this.lifecycle) {
			GossipSession stopping = this.session;
			if (stopping == null) {
				return;
			}
			this.session = null;
			this.messenger.detach();
			stopping.close();
			if (this.nodeName != null) {
				release(this.nodeName);
			}
		}
		if (!this.dispatcher.awaitDelivery(DELIVERY_TIMEOUT)) {
			logger.debug("Not all events are delivered yet");
		}
	}

	@Override
	public boolean isRunning() {
		return this.session != null;
	}

	@Override
	public void broadcastNow() {
		GossipSession current = this.session;
		if (current == null) {
			throw new IllegalStateException(
					"Cluster '%s' is not running: start() the service first".formatted(getCluster()));
		}
		current.announceNow();
	}

	@Override
	public Set<NodeName> getDiscovered() {
		return getNodes().stream().map(GossipNode::name).collect(Collectors.toCollection(LinkedHashSet::new));
	}

	@Override
	public Set<NodeName> getConnected() {
		return getNodes().stream()
			.filter(GossipNode::isConnected)
			.map(GossipNode::name)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	@Override
	public List<GossipNode> getNodes() {
		GossipSession current = this.session;
		return (current != null) ? current.nodes() : List.of();
	}

	@Override
	public Optional<GossipNode> getNode(NodeName name) {
		GossipSession current = this.session;
		return (current != null) ? current.node(name) : Optional.empty();
	}

	@Override
	public void updateMetadata(Map<String, String> metadata) {
		this.metadata = Metadata.checked(metadata);
		GossipSession current = this.session;
		Links links = (current != null) ? current.links() : null;
		if (links != null) {
			links.tellMetadataToAll();
		}
	}

	@Override
	public GossipMessenger getMessenger() {
		return this.messenger;
	}

	@Override
	public GossipStatus getStatus() {
		GossipSession current = this.session;
		return new GossipStatus(current != null, this.settings.group(), this.settings.format().name(),
				this.settings.membership().mode().name().toLowerCase(Locale.ROOT), this.settings.authenticated(),
				(current != null) ? current.interfaces() : List.of(),
				(current != null) ? current.problems() : List.of());
	}

	@Override
	public long getAnnouncementCount(AnnouncementResult result) {
		return this.counters.get(result);
	}

	@Override
	public LinkStatistics getLinkStatistics() {
		return this.connectTimes.statistics();
	}

	/**
	 * Return what this node tells of itself: what it was last told to, else what it was
	 * configured with, which may depend on what the application has started by now.
	 */
	private Map<String, String> metadata() {
		Map<String, String> updated = this.metadata;
		return (updated != null) ? updated : Metadata.checked(this.settings.metadata().get());
	}

	/**
	 * Open a session. It counts as running before its first event, so that a listener
	 * that asks this service is not told that there is nobody.
	 */
	private void open(GroupChannel channel, NodeName self) {
		GossipSession opening = null;
		try {
			opening = new GossipSession(this.settings, channel, self, this.counters, this.connectTimes, logger,
					this.warnings, this::metadata, this::publish);
			Links links = opening.links();
			if (links != null) {
				this.messenger.attach(links.node());
			}
			this.session = opening;
			opening.open();
		}
		catch (RuntimeException | Error ex) {
			this.session = null;
			this.messenger.detach();
			release(self);
			if (opening != null) {
				opening.close();
			}
			else {
				close(channel);
			}
			throw ex;
		}
	}

	private static void close(GroupChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			logger.debug("The sockets did not close", ex);
		}
	}

	private NodeName chooseName(GroupChannel channel) {
		NodeName configured = this.settings.nodeName();
		return (configured != null) ? configured : defaultNodeNames.acquire(this.settings.applicationName(),
				ProcessHandle.current().pid(), channel.interfaces().get(0).address(), this.settings.group());
	}

	private void release(NodeName name) {
		if (this.settings.nodeName() == null) {
			defaultNodeNames.release(name, this.settings.group());
		}
	}

	private void publish(Effect effect, GossipNode node) {
		if (effect instanceof Effect.Discovered) {
			this.dispatcher.dispatch(new NodeDiscoveredEvent(this, node));
		}
		else if (effect instanceof Effect.Up) {
			this.dispatcher.dispatch(new NodeUpEvent(this, node));
		}
		else if (effect instanceof Effect.Down down) {
			this.dispatcher.dispatch(new NodeDownEvent(this, node, down.reason()));
		}
		else if (effect instanceof Effect.MetadataChanged) {
			this.dispatcher.dispatch(new NodeMetadataEvent(this, node));
		}
	}

	private void logStart(NodeName self, GroupChannel channel) {
		StringBuilder interfaces = new StringBuilder();
		for (GossipInterface chosen : channel.interfaces()) {
			interfaces.append(interfaces.isEmpty() ? "" : ", ")
				.append("'" + chosen.name() + "' with " + chosen.address().getHostAddress())
				.append(" (" + chosen.reason() + ")");
		}
		LinkSettings links = this.settings.links();
		if (links != null && links.cookies().open()) {
			logger.warn("Cluster '" + getCluster() + "' is open: every node on this network can link to it. "
					+ "Close it with macula.gossip.secret, the same on every node");
		}
		logger.info("Cluster '" + getCluster() + "': " + self + " announces itself to "
				+ this.settings.group().getAddress().getHostAddress() + " port " + this.settings.group().getPort()
				+ " every " + this.settings.interval().toMillis() + " ms, "
				+ (this.settings.authenticated() ? "signed" : "not signed") + ", on " + interfaces
				+ ((links != null) ? ", and links with the cookie of " + links.cookies().source() : ""));
	}

}
