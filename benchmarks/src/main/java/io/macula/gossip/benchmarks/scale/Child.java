package io.macula.gossip.benchmarks.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A process that obeys lines and tells what happens in lines of {@code @}, the time and a
 * text. Times are nanoseconds of the monotonic clock, which all processes of a Linux
 * machine share.
 */
final class Child implements AutoCloseable {

	private static Duration limit = Duration.ofMinutes(2);

	/** The unit of times in {@code /proc}, the same on every Linux of today. */
	private static final double TICKS_PER_SECOND = 100;

	private final Process process;

	private final Map<String, Long> times = new HashMap<>();

	private final Map<String, String> values = new HashMap<>();

	private final Deque<String> last = new ArrayDeque<>();

	private boolean ended;

	Child(List<String> command) throws IOException {
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		Thread reader = new Thread(() -> read(this.process.inputReader()));
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Set how long is waited for anything.
	 */
	static void limit(Duration limit) {
		Child.limit = limit;
	}

	/**
	 * Start a program of this package.
	 */
	static Child java(Class<?> program, Object... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), program.getName()));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		return new Child(command);
	}

	/**
	 * Tell that something happens now, as a child does.
	 */
	static void say(String what) {
		String time = Long.toString(System.nanoTime());
		// Not with +, whose first use in a process takes some ten milliseconds
		System.out.println("@".concat(time).concat(" ").concat(what));
	}

	void command(String command) throws IOException {
		this.process.getOutputStream().write((command + "\n").getBytes());
		this.process.getOutputStream().flush();
	}

	/**
	 * Wait until something was told that begins so, since it was last forgotten.
	 * @return when it was told last
	 */
	long await(String what) throws InterruptedException {
		return await(what, this.times);
	}

	/**
	 * Ask for something, and wait for the answer: a line of the question and what it is.
	 */
	String ask(String question) throws IOException, InterruptedException {
		return answer(question, question);
	}

	/**
	 * Give a command, and wait for the line that begins with a word.
	 * @return what else is in that line
	 */
	String answer(String question, String command) throws IOException, InterruptedException {
		synchronized (this) {
			this.values.remove(question);
		}
		command(command);
		return await(question, this.values);
	}

	private synchronized <T> T await(String what, Map<String, T> told) throws InterruptedException {
		long deadline = System.nanoTime() + limit.toNanos();
		while (!told.containsKey(what)) {
			long left = deadline - System.nanoTime();
			if (left <= 0 || this.ended) {
				throw new IllegalStateException(
						"'%s' was not told in %d s: %s".formatted(what, limit.toSeconds(), this.last));
			}
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
		return told.get(what);
	}

	synchronized void forget() {
		this.times.clear();
	}

	/**
	 * Return whether the process lives for some time.
	 */
	boolean lives(Duration time) throws InterruptedException {
		return !this.process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
	}

	long kill() throws InterruptedException {
		long now = System.nanoTime();
		this.process.destroyForcibly();
		this.process.waitFor();
		return now;
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

	/**
	 * Return the processor time that it has used, in seconds, to a hundredth.
	 */
	double cpuSeconds() throws IOException {
		String stat = Files.readString(proc("stat"));
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
	}

	/**
	 * Return the resident memory, in megabytes of 1024 * 1024 bytes.
	 */
	double residentMegabytes() throws IOException {
		return status("VmRSS:") / 1024.0;
	}

	/**
	 * Return how many threads the system has for it.
	 */
	long threads() throws IOException {
		return status("Threads:");
	}

	private long status(String field) throws IOException {
		return Files.readAllLines(proc("status"))
			.stream()
			.filter((line) -> line.startsWith(field))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.findFirst()
			.orElseThrow();
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

	private synchronized void line(String line) {
		@Nullable String[] words = line.split(" ", 3);
		if (!line.startsWith("@") || words.length < 2) {
			this.last.addLast(line);
			if (this.last.size() > 20) {
				this.last.removeFirst();
			}
			return;
		}
		String what = line.substring(line.indexOf(' ') + 1);
		this.times.put(what, Long.parseLong(words[0].substring(1)));
		this.values.put(words[1], (words.length > 2) ? words[2] : "");
		notifyAll();
	}

}
