package io.macula.gossip.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Loses, doubles and delays what nodes send, each packet by itself, so that later ones
 * overtake earlier ones.
 */
public final class SimulatedNetwork {

	private final SplittableRandom random;

	private final BitSet[] cut;

	private final double[] incomingLoss;

	private double loss;

	private double duplication;

	private int minDelay = 1;

	private int maxDelay = 1;

	SimulatedNetwork(int size, SplittableRandom random) {
		this.random = random;
		this.cut = IntStream.range(0, size).mapToObj((node) -> new BitSet()).toArray(BitSet[]::new);
		this.incomingLoss = new double[size];
	}

	/**
	 * Lose some of what is sent.
	 * @param loss which part of all packets, from 0 to 1
	 */
	public void loss(double loss) {
		this.loss = loss;
	}

	/**
	 * Lose some of what comes in at one node, beside what is lost of all packets.
	 * @param node the node
	 * @param loss which part of its packets, from 0 to 1
	 */
	public void incomingLoss(int node, double loss) {
		this.incomingLoss[node] = loss;
	}

	/**
	 * Have some datagrams arrive twice.
	 * @param duplication which part of them, from 0 to 1
	 */
	public void duplication(double duplication) {
		this.duplication = duplication;
	}

	/**
	 * Have packets take some time.
	 * @param min the least of it, 1 or more milliseconds
	 * @param max the most of it, up to a second
	 */
	public void delay(int min, int max) {
		this.minDelay = min;
		this.maxDelay = max;
	}

	/**
	 * Lose all that one node sends to another.
	 * @param from who sends
	 * @param to who does not get it
	 */
	public void cut(int from, int to) {
		this.cut[from].set(to);
	}

	/**
	 * Lose all that goes from one group to another.
	 * @param groups the groups
	 */
	public void partition(List<List<Integer>> groups) {
		for (List<Integer> here : groups) {
			for (List<Integer> there : groups) {
				if (here != there) {
					here.forEach((from) -> there.forEach((to) -> cut(from, to)));
				}
			}
		}
	}

	/**
	 * Let all pass.
	 */
	public void heal() {
		for (int node = 0; node < this.cut.length; node++) {
			this.cut[node].clear();
			this.incomingLoss[node] = 0;
		}
		this.loss = 0;
	}

	boolean loses(int from, int to) {
		return this.cut[from].get(to) || this.random.nextDouble() < this.loss
				|| (this.incomingLoss[to] > 0 && this.random.nextDouble() < this.incomingLoss[to]);
	}

	int copies() {
		return (this.duplication > 0 && this.random.nextDouble() < this.duplication) ? 2 : 1;
	}

	int delay() {
		return this.minDelay + this.random.nextInt(this.maxDelay - this.minDelay + 1);
	}

	static InetAddress address(int number) {
		try {
			return InetAddress
				.getByAddress(new byte[] { 10, (byte) (number >> 16), (byte) (number >> 8), (byte) number });
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
