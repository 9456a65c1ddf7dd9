package io.macula.gossip.benchmarks;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.macula.gossip.ConnectionMode;

/**
 * What {@link PaperTables} simulates, for as many nodes as a machine of two cores can
 * have, on real sockets: hosts are network namespaces, each with a process of its own,
 * and a switch between them loses packets at random. Needs Linux, root, {@code ip} and
 * {@code nft}, and is run where the repository begins. The kernel takes no seed. Both
 * modes run at the same time, unless they are what is measured.
 */
public final class PaperTablesOnSockets {

	private static final Map<String, Table> TABLES = Map.of("swim", PaperTablesOnSockets::swim, "flip-flop",
			PaperTablesOnSockets::flipFlop, "incoming-loss", PaperTablesOnSockets::incomingLoss, "start",
			PaperTablesOnSockets::startAtOnce, "lifeguard", PaperTablesOnSockets::lifeguard, "scalecube",
			PaperTablesOnSockets::scaleCube);

	private static final List<String> ORDER = List.of("swim", "flip-flop", "incoming-loss", "start", "lifeguard",
			"scalecube");

	private static final int SECOND = 1000;

	private final SocketLan lan;

	private final int seconds;

	private PaperTablesOnSockets(SocketLan lan, int minutes) {
		this.lan = lan;
		this.seconds = 60 * minutes;
	}

	/**
	 * Print the tables.
	 * @param args how many minutes each fault lasts, 1 or more, and which tables, all by
	 * default
	 */
	public static void main(String[] args) {
		int minutes = (args.length > 0) ? Integer.parseInt(args[0]) : 1;
		List<String> wanted = (args.length > 1) ? Arrays.asList(args).subList(1, args.length) : ORDER;
		System.out.println("Every row is of real sockets");
		try (SocketLan lan = new SocketLan(30)) {
			PaperTablesOnSockets tables = new PaperTablesOnSockets(lan, minutes);
			wanted.forEach((table) -> TABLES.get(table).print(tables));
		}
	}

	private void swim() {
		title("SWIM: 10 % of packets lost" + during());
		System.out.println("| mode | nodes | false Downs | smallest size seen | mean size | why they were down |");
		System.out.println("|---|---|---|---|---|---|");
		try (SocketCluster cluster = new SocketCluster(this.lan, 17, 1)) {
			cluster.startBoth();
			long began = SocketCluster.now();
			this.lan.run("loss", 10);
			SocketCluster.pass(this.seconds * SECOND);
			long ended = SocketCluster.now();
			for (ConnectionMode mode : ConnectionMode.values()) {
				SocketOutcome seen = new SocketOutcome(cluster, mode, new BitSet(), began, ended, SECOND);
				row(mode, 17, seen.downs, seen.smallest, "%.2f".formatted(seen.mean()), seen.reasons);
			}
		}
	}

	private void flipFlop() {
		title("Rapid: 10 nodes of 30 lose all that comes in, 20 s on and 20 s off" + during());
		faulty(10, (second) -> (second % 40 < 20) ? 100 : 0);
	}

	private void incomingLoss() {
		title("Rapid: 80 % of what comes in is lost at 1 node of 30" + during());
		faulty(1, (second) -> 80);
	}

	private void faulty(int faulty, Loss loss) {
		System.out.println("| mode | Downs of the faulty at the sound | Downs of the sound at the sound"
				+ " | distinct sizes at the sound | why they were down |");
		System.out.println("|---|---|---|---|---|");
		String hosts = IntStream.rangeClosed(1, faulty).mapToObj(String::valueOf).collect(Collectors.joining(" "));
		BitSet unsound = new BitSet();
		unsound.set(0, faulty);
		try (SocketCluster cluster = new SocketCluster(this.lan, 30, 1)) {
			cluster.startBoth();
			long began = SocketCluster.now();
			int before = 0;
			for (int second = 0; second < this.seconds; second++) {
				int percent = loss.at(second);
				if (percent != before) {
					this.lan.run("loss-to", hosts, percent);
					before = percent;
				}
				SocketCluster.pass(began + (second + 1) * SECOND - SocketCluster.now());
			}
			long ended = SocketCluster.now();
			for (ConnectionMode mode : ConnectionMode.values()) {
				SocketOutcome seen = new SocketOutcome(cluster, mode, unsound, began, ended, SECOND);
				row(mode, seen.downsOfUnsound, seen.downsAmongSound, seen.distinct.size(), seen.reasons);
			}
		}
	}

	private void startAtOnce() {
		title("Rapid: nodes that start at once, several in each of ten processes");
		System.out.println("| mode | nodes | until all see all, at first | distinct sizes seen, each millisecond"
				+ " | the median of five times more |");
		System.out.println("|---|---|---|---|---|");
		for (int each : new int[] { 2, 4 }) {
			try (SocketCluster cluster = new SocketCluster(this.lan, 10, each)) {
				for (ConnectionMode mode : ConnectionMode.values()) {
					Start first = new Start(cluster, mode);
					List<Start> more = IntStream.range(0, 5).mapToObj((round) -> new Start(cluster, mode)).toList();
					row(mode, cluster.size(), first.millis + " ms", first.distinct,
							median(more.stream().map((start) -> start.millis).toList()) + " ms, "
									+ median(more.stream().map((start) -> start.distinct).toList()));
				}
			}
		}
	}

