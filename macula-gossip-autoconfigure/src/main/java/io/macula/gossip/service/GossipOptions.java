package io.macula.gossip.service;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
import io.macula.gossip.GossipMessageConverter;
import io.macula.gossip.GossipPeerSource;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.Protocol;
import io.macula.gossip.announcement.Secret;
import io.macula.gossip.message.MessageCodec;
import io.macula.gossip.message.MessageObserver;
import io.macula.gossip.transport.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.TaskScheduler;

/**
 * The options of a cluster, each with its default, as a {@link GossipClusterBuilder} was
 * told them. Not thread-safe.
 */
final class GossipOptions {

	final TaskScheduler taskScheduler;

	final List<Supplier<List<Consumer<GossipEvent>>>> listeners = new ArrayList<>();

	String cluster = GossipClusterService.DEFAULT_CLUSTER;

	boolean autoStartup = true;

	@Nullable String nodeName;

	@Nullable String applicationName;

	@Nullable String addr;

	int port = 45892;

	Duration interval = Duration.ofMillis(1500);

	int ttl = 1;

	@Nullable String secret;

	List<String> acceptedSecrets = List.of();

	List<String> interfaces = List.of();

	List<String> peers = List.of();

	final List<GossipPeerSource> peerSources = new ArrayList<>();

	int maxNodes = 4096;

	FailureDetectionSettings failureDetection = new FailureDetectionSettings();

	ConnectionMode connectionMode = ConnectionMode.DISTRIBUTION;

	Protocol protocol = Protocol.MACULA;

	LinkSettings links = new LinkSettings();

	Supplier<Map<String, String>> metadata = Map::of;

	@Nullable GossipMessageConverter messageConverter;

	MessageObserver messageObserver = MessageObserver.NONE;

	Clock clock = Clock.systemUTC();

	@Nullable ThreadFactory threads;

	Transport transport = Transport.sockets();

	GossipOptions(TaskScheduler taskScheduler) {
		this.taskScheduler = taskScheduler;
	}

	/**
	 * Check what there is.
	 * @return settings that can work
	 * @throws GossipConfigurationException if a value can never work
	 */
	GossipSettings check() {
		SettingChecks.basics(this.cluster, this.port, this.ttl, this.interval, this.maxNodes);
		SettingChecks.metadata(this.metadata.get());
		List<Secret> secrets = SettingChecks.secrets(this.secret, this.acceptedSecrets);
		CookieChoice cookies = SettingChecks.cookies(this.connectionMode, this.links, this.secret,
				this.acceptedSecrets);
		if (this.secret == null && !this.acceptedSecrets.isEmpty()) {
			SettingChecks.acceptedSecretsAlone(this.protocol, cookies);
		}
		if (this.threads != null) {
			this.links.useThreads(this.threads);
		}
		String group = (this.addr != null) ? this.addr : this.protocol.defaultAddr();
		return new GossipSettings(this.cluster, this.autoStartup, SettingChecks.nodeName(this.nodeName),
				this.applicationName, SettingChecks.group(group, this.port, this.ttl), this.ttl,
				SettingChecks.interfaces(group, this.interfaces),
				SettingChecks.peerSources(this.peers, this.port, this.peerSources), this.protocol,
				SettingChecks.format(this.protocol, secrets, 2 * this.maxNodes), !secrets.isEmpty(),
				SettingChecks.membership(this.connectionMode, this.interval, this.failureDetection, this.protocol,
						this.maxNodes, !secrets.isEmpty()),
				this.links, cookies, this.transport, new MessageCodec(this.messageConverter), this.messageObserver,
				this.metadata, this.taskScheduler,
				new DaemonThreads((this.threads != null) ? this.threads : Thread::new), this.clock, this.listeners);
	}

}
