package io.macula.gossip.service;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.FailureDetectionSettings;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipListener;
import io.macula.gossip.GossipMessageConverter;
import io.macula.gossip.GossipPeerSource;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.Protocol;
import io.macula.gossip.transport.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.TaskScheduler;

/**
 * Builds a {@link GossipClusterService}, with auto-configuration or without. All but the
 * {@code TaskScheduler} has a default; values are checked by {@link #build()}. Not
 * thread-safe.
 */
public final class GossipClusterBuilder {

	final GossipOptions options;

	/**
	 * Create a builder.
	 * @param taskScheduler runs the loop that announces and judges. Work that blocks it
	 * delays both; it is not shut down with the service
	 */
	public GossipClusterBuilder(TaskScheduler taskScheduler) {
		this.options = new GossipOptions(taskScheduler);
	}

	/**
	 * Set the name that tells this cluster from others in this application.
	 * @param cluster the name, not empty
	 * @return this builder
	 */
	public GossipClusterBuilder cluster(String cluster) {
		this.options.cluster = cluster;
		return this;
	}

	/**
	 * Set whether a Spring context starts the service with itself.
	 * @param autoStartup whether it does; if not, {@link GossipClusterService#start()}
	 * takes part
	 * @return this builder
	 */
	public GossipClusterBuilder autoStartup(boolean autoStartup) {
		this.options.autoStartup = autoStartup;
		return this;
	}

	/**
	 * Set the name of this node.
	 * @param nodeName the name, {@code name@host}; {@code null} to make one from the
	 * application's name, the process id and the address of the chosen interface
	 * @return this builder
	 */
	public GossipClusterBuilder nodeName(@Nullable String nodeName) {
		this.options.nodeName = nodeName;
		return this;
	}

	/**
	 * Set the application's name, which linked nodes are told, and a default node name
	 * begins with.
	 * @param applicationName the name; characters that no node name may hold are replaced
	 * in that. {@code null} if it has none
	 * @return this builder
	 */
	public GossipClusterBuilder applicationName(@Nullable String applicationName) {
		this.options.applicationName = applicationName;
		return this;
	}

	/**
	 * Set the multicast group.
	 * @param addr an IPv4 or IPv6 multicast address, written out, with a scope or not, or
	 * 255.255.255.255 to broadcast; {@code null} for the one of the protocol
	 * @return this builder
	 */
	public GossipClusterBuilder addr(@Nullable String addr) {
		this.options.addr = addr;
		return this;
	}

	/**
	 * Set the UDP port.
	 * @param port from 1 to 65535
	 * @return this builder
	 */
	public GossipClusterBuilder port(int port) {
		this.options.port = port;
		return this;
	}

	/**
	 * Set the time between two announcements.
	 * @param interval from 10 ms to 1 h: shorter finds silence sooner, and costs each
	 * node that much more work
	 * @return this builder
	 */
	public GossipClusterBuilder interval(Duration interval) {
		this.options.interval = interval;
		return this;
	}

	/**
	 * Set how far announcements go.
	 * @param ttl from 0 (this machine) over 1 (this subnet) to 255
	 * @return this builder
	 */
	public GossipClusterBuilder ttl(int ttl) {
		this.options.ttl = ttl;
		return this;
	}

	/**
	 * Set the secret that signs announcements; those that it did not sign are refused.
	 * @param secret the secret, not empty; {@code null} for none
	 * @return this builder
	 */
	public GossipClusterBuilder secret(@Nullable String secret) {
		this.options.secret = secret;
		return this;
	}

	/**
	 * Set further secrets that are accepted, to change the one that signs node by node,
	 * or to add one to a cluster that has a cookie.
	 * @param acceptedSecrets the secrets, none empty
	 * @return this builder
	 */
	public GossipClusterBuilder acceptedSecrets(List<String> acceptedSecrets) {
		this.options.acceptedSecrets = List.copyOf(acceptedSecrets);
		return this;
	}

	/**
	 * Set the network interfaces to use, whenever they are there.
	 * @param interfaces names, addresses or networks; empty to have one chosen
	 * @return this builder
	 */
	public GossipClusterBuilder interfaces(List<String> interfaces) {
		this.options.interfaces = List.copyOf(interfaces);
		return this;
	}

	/**
	 * Set hosts that get each announcement by unicast too, where multicast is not
	 * carried.
	 * @param peers host names or addresses, with a port or not
	 * @return this builder
	 */
	public GossipClusterBuilder peers(List<String> peers) {
		this.options.peers = List.copyOf(peers);
		return this;
	}

