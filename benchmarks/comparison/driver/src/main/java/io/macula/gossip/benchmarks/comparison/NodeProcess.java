package io.macula.gossip.benchmarks.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The process of a node, as the driver sees it. All times are nanoseconds of the clock
 * that the machine's processes share.
 */
final class NodeProcess implements AutoCloseable {

	/** The unit of times in {@code /proc}, the same on every Linux of today. */
	private static final double TICKS_PER_SECOND = 100;

	/** How long lines take to the driver: most of what a time may be wrong by. */
	private static final Queue<Long> delays = new ConcurrentLinkedQueue<>();

	private final String name;

	private final Process process;

	private final long spawned = System.nanoTime();

	/** When what is true now came about: of up and down of one node the later one. */
	private final Map<String, Long> times = new HashMap<>();

	private final Deque<String> last = new ArrayDeque<>();

	private boolean ended;

	NodeProcess(String name, List<String> command) {
		this.name = name;
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		// Whatever ends the driver ends its nodes
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		Thread reader = new Thread(() -> read(this.process.inputReader()));
		reader.setDaemon(true);
		reader.start();
	}

	String name() {
		return this.name;
	}

	long spawned() {
		return this.spawned;
	}

	/**
	 * Have the node start or stop.
	 */
	void command(String command) throws IOException {
		this.process.getOutputStream().write((command + "\n").getBytes());
		this.process.getOutputStream().flush();
	}

	/**
	 * Wait until something is true.
	 * @param what the line that says so
	 * @param deadline when to give up
	 * @return since when, or {@link Long#MAX_VALUE} if it is not by the deadline
	 * @throws IllegalStateException if the process ends before
	 */
	synchronized long await(String what, long deadline) throws InterruptedException {
		while (!this.times.containsKey(what)) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				return Long.MAX_VALUE;
			}
			if (this.ended) {
				throw new IllegalStateException("%s ended before '%s': %s".formatted(this.name, what, this.last));
			}
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
		return this.times.get(what);
	}

	synchronized boolean has(String what) {
		return this.times.containsKey(what);
	}

	/**
	 * Wait until something is true that must come.
	 */
	long require(String what, Duration limit) throws InterruptedException {
		long time = await(what, System.nanoTime() + limit.toNanos());
		if (time == Long.MAX_VALUE) {
			throw new IllegalStateException(
					"%s did not say '%s' in %d s: %s".formatted(this.name, what, limit.toSeconds(), this.last));
		}
		return time;
	}

	long freeze() throws IOException, InterruptedException {
		Process signal = new ProcessBuilder("kill", "-STOP", String.valueOf(this.process.pid())).start();
		long now = System.nanoTime();
		signal.waitFor();
		return now;
	}

	long kill() {
		long now = System.nanoTime();
		this.process.destroyForcibly();
		return now;
	}

	/**
	 * End the process by ending its input, so that it ends as it would by itself.
	 */
	void finish() throws IOException, InterruptedException {
		this.process.getOutputStream().close();
		this.process.waitFor(30, TimeUnit.SECONDS);
	}

	/**
	 * Return whether the process lives for some time.
	 */
	boolean lives(Duration time) throws InterruptedException {
		return !this.process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Return the processor time that it has used, in seconds, to a hundredth.
	 */
	double cpuSeconds() throws IOException {
		return cpuSeconds(Files.readString(proc("stat")));
	}

	static double cpuSeconds(String stat) {
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
	}

	/**
	 * Return the resident memory, in megabytes of 1024 * 1024 bytes.
	 */
	double residentMegabytes() throws IOException {
		return residentMegabytes(Files.readAllLines(proc("status")));
	}

	static double residentMegabytes(List<String> status) {
		String line = status.stream().filter((each) -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
		return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
	}

	/**
	 * Return how long lines took, in seconds and ascending.
	 */
	static double[] delays() {
		return delays.stream().mapToDouble((nanos) -> nanos / 1e9).sorted().toArray();
	}

	private Path proc(String file) {
		return Path.of("/proc", String.valueOf(this.process.pid()), file);
	}

	private void read(BufferedReader reader) {
		try {
			reader.lines().forEach(this::line);
		}
		catch (UncheckedIOException ex) {
			// It was killed
		}
		synchronized (this) {
			this.ended = true;
			notifyAll();
		}
	}

	synchronized void line(String line) {
		int space = line.indexOf(' ');
		if (!line.startsWith("@") || space < 0) {
			this.last.addLast(line);
			if (this.last.size() > 20) {
				this.last.removeFirst();
			}
			return;
		}
		String what = line.substring(space + 1);
		long time = Long.parseLong(line.substring(1, space));
		delays.add(System.nanoTime() - time);
		this.times.remove(opposite(what));
		this.times.put(what, time);
		notifyAll();
	}

	private static String opposite(String what) {
		return what.startsWith("up ") ? "down " + what.substring(3) : what.replaceFirst("^down ", "up ");
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
