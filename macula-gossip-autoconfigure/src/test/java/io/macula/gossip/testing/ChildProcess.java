package io.macula.gossip.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * A program that a test starts and ends, mostly one of Erlang/OTP. It keeps to 127.0.0.1
 * and to an EPMD port of the test.
 */
public class ChildProcess implements AutoCloseable {

	private final Process process;

	private final Writer input;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	public ChildProcess(int epmdPort, List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("ERL_EPMD_PORT", String.valueOf(epmdPort));
		builder.environment().put("ERL_EPMD_ADDRESS", "127.0.0.1");
		builder.environment().put("ERL_CRASH_DUMP_SECONDS", "0");
		this.process = builder.start();
		this.input = this.process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, "output of " + command.get(0));
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Skip the test where Erlang/OTP is not installed, and fail it on a build server.
	 */
	public static void assumeErlang() {
		boolean installed = Stream.of("erl", "epmd").allMatch(ChildProcess::isOnPath);
		if (!installed && "true".equals(System.getenv("CI"))) {
			throw new AssertionError("Install Erlang/OTP 25 or newer, with erl and epmd on the PATH: CI needs it");
		}
		Assumptions.assumeTrue(installed,
				"Install Erlang/OTP 25 or newer, with erl and epmd on the PATH, to test against it");
	}

	private static boolean isOnPath(String program) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((directory) -> new File(directory, program).canExecute());
	}

	/**
	 * Run a command to its end.
	 * @param epmdPort the port of EPMD
	 * @param command the command and its arguments
	 * @return what it wrote
	 */
	public static String run(int epmdPort, String... command) throws Exception {
		try (ChildProcess process = new ChildProcess(epmdPort, List.of(command))) {
			process.awaitExit();
			List<String> output = new ArrayList<>();
			for (String line = process.nextLine(); line != null; line = process.nextLine()) {
				output.add(line);
			}
			return String.join("\n", output);
		}
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8)) {
			output.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// Ended
		}
	}

	/**
	 * Return the next line that the program writes.
	 * @return the line, or {@code null} if it wrote none in time or has ended
	 */
	public String nextLine() throws InterruptedException {
		for (int i = 0; i < 300; i++) {
			boolean alive = this.process.isAlive();
			String line = this.lines.poll(100, TimeUnit.MILLISECONDS);
			if (line != null || !alive) {
				return line;
			}
		}
		return null;
	}

	void writeLine(String line) throws IOException {
		this.input.write(line + "\n");
		this.input.flush();
	}

	public void awaitExit() throws InterruptedException {
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			throw new AssertionError("Still running: " + this.process.info());
		}
	}

	public void kill() throws InterruptedException {
		this.process.destroyForcibly();
		awaitExit();
	}

	@Override
	public void close() throws InterruptedException {
		kill();
	}

}
