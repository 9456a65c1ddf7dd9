package io.macula.gossip.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.macula.gossip.testing.ChildProcess;
import org.jspecify.annotations.Nullable;

/**
 * A host with one process that has several nodes of one cluster, and what they tell.
 */
final class SoakHost implements AutoCloseable {

	private final HostLan lan;

	private final int number;

	private final List<String> names = new ArrayList<>();

	private final Map<String, Set<String>> up = new TreeMap<>();

	private final List<Seen> seen = new ArrayList<>();

	private @Nullable ChildProcess process;

	private @Nullable Use use;

	private int starts;

	private int ready;

	private long readyAt;

	SoakHost(HostLan lan, int number, int nodes) {
		this.lan = lan;
		this.number = number;
		for (int i = 0; i < nodes; i++) {
			this.names.add("n" + i + "@10.77.0." + number);
		}
	}

	int number() {
		return this.number;
	}

	List<String> names() {
		return this.names;
	}

	/**
	 * Start the process anew, under the same names.
	 */
	void start() {
		List<String> command = new ArrayList<>(this.lan.command(this.number));
		command.addAll(ChildProcess.java("-XX:+UseSerialGC", "-Xmx64m", "-Xshare:auto", PeerProgram.class.getName()));
		for (String name : this.names) {
			command.addAll(List.of("cluster=" + name, "name=" + name, "--"));
		}
		int started;
		synchronized (this) {
			this.starts++;
			started = this.starts;
			this.ready = 0;
			this.up.clear();
		}
		this.process = new ChildProcess(new ProcessBuilder(command), (line) -> read(started, line));
	}

	boolean isRunning() {
		return this.process != null && this.process.isAlive();
	}

	void kill() throws InterruptedException {
		this.process.kill();
	}

	/**
	 * End the process as a user would.
	 */
	void stop() throws InterruptedException {
		this.process.endInput();
		this.process.awaitExit();
	}

	/**
	 * Stop and start the nodes within the process.
	 */
	void restart() {
		this.process.writeLine("restart");
	}

	void signal(String name) {
		this.process.signal(name);
	}

	void askForUse() {
		synchronized (this) {
			this.use = null;
		}
		this.process.writeLine("use");
	}

	synchronized @Nullable Use use() {
		return this.use;
	}

	/**
	 * Return when the last of its nodes had started, or 0 if one is still to start.
	 */
	synchronized long readyAt() {
		return (this.ready == this.names.size()) ? this.readyAt : 0;
	}

	/**
	 * Return whom a node here has up.
	 */
	synchronized Set<String> up(String node) {
		return new TreeSet<>(this.up.getOrDefault(node, Set.of()));
	}

	/**
	 * Return what its nodes have told since the last {@link #forget()}.
	 */
	synchronized List<Seen> seen() {
		return List.copyOf(this.seen);
	}

	synchronized void forget() {
		this.seen.clear();
	}

	private synchronized void read(int started, String line) {
		if (started != this.starts || !line.startsWith("> ")) {
			return;
		}
		String[] words = line.split(" ");
		long at = Long.parseLong(words[1]);
		switch (words[3]) {
			case "ready" -> {
				this.ready++;
				this.readyAt = at;
			}
			case "up" -> {
				told(words[2], at, words[4], "up");
				this.up.computeIfAbsent(words[2], (name) -> new TreeSet<>()).add(words[4]);
			}
			case "down" -> {
				told(words[2], at, words[4], "down " + words[5]);
				this.up.computeIfAbsent(words[2], (name) -> new TreeSet<>()).remove(words[4]);
			}
			case "use" -> {
				this.use = new Use(Arrays.stream(words).skip(4).mapToLong(Long::parseLong).toArray());
			}
			default -> {
				// Nothing that matters here
			}
		}
	}

	private void told(String observer, long at, String subject, String what) {
		this.seen.add(new Seen(at, observer, subject, what));
	}

	@Override
	public void close() {
		if (this.process != null) {
			this.process.close();
		}
	}

	@Override
	public synchronized String toString() {
		return "host " + this.number + " " + this.up + "\n" + this.seen;
	}

	/**
	 * What a node told of another.
	 *
	 * @param at milliseconds of the machine's monotonic clock
	 * @param observer which node told it
	 * @param subject which node it told of
	 * @param what {@code up}, or {@code down} and why
	 */
	record Seen(long at, String observer, String subject, String what) {

		boolean isDown() {
			return !this.what.equals("up");
		}

	}

	/**
	 * What a process uses.
	 *
	 * @param heap bytes of its heap after a collection
	 * @param threads how many threads
	 * @param descriptors how many files and sockets are open
	 */
	record Use(long heap, long threads, long descriptors) {

		Use(long[] numbers) {
			this(numbers[0], numbers[1], numbers[2]);
		}

		@Override
		public String toString() {
			return "%.1f MB of heap, %d threads, %d descriptors".formatted(this.heap / 1048576.0, this.threads,
					this.descriptors);
		}

	}

}
