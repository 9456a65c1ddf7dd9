package io.macula.gossip.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/**
 * A live Erlang or Elixir node on 127.0.0.1 that announces itself, connects to what it
 * hears and tells who comes and goes. See {@code gossip_peer.erl}. It starts no EPMD: the
 * one that a JVM node of the test embeds must be there.
 */
final class BeamPeer implements AutoCloseable {

	private final Process process;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private BeamPeer(Process process) {
		this.process = process;
		Thread reader = new Thread(this::read);
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Skip the test where Erlang or Elixir is not installed; on CI fail instead.
	 */
	static void assumeInstalled() {
		boolean installed = runs("erl", "-noshell", "-eval", "crypto:strong_rand_bytes(1), halt(0).")
				&& runs("elixir", "--version");
		String missing = "Erlang with crypto or Elixir is missing: apt-get install erlang-base erlang-crypto elixir";
		if (!installed && "true".equals(System.getenv("CI"))) {
			throw new AssertionFailedError(missing);
		}
		Assumptions.assumeTrue(installed, missing);
	}

	static BeamPeer erlang(Path directory, String name, Settings settings) {
		return new BeamPeer(start(directory, settings,
				List.of("erl", "-noshell", "-name", name, "-setcookie", settings.cookie, "-start_epmd", "false",
						"-epmd_port", String.valueOf(settings.epmdPort), "-kernel", "inet_dist_use_interface",
						"{127,0,0,1}", "-pa", ".", "-eval", settings.call("gossip_peer", "start"))));
	}

	static BeamPeer elixir(Path directory, String name, Settings settings) {
		return new BeamPeer(start(directory, settings,
				List.of("elixir", "--name", name, "--cookie", settings.cookie, "--erl",
						"-start_epmd false -epmd_port " + settings.epmdPort
								+ " -kernel inet_dist_use_interface {127,0,0,1}",
						"-pa", ".", "-e", ":erlang.apply(:gossip_peer, :start, " + settings.elixir() + ")")));
	}

	/**
	 * Return what was printed: {@code up name}, {@code down name}, {@code => value} and
	 * {@code got message}.
	 */
	List<String> lines() {
		return this.lines;
	}

	/**
	 * Return what was seen of one node: {@code up name} and {@code down name}, in order.
	 */
	List<String> seen(String node) {
		return this.lines.stream().filter((line) -> line.equals("up " + node) || line.equals("down " + node)).toList();
	}

	void command(String command) {
		try {
			this.process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * End the process as SIGKILL does.
	 */
	void kill() throws InterruptedException {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines);
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			reader.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			this.lines.add(ex.toString());
		}
	}

	private static Process start(Path directory, Settings settings, List<String> command) {
		try {
			Path source = Path.of("src/test/resources/erlang/gossip_peer.erl").toAbsolutePath();
			if (!Files.exists(directory.resolve("gossip_peer.beam"))) {
				Process compiler = new ProcessBuilder("erlc", source.toString()).directory(directory.toFile())
					.redirectErrorStream(true)
					.start();
				String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				if (!compiler.waitFor(60, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
					throw new IllegalStateException(output);
				}
			}
			ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
				.redirectErrorStream(true);
			builder.environment().put("ERL_EPMD_PORT", String.valueOf(settings.epmdPort));
			builder.environment().put("ERL_EPMD_ADDRESS", "127.0.0.1");
			return builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean runs(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			process.getInputStream().readAllBytes();
			return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a peer goes by.
	 */
	record Settings(String format, String group, int port, String secret, String cookie, int epmdPort) {

		private String call(String module, String function) {
			return module + ":" + function + "(" + this.format + ", {" + this.group.replace('.', ',') + "}, "
					+ this.port + ", " + (this.secret.isEmpty() ? "none" : "<<\"" + this.secret + "\">>") + ").";
		}

		private String elixir() {
			return "[:" + this.format + ", {" + this.group.replace('.', ',') + "}, " + this.port + ", "
					+ (this.secret.isEmpty() ? ":none" : "\"" + this.secret + "\"") + "]";
		}

	}

}
