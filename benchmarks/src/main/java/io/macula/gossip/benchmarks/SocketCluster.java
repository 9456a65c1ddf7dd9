package io.macula.gossip.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.testing.ChildProcess;

/**
 * Hosts of a LAN on this machine, each with one process of {@link SocketNodes}: real
 * sockets and a real kernel between them. What the nodes tell is kept in order of time.
 */
final class SocketCluster implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 120_000;

	private static final int ETHERNET_HEADER = 14;

	private final SocketLan lan;

	private final List<ChildProcess> processes = new ArrayList<>();

	private final List<String> names = new ArrayList<>();

	private final Map<String, Integer> numbers = new HashMap<>();

	private final List<Told> told = Collections.synchronizedList(new ArrayList<>());

	private final int nodesEach;

	/**
	 * Start a process on each host, which has no node running yet.
	 * @param lan the hosts
	 * @param hosts how many of them have a process
	 * @param nodesEach how many nodes each has, of either mode; those of host {@code n}
	 * have the numbers from {@code n * nodesEach}
	 */
	SocketCluster(SocketLan lan, int hosts, int nodesEach) {
		this.lan = lan;
		this.nodesEach = nodesEach;
		try {
			lan.run("heal");
			for (int host = 1; host <= hosts; host++) {
				this.processes.add(launch(host));
			}
			await("the processes have started",
					() -> this.processes.stream().allMatch((process) -> process.lines().contains("> ready")));
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	private ChildProcess launch(int host) {
		List<String> command = new ArrayList<>(this.lan.command("exec", host));
		command.addAll(ChildProcess.java("-XX:+UseSerialGC", "-Xmx64m", "-Xshare:auto", SocketNodes.class.getName()));
		for (int node = 0; node < this.nodesEach; node++) {
			String name = "n" + node + "@10.77.0." + host;
			this.numbers.put(name, this.names.size());
			this.names.add(name);
			command.add(name);
		}
		return new ChildProcess(new ProcessBuilder(command), this::read);
	}

	private void read(String line) {
		String[] words = line.split(" ");
		if (words[0].equals(">") && words.length > 4) {
			this.told
				.add(new Told(Long.parseLong(words[1]), ConnectionMode.valueOf(words[2]), this.numbers.get(words[3]),
						words[4], (words.length > 5) ? this.numbers.getOrDefault(words[5], -1) : -1,
						(words.length > 6) ? words[6] : ""));
		}
		else if (!words[0].equals(">") && (line.contains("ERROR") || line.contains("Exception"))) {
			System.err.println(line);
		}
	}

	int size() {
		return this.names.size();
	}

	/**
	 * Start the nodes of a mode at once, on all hosts.
	 */
	void start(ConnectionMode mode) {
		this.processes.forEach((process) -> process.writeLine("start " + mode));
	}

	void start(int host, ConnectionMode mode) {
		this.processes.get(host).writeLine("start " + mode);
	}

	/**
	 * Stop the nodes of a mode, and wait until nobody has anybody.
	 */
	void stop(ConnectionMode mode) {
		this.processes.forEach((process) -> process.writeLine("stop " + mode));
		await("all have stopped", () -> Arrays.stream(sizes(mode)).allMatch((size) -> size == 1));
	}

	/**
	 * Stop the nodes of one host, and wait until the others know.
	 */
	void stop(int host, ConnectionMode mode) {
		this.processes.get(host).writeLine("stop " + mode);
		int left = size() - this.nodesEach;
		await("the others know that it has stopped", () -> {
			int[] sizes = sizes(mode);
			for (int node = 0; node < sizes.length; node++) {
				boolean stopped = node / this.nodesEach == host;
				if (sizes[node] != (stopped ? 1 : left)) {
					return false;
				}
			}
			return true;
		});
	}

	/**
	 * Start the nodes of both modes, one after the other, and wait until each sees all.
	 */
	void startBoth() {
		for (ConnectionMode mode : ConnectionMode.values()) {
			start(mode);
			awaitWhole(mode);
		}
		pass(5000);
	}

	void awaitWhole(ConnectionMode mode) {
		await("each " + mode + " sees all", () -> Arrays.stream(sizes(mode)).allMatch((size) -> size == size()));
	}

	/**
	 * Send a process a signal.
	 * @param name the signal without SIG, such as STOP
	 */
	void signal(int host, String name) {
		this.processes.get(host).signal(name);
	}

	/**
	 * Return how many bytes have come to all hosts, with the headers of IP and what is in
	 * it.
	 */
	long bytesReceived() {
		long bytes = 0;
		for (int host = 1; host <= this.processes.size(); host++) {
			String[] counts = this.lan
				.run("exec", host, "cat", "/sys/class/net/eth0/statistics/rx_bytes",
						"/sys/class/net/eth0/statistics/rx_packets")
				.split("\n");
			bytes += Long.parseLong(counts[0]) - ETHERNET_HEADER * Long.parseLong(counts[1]);
		}
		return bytes;
	}

	/**
	 * Return what the nodes of a mode have told since a time, in order of time.
	 */
	List<Told> told(ConnectionMode mode, long since) {
		synchronized (this.told) {
			return this.told.stream()
				.filter((told) -> told.mode == mode && told.at >= since)
				.sorted(Comparator.comparingLong(Told::at))
				.collect(Collectors.toList());
		}
	}

	/**
	 * Return how many each node has up now, with itself.
	 */
	private int[] sizes(ConnectionMode mode) {
		int[] sizes = new int[size()];
		Arrays.fill(sizes, 1);
		told(mode, Long.MIN_VALUE).forEach((told) -> sizes[told.observer] += told.change());
		return sizes;
	}

	static long now() {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
	}

	static void pass(long millis) {
		try {
			new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(String what, BooleanSupplier condition) {
		long end = now() + PATIENCE_MILLIS;
		while (!condition.getAsBoolean()) {
			if (now() > end) {
				throw new IllegalStateException("Not after two minutes: " + what);
			}
			pass(20);
		}
	}

	@Override
	public void close() {
		this.processes.forEach(ChildProcess::close);
	}

	/**
	 * What a node told of another.
	 *
	 * @param at milliseconds of the machine's monotonic clock
	 * @param mode which cluster
	 * @param observer the number of the node that told it
	 * @param what {@code starting}, {@code up} or {@code down}
	 * @param subject the number of the other node, or -1
	 * @param reason why it is down
	 */
	record Told(long at, ConnectionMode mode, int observer, String what, int subject, String reason) {

		boolean isDown() {
			return this.what.equals("down");
		}

		int change() {
			return switch (this.what) {
				case "up" -> 1;
				case "down" -> -1;
				default -> 0;
			};
		}

	}

}
