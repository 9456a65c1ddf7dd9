package io.macula.gossip.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A program that a test starts, reads line by line, and ends; at the latest it ends with
 * the test's JVM.
 */
public class ChildProcess implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Duration MAX_DELAY = Duration.ofSeconds(2);

	private static final Set<Process> running = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> running.forEach(ChildProcess::killWithChildren)));
	}

	private final Process process;

	private final Writer input;

	private final Consumer<String> listener;

	private final Thread reader;

	private final List<String> lines = new ArrayList<>();

	private int taken;

	private boolean ended;

	/**
	 * Start a program.
	 * @param command the command and its arguments
	 */
	public ChildProcess(List<String> command) {
		this(new ProcessBuilder(command));
	}

	/**
	 * Start a program.
	 * @param builder the builder of its process
	 */
	public ChildProcess(ProcessBuilder builder) {
		this(builder, (line) -> {
		});
	}

	/**
	 * Start a program.
	 * @param builder the builder of its process
	 * @param listener given each line that it writes, on a thread of its own
	 */
	public ChildProcess(ProcessBuilder builder, Consumer<String> listener) {
		this.listener = listener;
		this.process = launch(builder.redirectErrorStream(true));
		this.input = this.process.outputWriter(StandardCharsets.UTF_8);
		this.reader = new Thread(this::read, "output of " + builder.command().get(0));
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Start a process that does not speak in lines, and that ends with this JVM.
	 * @param builder its builder
	 * @return the process
	 */
	public static Process launch(ProcessBuilder builder) {
		try {
			Process process = builder.start();
			running.add(process);
			process.onExit().thenAccept(running::remove);
			return process;
		}
		catch (IOException ex) {
			throw new NotStartedException(ex);
		}
	}

	/**
	 * Return the command of a JVM like this one.
	 * @param arguments options, the main class, and its arguments
	 * @return the command
	 */
	public static List<String> java(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path")));
		command.addAll(List.of(arguments));
		return command;
	}

	/**
	 * Run a program to its end.
	 * @param command the command and its arguments
	 * @return how it ended
	 */
	public static Result run(List<String> command) {
		return run(new ProcessBuilder(command));
	}

	/**
	 * Run a program to its end.
	 * @param builder the builder of its process
	 * @return how it ended
	 */
	public static Result run(ProcessBuilder builder) {
		try (ChildProcess child = new ChildProcess(builder)) {
			child.endInput();
			int status = child.awaitExit();
			// A program that it left behind may hold its output open
			child.reader.join(MAX_DELAY.toMillis());
			return new Result(status, String.join("\n", child.lines()));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return all lines that it has written.
	 * @return the lines
	 */
	public final synchronized List<String> lines() {
		return List.copyOf(this.lines);
	}

	/**
	 * Return the next line that it writes.
	 * @return the line, or {@code null} if it wrote none in time or has ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	public final synchronized String nextLine() throws InterruptedException {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		while (this.taken == this.lines.size() && !this.ended) {
			long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			if (left <= 0) {
				return null;
			}
			wait(left);
		}
		return (this.taken < this.lines.size()) ? this.lines.get(this.taken++) : null;
	}

	/**
	 * Skip lines up to one, and wait for it if it is still to come.
	 * @param wanted says which one
	 * @return the line
	 * @throws InterruptedException if the thread is interrupted
	 */
	public final String awaitLine(Predicate<String> wanted) throws InterruptedException {
		for (String line = nextLine(); line != null; line = nextLine()) {
			if (wanted.test(line)) {
				return line;
			}
		}
		throw new AssertionError("It never came:\n" + this);
	}

	/**
	 * Write a line to its standard input.
	 * @param line the line
	 */
	public final void writeLine(String line) {
		try {
			this.input.write(line + "\n");
			this.input.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(toString(), ex);
		}
	}

	/**
	 * End its standard input.
	 */
	public final void endInput() {
		try {
			this.input.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(toString(), ex);
		}
	}

	/**
	 * Return its process id.
	 * @return the id
	 */
	public final long pid() {
		return this.process.pid();
	}

	public final boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Wait until it has ended.
	 * @return its exit status
	 * @throws InterruptedException if the thread is interrupted
	 */
	public final int awaitExit() throws InterruptedException {
		if (!this.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
			throw new AssertionError("Still running: " + this);
		}
		return this.process.exitValue();
	}

	/**
	 * Send it a signal.
	 * @param name the signal without SIG, such as STOP
	 */
	public final void signal(String name) {
		signal(name, pid());
	}

	/**
	 * Send a process a signal.
	 * @param name the signal without SIG, such as STOP
	 * @param pid the process id
	 */
	public static void signal(String name, long pid) {
		Result result = run(List.of("kill", "-" + name, String.valueOf(pid)));
		if (result.status() != 0) {
			throw new AssertionError(result.output());
		}
	}

	/**
	 * Ask it to end, as SIGTERM does, and wait until it has.
	 * @throws InterruptedException if the thread is interrupted
	 */
	public final void terminate() throws InterruptedException {
		this.process.destroy();
		awaitExit();
	}

	/**
	 * End it, as SIGKILL does, and wait until it has.
	 * @throws InterruptedException if the thread is interrupted
	 */
	public final void kill() throws InterruptedException {
		killWithChildren(this.process);
		awaitExit();
	}

	@Override
	public void close() {
		try {
			kill();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public String toString() {
		return this.process.info() + "\n" + String.join("\n", lines());
	}

	private static void killWithChildren(Process process) {
		process.descendants().forEach(ProcessHandle::destroyForcibly);
		process.destroyForcibly();
	}

	private void read() {
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			output.lines().forEach(this::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// It was killed
		}
		synchronized (this) {
			this.ended = true;
			notifyAll();
		}
	}

	private void add(String line) {
		synchronized (this) {
			this.lines.add(line);
			notifyAll();
		}
		this.listener.accept(line);
	}

	/**
	 * How a program ended.
	 *
	 * @param status its exit status
	 * @param output what it wrote, to standard output and standard error
	 */
	public record Result(int status, String output) {

	}

	/**
	 * The program is not there, or cannot be run.
	 */
	public static final class NotStartedException extends UncheckedIOException {

		NotStartedException(IOException cause) {
			super(cause);
		}

	}

}
