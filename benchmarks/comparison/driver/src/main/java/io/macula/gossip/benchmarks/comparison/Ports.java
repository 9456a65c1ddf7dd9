package io.macula.gossip.benchmarks.comparison;

/**
 * Ports for clusters: in a network of our own all are free.
 */
final class Ports {

	private int next = 10_000;

	/**
	 * Return a port that begins a hundred which nobody else has.
	 */
	synchronized int next() {
		this.next += 100;
		return this.next;
	}

}
