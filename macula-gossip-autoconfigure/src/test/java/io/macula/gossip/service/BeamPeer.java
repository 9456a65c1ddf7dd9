package io.macula.gossip.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.macula.gossip.testing.Beam;
import io.macula.gossip.testing.ChildProcess;

/**
 * A live Erlang or Elixir node on 127.0.0.1 that announces itself, connects to what it
 * hears and tells who comes and goes. See {@code gossip_peer.erl}. It starts no EPMD: the
 * one that a JVM node of the test embeds must be there. It prints {@code up name},
 * {@code down name}, {@code => value} and {@code got message}.
 */
final class BeamPeer extends ChildProcess {

	private BeamPeer(Path directory, Settings settings, String... command) {
		super(Beam.command(settings.epmdPort, command).directory(compiled(directory).toFile()));
	}

	static BeamPeer erlang(Path directory, String name, Settings settings) {
		return erlang(directory, name, settings, settings.call("gossip_peer", "start"));
	}

	/**
	 * Return one that links to who connects to it, and does no more until a line comes.
	 */
	static BeamPeer erlangThatWaits(Path directory, String name, Settings settings) {
		return erlang(directory, name, settings, "io:get_line(\"\"), " + settings.call("gossip_peer", "start"));
	}

	private static BeamPeer erlang(Path directory, String name, Settings settings, String program) {
		return new BeamPeer(directory, settings, "erl", "-noshell", "-name", name, "-setcookie", settings.cookie,
				"-start_epmd", "false", "-epmd_port", String.valueOf(settings.epmdPort), "-kernel",
				"inet_dist_use_interface", "{127,0,0,1}", "-pa", ".", "-eval", program);
	}

	static BeamPeer elixir(Path directory, String name, Settings settings) {
		return new BeamPeer(directory, settings, "elixir", "--name", name, "--cookie", settings.cookie, "--erl",
				"-start_epmd false -epmd_port " + settings.epmdPort + " -kernel inet_dist_use_interface {127,0,0,1}",
				"-pa", ".", "-e", ":erlang.apply(:gossip_peer, :start, " + settings.elixir() + ")");
	}

	/**
	 * Return what was seen of one node: {@code up name} and {@code down name}, in order.
	 */
	List<String> seen(String node) {
		return lines().stream().filter((line) -> line.equals("up " + node) || line.equals("down " + node)).toList();
	}

	private static Path compiled(Path directory) {
		if (!Files.exists(directory.resolve("gossip_peer.beam"))) {
			String source = Path.of("src/test/resources/erlang/gossip_peer.erl").toAbsolutePath().toString();
			ChildProcess.Result result = ChildProcess
				.run(new ProcessBuilder("erlc", source).directory(directory.toFile()));
			if (result.status() != 0) {
				throw new IllegalStateException(result.output());
			}
		}
		return directory;
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
