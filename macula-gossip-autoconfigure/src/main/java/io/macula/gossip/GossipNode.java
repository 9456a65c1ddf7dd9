package io.macula.gossip;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What this node knew of another at one moment. Immutable.
 *
 * @param name name of the node
 * @param state whether it is up
 * @param address where its last announcement came from
 * @param discoveredAt when it was first heard, by this machine's clock
 * @param connectedAt when it last came up; {@code null} if it is not up
 * @param lastHeardAt when its last announcement came, by this machine's clock
 * @param lastError why it is not up, in words; {@code null} if it is up
 * @param metadata what it told of itself over its link; empty if it told nothing
 * @param application name of the application that it runs in, which is its
 * {@code spring.application.name}; {@code null} if it told none, as BEAM nodes
 */
public record GossipNode(NodeName name, NodeState state, InetAddress address, Instant discoveredAt,
		@Nullable Instant connectedAt, Instant lastHeardAt, @Nullable String lastError, Map<String, String> metadata,
		@Nullable String application) {

	/**
	 * Create a node. Tests better use {@link #builder(NodeName)}, which stays as it is
	 * when nodes come to have more.
	 */
	public GossipNode {
		metadata = Map.copyOf(metadata);
	}

	/**
	 * Return a builder of a node that is up since now at the loopback address, until it
	 * is told otherwise.
	 * @param name name of the node
	 * @return the builder
	 */
	public static Builder builder(NodeName name) {
		return new Builder(name);
	}

	/**
	 * Say whether the node is up.
	 * @return whether it is up, suspected or not
	 */
	public boolean isConnected() {
		return this.state != NodeState.DISCOVERED;
	}

	/**
	 * Builds a node. Not thread-safe.
	 */
	public static final class Builder {

		private final NodeName name;

		private NodeState state = NodeState.CONNECTED;

		private InetAddress address = InetAddress.getLoopbackAddress();

		private Instant discoveredAt = Instant.now();

		private @Nullable Instant connectedAt = this.discoveredAt;

		private Instant lastHeardAt = this.discoveredAt;

		private @Nullable String lastError;

		private Map<String, String> metadata = Map.of();

		private @Nullable String application;

		private Builder(NodeName name) {
			this.name = name;
		}

		/**
		 * Set whether it is up.
		 * @param state the state
		 * @return this builder
		 */
		public Builder state(NodeState state) {
			this.state = state;
			return this;
		}

		/**
		 * Set where its last announcement came from.
		 * @param address the address
		 * @return this builder
		 */
		public Builder address(InetAddress address) {
			this.address = address;
			return this;
		}

		/**
		 * Set when it was first heard.
		 * @param discoveredAt the time
		 * @return this builder
		 */
		public Builder discoveredAt(Instant discoveredAt) {
			this.discoveredAt = discoveredAt;
			return this;
		}

		/**
		 * Set when it last came up.
		 * @param connectedAt the time, or {@code null}; it does not count for a node that
		 * is not up
		 * @return this builder
		 */
		public Builder connectedAt(@Nullable Instant connectedAt) {
			this.connectedAt = connectedAt;
			return this;
		}

		/**
		 * Set when its last announcement came.
		 * @param lastHeardAt the time
		 * @return this builder
		 */
		public Builder lastHeardAt(Instant lastHeardAt) {
			this.lastHeardAt = lastHeardAt;
			return this;
		}

		/**
		 * Set why it is not up.
		 * @param lastError the reason in words, or {@code null}
		 * @return this builder
		 */
		public Builder lastError(@Nullable String lastError) {
			this.lastError = lastError;
			return this;
		}

		/**
		 * Set what it told of itself.
		 * @param metadata the metadata
		 * @return this builder
		 */
		public Builder metadata(Map<String, String> metadata) {
			this.metadata = Map.copyOf(metadata);
			return this;
		}

		/**
		 * Set the name of the application that it runs in.
		 * @param application the name, or {@code null}
		 * @return this builder
		 */
		public Builder application(@Nullable String application) {
			this.application = application;
			return this;
		}

		/**
		 * Build the node.
		 * @return the node
		 */
		public GossipNode build() {
			return new GossipNode(this.name, this.state, this.address, this.discoveredAt,
					(this.state != NodeState.DISCOVERED) ? this.connectedAt : null, this.lastHeardAt, this.lastError,
					this.metadata, this.application);
		}

	}

}
