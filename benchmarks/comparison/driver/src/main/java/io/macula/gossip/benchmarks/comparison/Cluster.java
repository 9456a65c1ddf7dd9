package io.macula.gossip.benchmarks.comparison;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster of one system: its processes, and when they see each other come and go. Times
 * are seconds, infinite where nothing came in the time that was given.
 */
final class Cluster implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final ComparedSystem system;

	private final int basePort;

	private final Duration bound;

	private final List<NodeProcess> processes = new ArrayList<>();

	private final List<NodeProcess> members = new ArrayList<>();

	private int last;

	/**
	 * Make an empty one.
	 * @param system whose nodes it has
	 * @param basePort a port that is its own, as are the hundred after it
	 * @param bound how long to wait for who comes
	 */
	Cluster(ComparedSystem system, int basePort, Duration bound) throws InterruptedException {
		this.system = system;
		this.basePort = basePort;
		this.bound = bound;
		List<String> beside = system.beside().command(basePort);
		if (!beside.isEmpty()) {
			NodeProcess process = new NodeProcess("beside", beside);
			this.processes.add(process);
			awaitPort(process);
		}
	}

	/**
	 * Start nodes at once.
	 * @return the time from the last start call until all see all
	 */
	double startTogether(int count) throws Exception {
		List<NodeProcess> together = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			together.add(launch());
		}
		for (NodeProcess node : together) {
			node.command("start");
		}
		long started = 0;
		for (NodeProcess node : together) {
			started = Math.max(started, node.require("start", LIMIT));
		}
		this.members.addAll(together);
		List<Wait> waits = new ArrayList<>();
		for (NodeProcess node : together) {
			for (NodeProcess other : together) {
				if (node != other) {
					waits.add(new Wait(node, "up " + other.name()));
				}
			}
		}
		double time = seconds(started, complete(waits));
		for (NodeProcess node : together) {
			node.require("started", LIMIT);
		}
		return time;
	}

	/**
	 * Start one more node.
	 */
	Join join() throws Exception {
		NodeProcess node = launch();
		node.command("start");
		long start = node.require("start", LIMIT);
		long sees = complete(this.members.stream().map((other) -> new Wait(node, "up " + other.name())).toList());
		long seen = complete(this.members.stream().map((other) -> new Wait(other, "up " + node.name())).toList());
		double call = seconds(start, node.require("started", LIMIT));
		this.members.add(node);
		return new Join(node, seconds(start, sees), seconds(start, seen), call, seconds(node.spawned(), sees));
	}

	double leave(NodeProcess node, Duration limit) throws Exception {
		node.command("stop");
		return gone(node, node.require("stop", LIMIT), limit);
	}

	double kill(NodeProcess node, Duration limit) throws InterruptedException {
		return gone(node, node.kill(), limit);
	}

	/**
	 * Wait until all others have missed a node.
	 * @param node the node
	 * @param since since when it is gone
	 * @param limit how long to wait from then on
	 * @return how long it took
	 */
	double gone(NodeProcess node, long since, Duration limit) throws InterruptedException {
		this.members.remove(node);
		List<Wait> waits = this.members.stream().map((other) -> new Wait(other, "down " + node.name())).toList();
		return seconds(since, last(waits, since + limit.toNanos()));
	}

	List<NodeProcess> members() {
		return List.copyOf(this.members);
	}

	private NodeProcess launch() throws Exception {
		NodeProcess node = this.system.launch(++this.last, this.basePort);
		this.processes.add(node);
		long before = node.spawned();
		long ready = node.require("ready", LIMIT);
		if (ready < before || ready > System.nanoTime()) {
			throw new IllegalStateException("The clock of %s is not ours: %d is not between %d and %d"
				.formatted(node.name(), ready, before, System.nanoTime()));
		}
		return node;
	}

	private long complete(List<Wait> waits) throws InterruptedException {
		long last = last(waits, System.nanoTime() + this.bound.toNanos());
		if (last == Long.MAX_VALUE) {
			throw new IllegalStateException(
					"Not in %d s: %s".formatted(this.bound.toSeconds(), waits.stream().filter(Wait::lacks).toList()));
		}
		return last;
	}

	/**
	 * Wait until all are true at once, and return since when.
	 */
	private static long last(List<Wait> waits, long deadline) throws InterruptedException {
		long last = 0;
		long before;
		do {
			before = last;
			last = 0;
			for (Wait wait : waits) {
				last = Math.max(last, wait.node().await(wait.what(), deadline));
			}
		}
		while (last != before);
		return last;
	}

	private void awaitPort(NodeProcess process) throws InterruptedException {
		while (true) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.basePort)) {
				return;
			}
			catch (IOException ex) {
				if (!process.lives(Duration.ofMillis(50)) || System.nanoTime() - process.spawned() > LIMIT.toNanos()) {
					throw new IllegalStateException("Nothing listens on port " + this.basePort, ex);
				}
			}
		}
	}

	private static double seconds(long from, long to) {
		return (to != Long.MAX_VALUE) ? (to - from) / 1e9 : Double.POSITIVE_INFINITY;
	}

	@Override
	public void close() {
		this.processes.forEach(NodeProcess::close);
	}

	/**
	 * How one node joined.
	 *
	 * @param node the newcomer
	 * @param sees from its start call until it sees all
	 * @param seen from its start call until all others see it
	 * @param call what the start call took
	 * @param process from its process's start until it sees all
	 */
	record Join(NodeProcess node, double sees, double seen, double call, double process) {
	}

	private record Wait(NodeProcess node, String what) {

		boolean lacks() {
			return !this.node.has(this.what);
		}

		@Override
		public String toString() {
			return this.node.name() + " says " + this.what;
		}

	}

}
