package io.macula.gossip;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * How a {@link GossipClusterService} stands at one moment. Immutable.
 *
 * @param lifecycle whether it takes part in the cluster, did once, or never has
 * @param group multicast group and port
 * @param protocol wire format of the announcements
 * @param connectionMode what makes a node count as connected
 * @param authenticated whether a secret signs the announcements
 * @param open whether who has no key can become a member: neither secret nor cookie is
 * set, or the cookie {@code macula} is accepted, which everybody knows; in heartbeat mode
 * no secret is
 * @param interfaces the interfaces in use; empty if it is not running
 * @param peers whom announcements are sent to one by one; empty if it is not running
 * @param refusals datagrams that were refused, by host and reason, the last ones last, at
 * most 64; empty if it is not running
 * @param problems what keeps it from hearing or being heard, in words; empty if all is
 * well or it is not running
 */
public record GossipStatus(Lifecycle lifecycle, InetSocketAddress group, Protocol protocol,
		ConnectionMode connectionMode, boolean authenticated, boolean open, List<GossipInterface> interfaces,
		List<GossipPeer> peers, List<GossipRefusal> refusals, List<String> problems) {

	/**
	 * Create a status. Tests better use {@link #builder(InetSocketAddress)}, which stays
	 * as it is when there is more to tell.
	 */
	public GossipStatus {
		interfaces = List.copyOf(interfaces);
		peers = List.copyOf(peers);
		refusals = List.copyOf(refusals);
		problems = List.copyOf(problems);
	}

	/**
	 * Return whether it takes part in the cluster.
	 * @return whether it runs
	 */
	public boolean running() {
		return this.lifecycle == Lifecycle.RUNNING;
	}

	/**
	 * Return a builder of the status of a service that runs, with nothing wrong, until it
	 * is told otherwise.
	 * @param group multicast group and port
	 * @return the builder
	 */
	public static Builder builder(InetSocketAddress group) {
		return new Builder(group);
	}

	/**
	 * Where a service is between its making and its end.
	 */
	public enum Lifecycle {

		/**
		 * It was never started.
		 */
		NOT_STARTED,

		/**
		 * It takes part in the cluster.
		 */
		RUNNING,

		/**
		 * It was stopped, and can be started again.
		 */
		STOPPED

	}

	/**
	 * Builds a status. Not thread-safe.
	 */
	public static final class Builder {

		private final InetSocketAddress group;

		private Lifecycle lifecycle = Lifecycle.RUNNING;

		private Protocol protocol = Protocol.MACULA;

		private ConnectionMode connectionMode = ConnectionMode.DISTRIBUTION;

		private boolean authenticated;

		private boolean open;

		private List<GossipInterface> interfaces = List.of();

		private List<GossipPeer> peers = List.of();

		private List<GossipRefusal> refusals = List.of();

		private List<String> problems = List.of();

		private Builder(InetSocketAddress group) {
			this.group = group;
		}

		/**
		 * Set whether it takes part in the cluster.
		 * @param running whether it runs; if not, it was stopped
		 * @return this builder
		 */
		public Builder running(boolean running) {
			return lifecycle(running ? Lifecycle.RUNNING : Lifecycle.STOPPED);
		}

		/**
		 * Set whether it takes part in the cluster, did once, or never has.
		 * @param lifecycle which it is
		 * @return this builder
		 */
		public Builder lifecycle(Lifecycle lifecycle) {
			this.lifecycle = lifecycle;
			return this;
		}

		/**
		 * Set the wire format of the announcements.
		 * @param protocol the format
		 * @return this builder
		 */
		public Builder protocol(Protocol protocol) {
			this.protocol = protocol;
			return this;
		}

		/**
		 * Set what makes a node count as connected.
		 * @param connectionMode the mode
		 * @return this builder
		 */
		public Builder connectionMode(ConnectionMode connectionMode) {
			this.connectionMode = connectionMode;
			return this;
		}

		/**
		 * Set whether a secret signs the announcements.
		 * @param authenticated whether one does
		 * @return this builder
		 */
		public Builder authenticated(boolean authenticated) {
			this.authenticated = authenticated;
			return this;
		}

		/**
		 * Set whether who has no key can become a member.
		 * @param open whether he can
		 * @return this builder
		 */
		public Builder open(boolean open) {
			this.open = open;
			return this;
		}

		/**
		 * Set the interfaces in use.
		 * @param interfaces the interfaces
		 * @return this builder
		 */
		public Builder interfaces(List<GossipInterface> interfaces) {
			this.interfaces = List.copyOf(interfaces);
			return this;
		}

		/**
		 * Set whom announcements are sent to one by one.
		 * @param peers the peers
		 * @return this builder
		 */
		public Builder peers(List<GossipPeer> peers) {
			this.peers = List.copyOf(peers);
			return this;
		}

		/**
		 * Set which datagrams were refused.
		 * @param refusals the refusals, the last ones last
		 * @return this builder
		 */
		public Builder refusals(List<GossipRefusal> refusals) {
			this.refusals = List.copyOf(refusals);
			return this;
		}

		/**
		 * Set what keeps it from hearing or being heard.
		 * @param problems sentences
		 * @return this builder
		 */
		public Builder problems(List<String> problems) {
			this.problems = List.copyOf(problems);
			return this;
		}

		/**
		 * Build the status.
		 * @return the status
		 */
		public GossipStatus build() {
			return new GossipStatus(this.lifecycle, this.group, this.protocol, this.connectionMode, this.authenticated,
					this.open, this.interfaces, this.peers, this.refusals, this.problems);
		}

	}

}