	private void lifeguard() {
		title("Lifeguard: n of 25 nodes stopped, each for so long, with half a second between" + during());
		System.out.println("| mode | starved | each for | Downs of the sound at the sound | of the sound in all"
				+ " | of the starved at the sound |");
		System.out.println("|---|---|---|---|---|---|");
		try (SocketCluster cluster = new SocketCluster(this.lan, 25, 1)) {
			cluster.startBoth();
			for (int starved : new int[] { 1, 8 }) {
				for (int block : new int[] { 2048, 16_384 }) {
					starve(cluster, starved, block);
					for (ConnectionMode mode : ConnectionMode.values()) {
						cluster.awaitWhole(mode);
					}
				}
			}
		}
	}

	private void starve(SocketCluster cluster, int starved, int block) {
		BitSet unsound = new BitSet();
		unsound.set(0, starved);
		long began = SocketCluster.now();
		long[] next = new long[starved];
		for (int node = 0; node < starved; node++) {
			next[node] = began + (long) node * block / starved;
		}
		BitSet stopped = new BitSet();
		for (long end = began + this.seconds * SECOND; SocketCluster.now() < end; SocketCluster.pass(5)) {
			for (int node = 0; node < starved; node++) {
				if (SocketCluster.now() >= next[node]) {
					boolean stop = !stopped.get(node);
					cluster.signal(node, stop ? "STOP" : "CONT");
					stopped.set(node, stop);
					next[node] += stop ? block : 512;
				}
			}
		}
		stopped.stream().forEach((node) -> cluster.signal(node, "CONT"));
		SocketCluster.pass(6 * SECOND);
		for (ConnectionMode mode : ConnectionMode.values()) {
			SocketOutcome seen = new SocketOutcome(cluster, mode, unsound, began, SocketCluster.now(), SECOND);
			row(mode, starved, block + " ms", seen.downsAmongSound, seen.downsOfSound,
					seen.downsOfUnsound + " " + seen.reasons);
		}
	}

	private void scaleCube() {
		title("ScaleCube: 1 % of packets lost, and no delay: what loses them cannot delay them");
		System.out.println("| mode | nodes | another one is known by all: median and most of ten"
				+ " | bytes a second at a node, in all |");
		System.out.println("|---|---|---|---|");
		for (int size : new int[] { 5, 10, 30 }) {
			try (SocketCluster cluster = new SocketCluster(this.lan, size, 1)) {
				for (ConnectionMode mode : ConnectionMode.values()) {
					cluster.start(mode);
					cluster.awaitWhole(mode);
					this.lan.run("loss", 100);
					SocketCluster.pass(2 * SECOND);
					long bytes = cluster.bytesReceived();
					SocketCluster.pass(10 * SECOND);
					long rate = (cluster.bytesReceived() - bytes) / 10 / size;
					List<Integer> times = IntStream.range(0, 10)
						.map((round) -> join(cluster, size - 1, mode, 100 + 147 * round))
						.sorted()
						.boxed()
						.toList();
					row(mode, size, median(times) + " and " + times.get(times.size() - 1) + " ms", rate);
					this.lan.run("heal");
					cluster.stop(mode);
				}
			}
		}
	}

	/**
	 * Return how many milliseconds it took until a node that started was known by all,
	 * and knew all.
	 */
	private int join(SocketCluster cluster, int host, ConnectionMode mode, int pause) {
		cluster.stop(host, mode);
		SocketCluster.pass(pause);
		long asked = SocketCluster.now();
		cluster.start(host, mode);
		cluster.awaitWhole(mode);
		List<SocketCluster.Told> told = cluster.told(mode, asked);
		return (int) (told.get(told.size() - 1).at() - started(told));
	}

	private static long started(List<SocketCluster.Told> told) {
		return told.stream().filter((line) -> line.what().equals("starting")).findFirst().orElseThrow().at();
	}

	private static int median(List<Integer> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	private void title(String title) {
		System.out.println("\n## " + title + "\n");
	}

	private String during() {
		return ", " + this.seconds + " s";
	}

	private static void row(Object... cells) {
		System.out.println(Arrays.stream(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |")));
	}

	/**
	 * A table.
	 */
	private interface Table {

		void print(PaperTablesOnSockets tables);

	}

	/**
	 * How many percent of what comes in are lost.
	 */
	private interface Loss {

		int at(int second);

	}

	/**
	 * All start, see all, and stop.
	 */
	private static final class Start {

		private final int millis;

		private final int distinct;

		Start(SocketCluster cluster, ConnectionMode mode) {
			long asked = SocketCluster.now();
			cluster.start(mode);
			cluster.awaitWhole(mode);
			List<SocketCluster.Told> told = cluster.told(mode, asked);
			long began = started(told);
			long ended = told.get(told.size() - 1).at();
			this.millis = (int) (ended - began);
			this.distinct = new SocketOutcome(cluster, mode, new BitSet(), began, ended, 1).distinct.size();
			cluster.stop(mode);
			SocketCluster.pass(2 * SECOND);
		}

	}

}