	/**
	 * Add a source of further such hosts.
	 * @param source is asked for them again at each announcement
	 * @return this builder
	 */
	public GossipClusterBuilder peerSource(GossipPeerSource source) {
		this.options.peerSources.add(source);
		return this;
	}

	/**
	 * Set how many nodes the table may hold.
	 * @param maxNodes from 1 to 1,000,000
	 * @return this builder
	 */
	public GossipClusterBuilder maxNodes(int maxNodes) {
		this.options.maxNodes = maxNodes;
		return this;
	}

	/**
	 * Set how long a node may be silent.
	 * @param settings the settings, which are copied
	 * @return this builder
	 */
	public GossipClusterBuilder failureDetection(FailureDetectionSettings settings) {
		this.options.failureDetection = new FailureDetectionSettings(settings);
		return this;
	}

	/**
	 * Change how long a node may be silent.
	 * @param change changes the settings
	 * @return this builder
	 */
	public GossipClusterBuilder failureDetection(Consumer<FailureDetectionSettings> change) {
		change.accept(this.options.failureDetection);
		return this;
	}

	/**
	 * Set what makes a node count as connected.
	 * @param connectionMode links, the default, or heartbeats
	 * @return this builder
	 */
	public GossipClusterBuilder connectionMode(ConnectionMode connectionMode) {
		this.options.connectionMode = connectionMode;
		return this;
	}

	/**
	 * Set the wire format of the announcements, and with it the default group.
	 * @param protocol the format
	 * @return this builder
	 */
	public GossipClusterBuilder protocol(Protocol protocol) {
		this.options.protocol = protocol;
		return this;
	}

	/**
	 * Set how links are made, in connection mode {@code distribution}.
	 * @param settings the settings, which are copied
	 * @return this builder
	 */
	public GossipClusterBuilder links(LinkSettings settings) {
		this.options.links = new LinkSettings(settings);
		return this;
	}

	/**
	 * Change how links are made.
	 * @param change changes the settings
	 * @return this builder
	 */
	public GossipClusterBuilder links(Consumer<LinkSettings> change) {
		change.accept(this.options.links);
		return this;
	}

	/**
	 * Set what this node tells of itself to those that it links to.
	 * @param metadata asked each time, for 64 entries of 1024 characters at most, none of
	 * them {@code spring.application.name}, which is told in any case. It is asked on a
	 * thread of its own; where it throws, what it returned before is told again
	 * @return this builder
	 */
	public GossipClusterBuilder metadata(Supplier<Map<String, String>> metadata) {
		this.options.metadata = metadata;
		return this;
	}

	/**
	 * Set what makes the threads of links, look-ups, events, handlers and answers. What
	 * receives, what follows the network and an embedded EPMD have the platform's.
	 * @param threads makes threads, which are named and made daemons before they start
	 * @return this builder
	 */
	public GossipClusterBuilder threads(ThreadFactory threads) {
		this.options.threads = threads;
		return this;
	}

	/**
	 * Set how messages are made of records and beans.
	 * @param converter makes JSON of them; {@code null} to refuse them
	 * @return this builder
	 */
	public GossipClusterBuilder messageConverter(@Nullable GossipMessageConverter converter) {
		this.options.messageConverter = converter;
		return this;
	}

	/**
	 * Set the clock that people read, for the times of nodes and farewells alone.
	 * @param clock the clock
	 * @return this builder
	 */
	public GossipClusterBuilder clock(Clock clock) {
		this.options.clock = clock;
		return this;
	}

	/**
	 * Set where datagrams, links and time come from. Not for applications, which have it
	 * from macula-gossip-spring-boot-starter-test in their tests.
	 * @param transport the transport
	 * @return this builder
	 */
	public GossipClusterBuilder transport(Transport transport) {
		this.options.transport = transport;
		return this;
	}

	/**
	 * Add a publisher of Spring events.
	 * @param publisher takes each event, on the dispatcher's thread
	 * @return this builder
	 */
	public GossipClusterBuilder publishTo(ApplicationEventPublisher publisher) {
		this.options.listeners.add(() -> List.of(publisher::publishEvent));
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
		this.options.listeners
			.add(() -> listeners.get().stream().<Consumer<GossipEvent>>map((listener) -> listener::onEvent).toList());
		return this;
	}

	/**
	 * Build a service that is not started.
	 * @return a new service
	 * @throws GossipConfigurationException if a value can never work
	 */
	public GossipClusterService build() {
		return new MulticastGossipClusterService(this.options.check());
	}

}
