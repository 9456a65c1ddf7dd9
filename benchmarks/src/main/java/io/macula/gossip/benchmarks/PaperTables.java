package io.macula.gossip.benchmarks;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeDownReason;
import io.macula.gossip.simulation.ClusterSimulation;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of the papers on SWIM, Rapid and Lifeguard and of ScaleCube's
 * benchmark, of this membership: its own code and its own protocol at the default
 * interval of 1500 ms, over the simulated network of the tests. Prints a table for each,
 * and the seed. All rows are of the simulation: what takes a hundred hosts or more, or
 * delays, no machine of two cores has.
 */
public final class PaperTables {

	private static final int SECOND = 1000;

	private final long seed;

	private PaperTables(long seed) {
		this.seed = seed;
	}

	/**
	 * Print the tables.
	 * @param args the seed, or none for one by chance
	 */
	public static void main(String[] args) {
		long seed = (args.length > 0) ? Long.parseLong(args[0]) : System.nanoTime();
		System.out.println("Seed " + seed + "; every row is simulated");
		PaperTables tables = new PaperTables(seed);
		tables.swim();
		tables.flipFlop();
		tables.incomingLoss();
		tables.startAtOnce();
		tables.lifeguard();
		tables.scaleCube();
	}

	/**
	 * SWIM, figure 5: how many of the members stay in the group at a tenth of packets
	 * lost, of 17. With suspicion theirs had 12 left after some minutes.
	 */
	private void swim() {
		System.out.println("\n## SWIM: 10 % of packets lost, half an hour\n");
		System.out.println("| mode | nodes | false Downs | smallest size seen | mean size |");
		System.out.println("|---|---|---|---|---|");
		for (ConnectionMode mode : ConnectionMode.values()) {
			for (int size : new int[] { 12, 17, 50 }) {
				Count count = new Count();
				ClusterSimulation cluster = cluster(size, mode, count);
				cluster.network().delay(1, 10);
				cluster.runUntil(10 * SECOND);
				count.clear();
				cluster.network().loss(0.1);
				Sizes sizes = new Sizes(cluster, new BitSet());
				sizes.watch(1800);
				row(mode, size, count.downs, sizes.smallest, "%.2f".formatted(sizes.mean()));
			}
		}
	}

	/**
	 * Rapid, figure 9: ten nodes lose all that comes in for 20 s, and nothing for 20 s.
	 */
	private void flipFlop() {
		System.out.println("\n## Rapid: 10 nodes of 200 lose all that comes in, 20 s on and 20 s off, 2 minutes\n");
		faulty(10, (cluster, second) -> (second % 40 < 20) ? 1 : 0);
	}

	/**
	 * Rapid, figure 10: 80 % of what comes in is lost at one node in a hundred.
	 */
	private void incomingLoss() {
		System.out.println("\n## Rapid: 80 % of what comes in is lost at 2 nodes of 200, 2 minutes\n");
		faulty(2, (cluster, second) -> 0.8);
	}

	private void faulty(int faulty, Loss loss) {
		System.out.println("| mode | Downs of the faulty at the sound | Downs of the sound at the sound"
				+ " | distinct sizes at the sound |");
		System.out.println("|---|---|---|---|");
		for (ConnectionMode mode : ConnectionMode.values()) {
			BitSet unsound = new BitSet();
			unsound.set(0, faulty);
			Count count = new Count(unsound);
			ClusterSimulation cluster = cluster(200, mode, count);
			cluster.network().delay(1, 10);
			cluster.runUntil(10 * SECOND);
			count.clear();
			Sizes sizes = new Sizes(cluster, unsound);
			for (int second = 0; second < 120; second++) {
				for (int node = 0; node < faulty; node++) {
					cluster.network().incomingLoss(node, loss.at(cluster, second));
				}
				sizes.watch(1);
			}
			row(mode, count.downsOfUnsound, count.downsAmongSound, sizes.distinct.size());
		}
	}

	/**
	 * Rapid, table 1: how many different sizes are seen while many start at once.
	 */
	private void startAtOnce() {
		System.out.println("\n## Rapid: nodes that start at once\n");
		System.out.println("| mode | nodes | until all see all | distinct sizes seen, each millisecond |");
		System.out.println("|---|---|---|---|");
		for (ConnectionMode mode : ConnectionMode.values()) {
			for (int size : new int[] { 100, 200, 400 }) {
				ClusterSimulation cluster = cluster(size, mode, new Count());
				cluster.network().delay(1, 2);
				Set<Integer> distinct = new HashSet<>();
				int at = until(cluster, distinct, 60 * SECOND);
				row(mode, size, at + " ms", distinct.size());
			}
		}
	}

	/**
	 * Lifeguard, table IV: of a hundred nodes some have the processor for half a second
	 * only between times without it.
	 */
	private void lifeguard() {
		System.out.println("\n## Lifeguard: n of 100 nodes starved, 2 minutes\n");
		System.out.println("| mode | starved | each for | Downs of the sound at the sound | of the sound in all |");
		System.out.println("|---|---|---|---|---|");
		for (ConnectionMode mode : ConnectionMode.values()) {
			for (int starved : new int[] { 1, 4, 8, 16, 32 }) {
				for (int block : new int[] { 2048, 16_384 }) {
					starve(mode, starved, block);
				}
			}
		}
	}

