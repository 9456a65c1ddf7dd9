package io.macula.gossip.distribution.handshake;

import io.macula.gossip.NodeName;

/**
 * What one side of a handshake says of itself.
 *
 * @param name its name
 * @param flags its {@link DistributionFlags}
 * @param creation its incarnation, 32 bits without a sign
 */
public record HandshakeNode(NodeName name, long flags, long creation) {

	public boolean isHidden() {
		return (this.flags & DistributionFlags.PUBLISHED) == 0;
	}

	public boolean introducesItself() {
		return (this.flags & DistributionFlags.INTRODUCES_ITSELF) != 0;
	}

	/**
	 * Say whether it and we have agreed to monitor processes by their names, and so to
	 * calls as {@code gen_server} makes them. Nodes of {@code libei} have not, and end
	 * their link when they are sent a monitor.
	 * @return whether this node may send it monitors
	 */
	public boolean monitorsNames() {
		return agreesTo(DistributionFlags.DIST_MONITOR | DistributionFlags.DIST_MONITOR_NAME);
	}

	/**
	 * Say whether it and we have agreed to messages to aliases, as up to OTP 29.
	 * @return whether this node may send them
	 */
	public boolean takesAliasMessages() {
		return agreesTo(DistributionFlags.ALIAS);
	}

	/**
	 * Say whether it and we have agreed to messages whose target is told by flags, as
	 * since OTP 28.
	 * @return whether this node may send them
	 */
	public boolean takesFlaggedMessages() {
		return agreesTo(DistributionFlags.ALTACT_SIG);
	}

	/**
	 * Say whether it and we have agreed to messages that tell the types of their values.
	 * @return whether this node may send them
	 */
	public boolean takesTypes() {
		return agreesTo(DistributionFlags.TYPED_MESSAGES);
	}

	/**
	 * Say whether it and we have agreed to large frames in fragments, which BEAM nodes
	 * never do.
	 * @return whether this node may send them
	 */
	public boolean takesFragments() {
		return agreesTo(DistributionFlags.TAKES_FRAGMENTS);
	}

	private boolean agreesTo(long flags) {
		return (DistributionFlags.expand(this.flags) & DistributionFlags.OURS & flags) == flags;
	}

}
