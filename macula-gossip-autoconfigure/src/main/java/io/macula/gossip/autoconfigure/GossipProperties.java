package io.macula.gossip.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.FailureDetectionSettings;
import io.macula.gossip.Protocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.DeprecatedConfigurationProperty;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Configuration properties of the cluster. Values are checked where they are used, by the
 * builder of the service.
 */
@ConfigurationProperties("macula.gossip")
public class GossipProperties {

	/**
	 * Whether to take part in a cluster.
	 */
	private boolean enabled = true;

	/**
	 * Whether to take part as soon as the application has started. If not, all beans are
	 * there, and start() of the service takes part.
	 */
	private boolean autoStartup = true;

	/**
	 * Multicast group to announce to, the same on every node, or 255.255.255.255 to
	 * broadcast. 233.252.1.32 if not set and the protocol is libcluster.
	 */
	private @Nullable String addr;

	/**
	 * UDP port, the same on every node.
	 */
	private int port = 45892;

	/**
	 * Time between two announcements, the same on every node. From 10 ms to 1 h.
	 */
	private Duration interval = Duration.ofMillis(1500);

	/**
	 * How far announcements go: 0 is this machine, 1 this subnet, more passes that many
	 * multicast routers less one.
	 */
	private int ttl = 1;

	/**
	 * Secret that signs announcements, the same on every node. Announcements that it did
	 * not sign are refused. If not set, and no cookie is, the cluster is open to all on
	 * the network.
	 */
	private @Nullable String secret;

	/**
	 * Further secrets that are accepted but do not sign, to change the secret node by
	 * node, or to add one to a cluster that has a cookie.
	 */
	private List<String> acceptedSecrets = new ArrayList<>();

	/**
	 * Name of this node, in the form name@host. Made from the application's name, the
	 * process id and the address of the chosen interface if not set.
	 */
	private @Nullable String nodeName;

	/**
	 * Network interfaces to use, by name, address or network (192.168.0.0/16), whenever
	 * they are there. Chosen automatically if not set.
	 */
	private List<String> interfaces = new ArrayList<>();

	/**
	 * Hosts that get each announcement by unicast too, by name or address, with a port or
	 * not: for networks that do not carry multicast. Names are looked up again and again.
	 */
	private List<String> peers = new ArrayList<>();

	/**
	 * Most nodes to keep track of.
	 */
	private int maxNodes = 4096;

	/**
	 * What makes a node count as connected: a link over Erlang's distribution protocol,
	 * or its heartbeats.
	 */
	private ConnectionMode connectionMode = ConnectionMode.DISTRIBUTION;

	/**
	 * Wire format of the announcements: of macula or of libcluster.
	 */
	private Protocol protocol = Protocol.MACULA;

	/**
	 * What this node tells of itself to those that it links to. The port of the web
	 * server is added as http.port.
	 */
	private Map<String, String> metadata = new LinkedHashMap<>();

	@NestedConfigurationProperty
	private final DistributionProperties distribution = new DistributionProperties();

	@NestedConfigurationProperty
	private final FailureDetectionSettings failureDetection = new FailureDetectionSettings();

	private final Health health = new Health();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	public void setAutoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	public @Nullable String getAddr() {
		return this.addr;
	}

	public void setAddr(@Nullable String addr) {
		this.addr = addr;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

	public int getTtl() {
		return this.ttl;
	}

	public void setTtl(int ttl) {
		this.ttl = ttl;
	}

	public @Nullable String getSecret() {
		return this.secret;
	}

	public void setSecret(@Nullable String secret) {
		this.secret = secret;
	}

	public List<String> getAcceptedSecrets() {
		return this.acceptedSecrets;
	}

	public void setAcceptedSecrets(List<String> acceptedSecrets) {
		this.acceptedSecrets = acceptedSecrets;
	}

	public @Nullable String getNodeName() {
		return this.nodeName;
	}

	public void setNodeName(@Nullable String nodeName) {
		this.nodeName = nodeName;
	}

	public List<String> getInterfaces() {
		return this.interfaces;
	}

	public void setInterfaces(List<String> interfaces) {
		this.interfaces = interfaces;
	}

	public List<String> getPeers() {
		return this.peers;
	}

	public void setPeers(List<String> peers) {
		this.peers = peers;
	}

	public int getMaxNodes() {
		return this.maxNodes;
	}

	public void setMaxNodes(int maxNodes) {
		this.maxNodes = maxNodes;
	}

	public ConnectionMode getConnectionMode() {
		return this.connectionMode;
	}

	public void setConnectionMode(ConnectionMode connectionMode) {
		this.connectionMode = connectionMode;
	}

	public Protocol getProtocol() {
		return this.protocol;
	}

	public void setProtocol(Protocol protocol) {
		this.protocol = protocol;
	}

	public Map<String, String> getMetadata() {
		return this.metadata;
	}

	public void setMetadata(Map<String, String> metadata) {
		this.metadata = metadata;
	}

	public DistributionProperties getDistribution() {
		return this.distribution;
	}

	public FailureDetectionSettings getFailureDetection() {
		return this.failureDetection;
	}

	public Health getHealth() {
		return this.health;
	}

	/**
	 * When the health of the cluster is up.
	 */
	public static class Health {

		/**
		 * Other nodes that must be up for health to be up.
		 */
		private int minimumNodes;

		public int getMinimumNodes() {
			return this.minimumNodes;
		}

		public void setMinimumNodes(int minimumNodes) {
			this.minimumNodes = minimumNodes;
		}

		@Deprecated(since = "0.1.0", forRemoval = true)
		@DeprecatedConfigurationProperty(replacement = "macula.gossip.health.minimum-nodes", since = "0.1.0",
				reason = "A peer is a host that gets announcements by unicast, and nothing else.")
		public int getMinimumPeers() {
			return this.minimumNodes;
		}

		@Deprecated(since = "0.1.0", forRemoval = true)
		public void setMinimumPeers(int minimumPeers) {
			this.minimumNodes = minimumPeers;
		}

	}

}
