package io.macula.gossip.simulation;

import java.util.PriorityQueue;

/**
 * What is to happen, by a clock of milliseconds. What is to happen at one time happens in
 * the order in which it was planned.
 */
final class Timeline {

	private final PriorityQueue<Planned> planned = new PriorityQueue<>();

	private long count;

	private int now = -1;

	int now() {
		return this.now;
	}

	/**
	 * Plan something.
	 * @param delay in how many milliseconds it happens, at least one
	 * @param action what happens
	 */
	void after(int delay, Runnable action) {
		this.planned.add(new Planned(this.now + Math.max(1, delay), this.count++, action));
	}

	/**
	 * Let a millisecond pass.
	 */
	void advance() {
		this.now++;
		while (!this.planned.isEmpty() && this.planned.peek().at <= this.now) {
			this.planned.remove().action.run();
		}
	}

	/**
	 * Something planned.
	 *
	 * @param at when it happens
	 * @param number how many were planned before it
	 * @param action what happens
	 */
	private record Planned(int at, long number, Runnable action) implements Comparable<Planned> {

		@Override
		public int compareTo(Planned other) {
			return (this.at != other.at) ? Integer.compare(this.at, other.at) : Long.compare(this.number, other.number);
		}

	}

}
