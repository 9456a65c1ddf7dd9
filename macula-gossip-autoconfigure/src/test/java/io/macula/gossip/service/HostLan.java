package io.macula.gossip.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/**
 * Several hosts on this machine, and a LAN that nothing leaves. See {@code hosts.sh}.
 */
final class HostLan implements AutoCloseable {

	private static final String SCRIPT = "src/test/scripts/hosts.sh";

	private static final AtomicInteger count = new AtomicInteger();

	private static final AtomicBoolean told = new AtomicBoolean();

	private final String prefix = newPrefix();

	private final List<JvmPeer> peers = new CopyOnWriteArrayList<>();

	private final Thread hook = new Thread(this::deleteAll);

	/**
	 * Make a LAN.
	 * @param hosts how many hosts it has
	 * @param options options of the script, such as {@code --ipv6}
	 */
	HostLan(int hosts, String... options) {
		Runtime.getRuntime().addShutdownHook(this.hook);
		try {
			List<String> arguments = new ArrayList<>(List.of(String.valueOf(hosts)));
			arguments.addAll(Arrays.asList(options));
			run("up", arguments.toArray());
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Skip the test where hosts cannot be made; on CI fail instead.
	 */
	static void assumeAvailable() {
		String missing = missing();
		if (missing != null && "true".equals(System.getenv("CI"))) {
			throw new AssertionFailedError(missing);
		}
		if (missing != null && told.compareAndSet(false, true)) {
			LogFactory.getLog(HostLan.class).warn("Tests with several hosts are skipped: " + missing);
		}
		Assumptions.assumeTrue(missing == null, missing);
	}

	/**
	 * Run a command of the script.
	 */
	void run(String command, Object... arguments) {
		Outcome outcome = script(this.prefix, command, Arrays.stream(arguments).map(String::valueOf).toList());
		if (outcome.status != 0) {
			throw new IllegalStateException(outcome.output);
		}
	}

	/**
	 * Start a process on a host, which ends with this LAN.
	 */
	JvmPeer start(int host, String... settings) {
		JvmPeer peer = new JvmPeer(List.of("bash", SCRIPT, this.prefix, "exec", String.valueOf(host)), settings);
		this.peers.add(peer);
		return peer;
	}

	@Override
	public void close() {
		deleteAll();
		Runtime.getRuntime().removeShutdownHook(this.hook);
	}

	private void deleteAll() {
		this.peers.forEach(JvmPeer::close);
		Outcome outcome = script(this.prefix, "down", List.of());
		if (outcome.status != 0) {
			throw new IllegalStateException(outcome.output);
		}
	}

	private static String missing() {
		Outcome outcome = script(newPrefix(), "check", List.of());
		return (outcome.status != 0) ? outcome.output.strip() : null;
	}

	private static String newPrefix() {
		return "gossip-" + ProcessHandle.current().pid() + "-" + count.incrementAndGet();
	}

	private static Outcome script(String prefix, String command, List<String> arguments) {
		List<String> line = new ArrayList<>(List.of("bash", SCRIPT, prefix, command));
		line.addAll(arguments);
		try {
			// To a file: reading from a script that hangs would not end either
			Path said = Files.createTempFile("hosts", ".log");
			try {
				Process process = new ProcessBuilder(line).redirectErrorStream(true)
					.redirectOutput(said.toFile())
					.start();
				process.getOutputStream().close();
				if (!process.waitFor(60, TimeUnit.SECONDS)) {
					process.destroyForcibly();
					throw new IllegalStateException(line + " did not end");
				}
				return new Outcome(process.exitValue(), Files.readString(said));
			}
			finally {
				Files.delete(said);
			}
		}
		catch (IOException ex) {
			return new Outcome(-1, "bash does not run: " + ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private record Outcome(int status, String output) {

	}

}
