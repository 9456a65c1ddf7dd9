package io.macula.gossip.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A full mesh of nodes in several processes: how long it takes, what it costs to stand,
 * who is missed when a process is killed, and how as many come back.
 */
final class Mesh implements AutoCloseable {

	private static int lastPort = 10_000;

	private final int port;

	private final String option;

	private final List<Child> processes = new ArrayList<>();

	private final int perProcess;

	private int nodes;

	/**
	 * Create a mesh without nodes.
	 * @param perProcess how many nodes a process has
	 * @param option see {@link ManyNodes}
	 */
	Mesh(int perProcess, String option) {
		this.perProcess = perProcess;
		this.option = option;
		lastPort += 10;
		this.port = lastPort;
	}

	/**
	 * Have some more nodes in processes that have done nothing yet.
	 * @return the processes
	 */
	List<Child> launch(int count) throws Exception {
		List<Child> launched = new ArrayList<>();
		for (int i = 0; i < count; i += this.perProcess) {
			launched.add(Child.java(ManyNodes.class, this.port, this.nodes + 1 + i, this.perProcess, this.option));
		}
		this.nodes += count;
		this.processes.addAll(launched);
		for (Child process : launched) {
			process.await("ready");
		}
		return launched;
	}

	/**
	 * Start nodes at once, and wait until everyone sees everyone.
	 * @return for how many seconds after the last start
	 */
	double start(List<Child> launched) throws Exception {
		this.processes.forEach(Child::forget);
		for (Child process : launched) {
			process.command("start");
		}
		long started = 0;
		for (Child process : launched) {
			started = Math.max(started, process.await("start"));
		}
		return (awaitAll(this.nodes - 1) - started) / 1e9;
	}

	/**
	 * Kill the last process.
	 * @return after how many seconds all others have missed all its nodes
	 */
	double killOne() throws Exception {
		this.processes.forEach(Child::forget);
		Child last = this.processes.remove(this.processes.size() - 1);
		this.nodes -= this.perProcess;
		long killed = last.kill();
		return (awaitAll(this.nodes - 1) - killed) / 1e9;
	}

	private long awaitAll(int others) throws InterruptedException {
		long last = 0;
		for (Child process : this.processes) {
			last = Math.max(last, process.await("all " + others));
		}
		return last;
	}

	/**
	 * How often somebody dialled, in all.
	 */
	long dials() throws Exception {
		long dials = 0;
		for (Child process : this.processes) {
			dials += Long.parseLong(process.ask("dials"));
		}
		return dials;
	}

	double cpuSeconds() throws IOException {
		double sum = 0;
		for (Child process : this.processes) {
			sum += process.cpuSeconds();
		}
		return sum;
	}

	/**
	 * What it takes when nothing happens.
	 */
	Steady steady(Duration time) throws Exception {
		pass(time.dividedBy(4));
		double cpu = cpuSeconds();
		pass(time);
		double used = cpuSeconds() - cpu;
		double resident = 0;
		double threads = 0;
		for (Child process : this.processes) {
			resident += process.residentMegabytes();
			threads += process.threads();
		}
		return new Steady(100 * used / (time.toNanos() / 1e9) / this.nodes, resident / this.nodes,
				threads / this.nodes);
	}

	private void pass(Duration time) throws InterruptedException {
		if (!this.processes.get(0).lives(time)) {
			throw new IllegalStateException("A process has ended");
		}
	}

	/**
	 * How many TCP connections were begun in this network, those to EPMD as well.
	 */
	static long connects() throws IOException {
		List<String> lines = Files.readAllLines(Path.of("/proc/net/snmp"))
			.stream()
			.filter((line) -> line.startsWith("Tcp:"))
			.toList();
		int column = List.of(lines.get(0).split(" ")).indexOf("ActiveOpens");
		return Long.parseLong(lines.get(1).split(" ")[column]);
	}

	@Override
	public void close() {
		this.processes.forEach(Child::close);
	}

	/**
	 * What a mesh takes when nothing happens.
	 *
	 * @param percent of a core, for a node
	 * @param megabytes resident, for a node
	 * @param threads of the system, for a node
	 */
	record Steady(double percent, double megabytes, double threads) {

	}

}
