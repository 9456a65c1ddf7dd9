package io.macula.gossip.service;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.EventStatistics;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipMessenger;
import io.macula.gossip.GossipNode;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.GossipStatus.Lifecycle;
import io.macula.gossip.LinkStatistics;
import io.macula.gossip.MessageStatistics;
import io.macula.gossip.NodeName;
import io.macula.gossip.transport.Transport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The {@link GossipClusterService} that speaks UDP multicast.
 */
final class MulticastGossipClusterService implements GossipClusterService {

	private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(5);

	private static final int MAX_WAITING_DISCOVERIES = 10_000;

	private final GossipSettings settings;

	private final AnnouncementCounters counters = new AnnouncementCounters();

	private final ConnectTimes connectTimes = new ConnectTimes();

	private final Log logger;

	private final RateLimitedLog warnings;

	private final EventDispatcher dispatcher;

	private final Object lifecycle = new Object();

	private volatile @Nullable RunningService running;

	private volatile boolean startedOnce;

	private final Messenger messenger;

	private final OwnName name;

	private final Reporting reporting;

	private volatile @Nullable Map<String, String> metadata;

	MulticastGossipClusterService(GossipSettings settings) {
		this(settings, LogFactory.getLog(GossipClusterService.class));
		if (Rehearsal.isWanted(settings)) {
			Rehearsal.once(() -> settings);
		}
	}

	MulticastGossipClusterService(GossipSettings settings, Log logger) {
		this.settings = settings;
		this.logger = logger;
		this.warnings = new RateLimitedLog(logger, System::nanoTime);
		this.dispatcher = new EventDispatcher(
				settings.transport()
					.watched(settings.threads().pool("gossip-" + settings.cluster() + "-events", 1, Integer.MAX_VALUE)),
				MAX_WAITING_DISCOVERIES, settings.listeners(), logger, this.warnings);
		this.messenger = new Messenger(settings.cluster(), settings.codec(), settings.observer());
		this.name = new OwnName(settings);
		this.reporting = new Reporting(this.counters, this.connectTimes, logger, this.warnings,
				(event) -> this.dispatcher.dispatch(event.apply(this)));
	}

	@Override
	public String getCluster() {
		return this.settings.cluster();
	}

	@Override
	public @Nullable NodeName getNodeName() {
		return this.name.get();
	}

	@Override
	public void start() {
		synchronized (this.lifecycle) {
			if (this.running != null) {
				return;
			}
			RunningService starting = new RunningService(this.settings, this.name, this.reporting, this.messenger,
					this::metadata);
			if (this.settings.transport() == Transport.sockets()) {
				Rehearsal.end();
			}
			// It counts as running before its first event
			this.running = starting;
			try {
				starting.open();
				this.startedOnce = true;
			}
			catch (RuntimeException | Error ex) {
				this.running = null;
				Teardown.after(ex, starting::close);
				throw ex;
			}
		}
	}

	@Override
	public void stop() {
		synchronized (this.lifecycle) {
			RunningService stopping = this.running;
			if (stopping == null) {
				return;
			}
			this.running = null;
			stopping.close();
		}
		if (!this.dispatcher.awaitDelivery(DELIVERY_TIMEOUT)) {
			this.logger.debug("Not all events are delivered yet");
		}
	}

	@Override
	public boolean isAutoStartup() {
		return this.settings.autoStartup();
	}

	@Override
	public boolean isRunning() {
		return this.running != null;
	}

	@Override
	public void broadcastNow() {
		if (!isRunning()) {
			throw new IllegalStateException(
					"Cluster '%s' is not running: start() the service first".formatted(getCluster()));
		}
		GossipSession current = session();
		if (current != null) {
			current.announceNow();
		}
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
		GossipSession current = session();
		return (current != null) ? current.nodes() : List.of();
	}

	@Override
	public Optional<GossipNode> getNode(NodeName name) {
		GossipSession current = session();
		return (current != null) ? current.node(name) : Optional.empty();
	}

	@Override
	public void updateMetadata(Map<String, String> metadata) {
		this.metadata = Metadata.checked(metadata);
		GossipSession current = session();
		Links links = (current != null) ? current.links() : null;
		if (links != null) {
			links.tellMetadata();
		}
	}

	@Override
	public GossipMessenger getMessenger() {
		return this.messenger;
	}

	@Override
	public GossipStatus getStatus() {
		RunningService running = this.running;
		GossipSession current = (running != null) ? running.session() : null;
		return new GossipStatus(lifecycle(running), this.settings.group(), this.settings.protocol(),
				this.settings.membership().mode(), this.settings.authenticated(), this.settings.open(),
				(current != null) ? current.interfaces() : List.of(), (running != null) ? running.peers() : List.of(),
				(current != null) ? current.refusals() : List.of(), (running != null) ? running.problems() : List.of());
	}

	@Override
	public List<String> explain(NodeName name) {
		List<String> sentences = Explanation.of(name, getNodeName(), getNode(name).orElse(null), getStatus());
		GossipSession current = session();
		Duration every = (current != null) ? current.announcesEvery(name) : null;
		return (every != null) ? Stream
			.concat(sentences.stream(), Stream.of("It " + Explanation.slower(every, this.settings.interval()) + "."))
			.toList() : sentences;
	}

	@Override
	public long getAnnouncementCount(AnnouncementResult result) {
		return this.counters.get(result);
	}

	@Override
	public LinkStatistics getLinkStatistics() {
		return this.connectTimes.statistics();
	}

	@Override
	public EventStatistics getEventStatistics() {
		return this.dispatcher.statistics();
	}

	@Override
	public MessageStatistics getMessageStatistics() {
		return this.messenger.statistics();
	}

	GossipSettings settings() {
		return this.settings;
	}

	/**
	 * Return what this node tells of itself: what it was last told to, else what it was
	 * configured with, which may depend on what the application has started by now.
	 */
	private Map<String, String> metadata() {
		Map<String, String> updated = this.metadata;
		return (updated != null) ? updated : Metadata.checked(this.settings.metadata().get());
	}

	private Lifecycle lifecycle(@Nullable RunningService running) {
		if (running != null) {
			return Lifecycle.RUNNING;
		}
		return this.startedOnce ? Lifecycle.STOPPED : Lifecycle.NOT_STARTED;
	}

	private @Nullable GossipSession session() {
		RunningService running = this.running;
		return (running != null) ? running.session() : null;
	}

}
