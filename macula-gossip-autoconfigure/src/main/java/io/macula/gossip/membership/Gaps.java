package io.macula.gossip.membership;

import java.util.Arrays;

/**
 * How far apart the last announcements of one node came, where that is far: copies, and
 * answers to newcomers, do not count.
 */
final class Gaps {

	private static final int REMEMBERED = 4;

	private static final int MANY = 6;

	private final long[] last = new long[REMEMBERED];

	private int count;

	private int longOnes;

	private long shortestLongOne;

	/**
	 * Another announcement came.
	 * @param gap the time since the one before
	 * @param longFrom from what on a gap is longer than those of a node with our interval
	 */
	void add(long gap, long longFrom) {
		this.last[this.count % REMEMBERED] = gap;
		this.count++;
		if (gap < longFrom) {
			this.longOnes = 0;
			return;
		}
		this.shortestLongOne = (this.longOnes > 0) ? Math.min(this.shortestLongOne, gap) : gap;
		this.longOnes++;
	}

	/**
	 * Return how long the next one may take, unless it is lost: the longest gap of late
	 * but one, since one announcement may have been lost, or the only one; 0 if there is
	 * none.
	 */
	long usual() {
		if (this.count <= 1) {
			return this.last[0];
		}
		long[] sorted = this.last.clone();
		Arrays.sort(sorted);
		return sorted[REMEMBERED - 2];
	}

	/**
	 * Return the interval of the node, if so many gaps in a row were long that this is
	 * what it must be, or 0.
	 */
	long interval() {
		return (this.longOnes >= MANY) ? this.shortestLongOne : 0;
	}

}
