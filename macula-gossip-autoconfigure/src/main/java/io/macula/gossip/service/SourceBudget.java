package io.macula.gossip.service;

import java.net.InetAddress;

import io.macula.gossip.net.SourceShares;

/**
 * How much of something hosts may have done in a second, each and all together, by
 * {@link SourceShares}. Thread-safe.
 */
final class SourceBudget {

	private static final long SECOND_NANOS = 1_000_000_000L;

	private final SourceShares shares;

	private long since;

	/**
	 * Create a budget.
	 * @param perSource how much a host may have in a second
	 * @param total how much all may have together
	 * @param now the time now, of a monotonic clock in nanoseconds
	 */
	SourceBudget(int perSource, int total, long now) {
		this.shares = new SourceShares(total, perSource);
		this.since = now;
	}

	/**
	 * Take one from the budget.
	 * @param source the host that it is for
	 * @param now the time now
	 * @return whether there was one left
	 */
	synchronized boolean take(InetAddress source, long now) {
		if (now - this.since >= SECOND_NANOS) {
			this.since = now;
			this.shares.clear();
		}
		return this.shares.take(source);
	}

}
