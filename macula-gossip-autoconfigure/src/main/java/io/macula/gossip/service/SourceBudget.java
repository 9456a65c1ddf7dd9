package io.macula.gossip.service;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

import io.macula.gossip.net.Networks;

/**
 * How much of something hosts may have done in a second, each and all together: one that
 * wants more uses up its own share. The hosts of one IPv6 network of 64 bits have a half
 * of the whole between them: they may be a LAN, and they may be a single one, which can
 * use any of these addresses. Thread-safe.
 */
final class SourceBudget {

	private static final long SECOND_NANOS = 1_000_000_000L;

	private final int perSource;

	private final int total;

	private final Map<InetAddress, Integer> used = new HashMap<>();

	private final Map<InetAddress, Integer> usedByNetwork = new HashMap<>();

	private int usedInTotal;

	private long since;

	/**
	 * Create a budget.
	 * @param perSource how much a host may have in a second
	 * @param total how much all may have together
	 * @param now the time now, of a monotonic clock in nanoseconds
	 */
	SourceBudget(int perSource, int total, long now) {
		this.perSource = perSource;
		this.total = total;
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
			this.used.clear();
			this.usedByNetwork.clear();
			this.usedInTotal = 0;
		}
		int mine = this.used.getOrDefault(source, 0);
		InetAddress network = Networks.of(source);
		int ours = this.usedByNetwork.getOrDefault(network, 0);
		if (mine >= this.perSource || ours >= Math.max(this.perSource, this.total / 2)
				|| this.usedInTotal >= this.total) {
			return false;
		}
		this.used.put(source, mine + 1);
		this.usedByNetwork.put(network, ours + 1);
		this.usedInTotal++;
		return true;
	}

}
