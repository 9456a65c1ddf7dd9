package io.macula.gossip.service;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.FailureDetectionSettings;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipListener;
import io.macula.gossip.GossipPeerSource;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.Protocol;
import io.macula.gossip.announcement.Secret;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.TaskScheduler;

/**
 * Builds a {@link GossipClusterService}, with auto-configuration or without. All but the
 * {@code TaskScheduler} has a default; values are checked by {@link #build()}. Not
 * thread-safe.
 */
public final class GossipClusterBuilder {

	private final TaskScheduler taskScheduler;

	private final List<Supplier<List<Consumer<GossipEvent>>>> listeners = new ArrayList<>();

	private String cluster = GossipClusterService.DEFAULT_CLUSTER;

	private @Nullable String nodeName;

	private String applicationName = "application";

	private @Nullable String addr;

	private int port = 45892;

	private Duration interval = Duration.ofMillis(1500);

	private int ttl = 1;

	private @Nullable String secret;

	private List<String> acceptedSecrets = List.of();

	private List<String> interfaces = List.of();

	private List<String> peers = List.of();

	private final List<GossipPeerSource> peerSources = new ArrayList<>();

	private int maxNodes = 4096;

	private FailureDetectionSettings failureDetection = new FailureDetectionSettings();

	private ConnectionMode connectionMode = ConnectionMode.DISTRIBUTION;

	private Protocol protocol = Protocol.MACULA;

	private LinkSettings links = new LinkSettings();

	private Supplier<Map<String, String>> metadata = Map::of;

	private Clock clock = Clock.systemUTC();

	/**
	 * Create a builder.
	 * @param taskScheduler runs the loop that announces and judges. Work that blocks it
	 * delays both; it is not shut down with the service
	 */
	public GossipClusterBuilder(TaskScheduler taskScheduler) {
		this.taskScheduler = taskScheduler;
	}

	/**
	 * Set the name that tells this cluster from others in this application.
	 * @param cluster the name, not empty
	 * @return this builder
	 */
	public GossipClusterBuilder cluster(String cluster) {
		this.cluster = cluster;
		return this;
	}

	/**
	 * Set the name of this node.
	 * @param nodeName the name, {@code name@host}; {@code null} to make one from the
	 * application's name, the process id and the address of the chosen interface
	 * @return this builder
	 */
	public GossipClusterBuilder nodeName(@Nullable String nodeName) {
		this.nodeName = nodeName;
		return this;
	}

	/**
	 * Set the application's name, which a default node name begins with.
	 * @param applicationName the name; characters that no node name may hold are replaced
	 * @return this builder
	 */
	public GossipClusterBuilder applicationName(String applicationName) {
		this.applicationName = applicationName;
		return this;
	}

	/**
	 * Set the multicast group.
	 * @param addr an IPv4 or IPv6 multicast address, written out, with a scope or not, or
	 * 255.255.255.255 to broadcast; {@code null} for the one of the protocol
	 * @return this builder
	 */
	public GossipClusterBuilder addr(@Nullable String addr) {
		this.addr = addr;
		return this;
	}

	/**
	 * Set the UDP port.
	 * @param port from 1 to 65535
	 * @return this builder
	 */
	public GossipClusterBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Set the time between two announcements.
	 * @param interval from 10 ms to 1 h: shorter finds silence sooner, and costs each
	 * node that much more work
	 * @return this builder
	 */
	public GossipClusterBuilder interval(Duration interval) {
		this.interval = interval;
		return this;
	}

	/**
	 * Set how far announcements go.
	 * @param ttl from 0 (this machine) over 1 (this subnet) to 255
	 * @return this builder
	 */
	public GossipClusterBuilder ttl(int ttl) {
		this.ttl = ttl;
		return this;
	}

	/**
	 * Set the secret that signs announcements; those that it did not sign are refused.
	 * @param secret the secret, not empty; {@code null} for none
	 * @return this builder
	 */
	public GossipClusterBuilder secret(@Nullable String secret) {
		this.secret = secret;
		return this;
	}

	/**
	 * Set further secrets that are accepted, to change the one that signs node by node.
	 * @param acceptedSecrets the secrets, none empty
	 * @return this builder
	 */
	public GossipClusterBuilder acceptedSecrets(List<String> acceptedSecrets) {
		this.acceptedSecrets = List.copyOf(acceptedSecrets);
		return this;
	}

	/**
	 * Set the network interfaces to use, whenever they are there.
	 * @param interfaces names, addresses or networks; empty to have one chosen
	 * @return this builder
	 */
	public GossipClusterBuilder interfaces(List<String> interfaces) {
		this.interfaces = List.copyOf(interfaces);
		return this;
	}

	/**
	 * Set hosts that get each announcement by unicast too, where multicast is not
	 * carried.
	 * @param peers host names or addresses, with a port or not
	 * @return this builder
	 */
	public GossipClusterBuilder peers(List<String> peers) {
		this.peers = List.copyOf(peers);
		return this;
	}