	private void starve(ConnectionMode mode, int starved, int block) {
		BitSet unsound = new BitSet();
		unsound.set(0, starved);
		Count count = new Count(unsound);
		ClusterSimulation cluster = cluster(100, mode, count);
		cluster.network().delay(1, 10);
		cluster.runUntil(10 * SECOND);
		count.clear();
		SplittableRandom random = new SplittableRandom(this.seed);
		int[] next = IntStream.range(0, starved).map((node) -> cluster.now() + random.nextInt(block)).toArray();
		for (int end = cluster.now() + 120 * SECOND; cluster.now() < end; cluster.run(16)) {
			for (int node = 0; node < starved; node++) {
				if (cluster.now() >= next[node]) {
					cluster.pause(node, block);
					next[node] = cluster.now() + block + 512;
				}
			}
		}
		row(mode, starved, block + " ms", count.downsAmongSound, count.downsOfSound);
	}

	/**
	 * ScaleCube's gossip benchmark: 1 % of packets lost, 2 ms of delay.
	 */
	private void scaleCube() {
		System.out.println("\n## ScaleCube: 1 % of packets lost, 2 ms of delay\n");
		System.out
			.println("| mode | nodes | another one is known by all | bytes of announcements a second at a node |");
		System.out.println("|---|---|---|---|");
		for (ConnectionMode mode : ConnectionMode.values()) {
			for (int size : new int[] { 5, 10, 50, 100, 200 }) {
				ClusterSimulation cluster = cluster(size, mode, new Count());
				cluster.network().delay(2, 2);
				cluster.vanish(size - 1);
				cluster.runUntil(20 * SECOND);
				cluster.network().loss(0.01);
				long bytes = cluster.bytesReceived();
				cluster.run(15 * SECOND);
				long rate = (cluster.bytesReceived() - bytes) / 15 / (size - 1);
				int started = cluster.now();
				cluster.restart(size - 1);
				int known = until(cluster, new HashSet<>(), 10 * SECOND) - started;
				row(mode, size, known + " ms", rate);
			}
		}
	}

	private int until(ClusterSimulation cluster, Set<Integer> distinct, int patience) {
		int end = cluster.now() + patience;
		while (!cluster.isWhole() && cluster.now() < end) {
			cluster.run(1);
			cluster.view().forEach((seen) -> distinct.add(seen + 1));
		}
		return cluster.now();
	}

	private ClusterSimulation cluster(int size, ConnectionMode mode, Count count) {
		return new ClusterSimulation(size, mode, size, this.seed, count);
	}

	private static void row(Object... cells) {
		StringBuilder row = new StringBuilder("|");
		for (Object cell : cells) {
			row.append(' ').append(cell).append(" |");
		}
		System.out.println(row);
	}

	/**
	 * How much of what comes in is lost.
	 */
	private interface Loss {

		double at(ClusterSimulation cluster, int second);

	}

	/**
	 * Counts who is taken down by whom, though nobody ends.
	 */
	private static final class Count implements ClusterSimulation.Watcher {

		private final BitSet unsound;

		private int downs;

		private int downsOfSound;

		private int downsOfUnsound;

		private int downsAmongSound;

		Count() {
			this(new BitSet());
		}

		Count(BitSet unsound) {
			this.unsound = unsound;
		}

		@Override
		public void told(int at, int observer, int subject, @Nullable NodeDownReason reason) {
			if (reason == null) {
				return;
			}
			boolean soundObserver = !this.unsound.get(observer);
			boolean soundSubject = !this.unsound.get(subject);
			this.downs++;
			this.downsOfSound += soundSubject ? 1 : 0;
			this.downsOfUnsound += (soundObserver && !soundSubject) ? 1 : 0;
			this.downsAmongSound += (soundObserver && soundSubject) ? 1 : 0;
		}

		void clear() {
			this.downs = 0;
			this.downsOfSound = 0;
			this.downsOfUnsound = 0;
			this.downsAmongSound = 0;
		}

	}

	/**
	 * The sizes that sound nodes see, once a second.
	 */
	private static final class Sizes {

		private final ClusterSimulation cluster;

		private final BitSet unsound;

		private final Set<Integer> distinct = new HashSet<>();

		private int smallest = Integer.MAX_VALUE;

		private long sum;

		private long count;

		Sizes(ClusterSimulation cluster, BitSet unsound) {
			this.cluster = cluster;
			this.unsound = unsound;
		}

		void watch(int seconds) {
			for (int second = 0; second < seconds; second++) {
				this.cluster.run(SECOND);
				for (int node = this.unsound.nextClearBit(0); node < this.cluster.nodes().size(); node++) {
					int size = this.cluster.nodes().get(node).up().cardinality() + 1;
					this.distinct.add(size);
					this.smallest = Math.min(this.smallest, size);
					this.sum += size;
					this.count++;
				}
			}
		}

		double mean() {
			return (double) this.sum / this.count;
		}

	}

}
