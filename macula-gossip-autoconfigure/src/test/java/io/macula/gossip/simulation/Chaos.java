package io.macula.gossip.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What may happen to a cluster, at random.
 */
final class Chaos {

	private static final int LONGEST_QUIET = 8_000;

	private static final int LONGEST_PAUSE = 12_000;

	private final ClusterSimulation cluster;

	private final SplittableRandom random;

	private final List<String> history = new ArrayList<>();

	Chaos(ClusterSimulation cluster, long seed) {
		this.cluster = cluster;
		this.random = new SplittableRandom(seed);
	}

	/**
	 * Have this and that happen, and time pass in between.
	 */
	void happen(int times) {
		for (int i = 0; i < times; i++) {
			happen();
			this.cluster.run(this.random.nextInt(LONGEST_QUIET));
		}
	}

	/**
	 * Have processes end and start, and nothing else.
	 */
	void comeAndGo() {
		int node = someone();
		if (!this.cluster.nodes().get(node).isRunning()) {
			note("restart", node);
			this.cluster.restart(node);
			return;
		}
		switch (this.random.nextInt(3)) {
			case 0 -> {
				note("kill", node);
				this.cluster.kill(node);
			}
			case 1 -> {
				note("vanish", node);
				this.cluster.vanish(node);
			}
			default -> {
				note("leave", node);
				this.cluster.leave(node);
			}
		}
	}

	int someone() {
		return this.random.nextInt(this.cluster.nodes().size());
	}

	private void happen() {
		SimulatedNetwork network = this.cluster.network();
		switch (this.random.nextInt(8)) {
			case 0 -> {
				note("heal", 0);
				network.heal();
			}
			case 1 -> partition();
			case 2 -> {
				int from = someone();
				note("cut off its sending", from);
				network.cut(from, someone());
			}
			case 3 -> {
				int percent = this.random.nextInt(40);
				note("percent lost", percent);
				network.loss(percent / 100.0);
			}
			case 4 -> {
				int node = someone();
				note("pause", node);
				this.cluster.pause(node, this.random.nextInt(1, LONGEST_PAUSE));
			}
			case 5 -> {
				int node = someone();
				note("strangers", node);
				for (int i = 0; i < 20; i++) {
					this.cluster.hearStranger(node, this.random.nextInt(1000));
				}
			}
			default -> comeAndGo();
		}
	}

	private void partition() {
		List<Integer> left = new ArrayList<>();
		List<Integer> right = new ArrayList<>();
		for (int node = 0; node < this.cluster.nodes().size(); node++) {
			(this.random.nextBoolean() ? left : right).add(node);
		}
		this.history.add(this.cluster.now() + ": partition " + left + " " + right);
		this.cluster.network().partition(List.of(left, right));
	}

	private void note(String what, int about) {
		this.history.add(this.cluster.now() + ": " + what + " " + about);
	}

	@Override
	public String toString() {
		return String.join("\n", this.history);
	}

}