	/**
	 * Add a source of further such hosts.
	 * @param source is asked for them again at each announcement
	 * @return this builder
	 */
	public GossipClusterBuilder peerSource(GossipPeerSource source) {
		this.peerSources.add(source);
		return this;
	}

	/**
	 * Set how many nodes the table may hold.
	 * @param maxNodes from 1 to 1,000,000
	 * @return this builder
	 */
	public GossipClusterBuilder maxNodes(int maxNodes) {
		this.maxNodes = maxNodes;
		return this;
	}

	/**
	 * Set how long a node may be silent.
	 * @param settings the settings, which are copied
	 * @return this builder
	 */
	public GossipClusterBuilder failureDetection(FailureDetectionSettings settings) {
		this.failureDetection = new FailureDetectionSettings(settings);
		return this;
	}

	/**
	 * Change how long a node may be silent.
	 * @param change changes the settings
	 * @return this builder
	 */
	public GossipClusterBuilder failureDetection(Consumer<FailureDetectionSettings> change) {
		change.accept(this.failureDetection);
		return this;
	}

	/**
	 * Set what makes a node count as connected.
	 * @param connectionMode links, the default, or heartbeats
	 * @return this builder
	 */
	public GossipClusterBuilder connectionMode(ConnectionMode connectionMode) {
		this.connectionMode = connectionMode;
		return this;
	}

	/**
	 * Set the wire format of the announcements, and with it the default group.
	 * @param protocol the format
	 * @return this builder
	 */
	public GossipClusterBuilder protocol(Protocol protocol) {
		this.protocol = protocol;
		return this;
	}

	/**
	 * Set how links are made, in connection mode {@code distribution}.
	 * @param settings the settings, which are copied
	 * @return this builder
	 */
	public GossipClusterBuilder links(LinkSettings settings) {
		this.links = new LinkSettings(settings);
		return this;
	}

	/**
	 * Change how links are made.
	 * @param change changes the settings
	 * @return this builder
	 */
	public GossipClusterBuilder links(Consumer<LinkSettings> change) {
		change.accept(this.links);
		return this;
	}

	/**
	 * Set what this node tells of itself to those that it links to.
	 * @param metadata asked each time, for 64 entries of 1024 characters at most
	 * @return this builder
	 */
	public GossipClusterBuilder metadata(Supplier<Map<String, String>> metadata) {
		this.metadata = metadata;
		return this;
	}

	/**
	 * Set the clock that people read, for the times of nodes and farewells alone.
	 * @param clock the clock
	 * @return this builder
	 */
	public GossipClusterBuilder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Add a publisher of Spring events.
	 * @param publisher takes each event, on the dispatcher's thread
	 * @return this builder
	 */
	public GossipClusterBuilder publishTo(ApplicationEventPublisher publisher) {
		this.listeners.add(() -> List.of(publisher::publishEvent));
		return this;
	}

	/**
	 * Add a listener.
	 * @param listener takes each event, on the dispatcher's thread
	 * @return this builder
	 */
	public GossipClusterBuilder listener(GossipListener listener) {
		return listeners(() -> List.of(listener));
	}

	/**
	 * Add listeners that are looked up for each event, so that a bean that needs the
	 * service can be one.
	 * @param listeners returns the listeners, on the dispatcher's thread
	 * @return this builder
	 */
	public GossipClusterBuilder listeners(Supplier<List<GossipListener>> listeners) {
		this.listeners
			.add(() -> listeners.get().stream().<Consumer<GossipEvent>>map((listener) -> listener::onEvent).toList());
		return this;
	}

	/**
	 * Build a service that is not started.
	 * @return a new service
	 * @throws GossipConfigurationException if a value can never work
	 */
	public GossipClusterService build() {
		SettingChecks.basics(this.cluster, this.port, this.ttl, this.interval, this.maxNodes);
		SettingChecks.metadata(this.metadata.get());
		List<Secret> secrets = SettingChecks.secrets(this.secret, this.acceptedSecrets);
		String group = (this.addr != null) ? this.addr : this.protocol.defaultAddr();
		return new MulticastGossipClusterService(new GossipSettings(this.cluster, SettingChecks.nodeName(this.nodeName),
				this.applicationName, SettingChecks.group(group, this.port, this.ttl), this.ttl,
				SettingChecks.interfaces(group, this.interfaces),
				SettingChecks.peerSources(this.peers, this.port, this.peerSources), this.protocol,
				SettingChecks.format(this.protocol, secrets, 2 * this.maxNodes), !secrets.isEmpty(),
				SettingChecks.membership(this.connectionMode, this.interval, this.failureDetection, this.protocol,
						this.maxNodes, !secrets.isEmpty()),
				this.links, SettingChecks.cookies(this.connectionMode, this.links, this.secret, this.acceptedSecrets),
				this.metadata, this.taskScheduler, this.clock, this.listeners));
	}

}
