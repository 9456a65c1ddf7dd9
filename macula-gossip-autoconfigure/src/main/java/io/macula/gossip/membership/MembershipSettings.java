package io.macula.gossip.membership;

import java.time.Duration;

import io.macula.gossip.ConnectionMode;

/**
 * What a {@link Membership} goes by.
 *
 * @param mode what makes a node count as connected
 * @param interval time between two announcements of a node
 * @param limits how long a node may be silent
 * @param maxNodes most nodes in the table, at least 1
 * @param maxPerSource most of them that announcements from one address may bring, at
 * least 1: lower keeps whoever sends forged names from filling the table, and keeps nodes
 * out that share an address with many others
 */
public record MembershipSettings(ConnectionMode mode, Duration interval, FailureDetection limits, int maxNodes,
		int maxPerSource) {

	private static final int SOURCE_FRACTION = 4;

	private static final int MIN_PER_SOURCE = 64;

	/**
	 * Create settings where whoever announces a name may have any number of them.
	 * @param mode what makes a node count as connected
	 * @param interval time between two announcements of a node
	 * @param limits how long a node may be silent
	 * @param maxNodes most nodes in the table
	 */
	public MembershipSettings(ConnectionMode mode, Duration interval, FailureDetection limits, int maxNodes) {
		this(mode, interval, limits, maxNodes, maxNodes);
	}

	/**
	 * Return settings for a cluster where anybody can announce any name.
	 * @return these, with a quarter of the table, but at least 64 nodes, for an address
	 */
	public MembershipSettings withBudgets() {
		return new MembershipSettings(this.mode, this.interval, this.limits, this.maxNodes,
				Math.min(this.maxNodes, Math.max(this.maxNodes / SOURCE_FRACTION, MIN_PER_SOURCE)));
	}

}
