package io.macula.gossip.benchmarks.comparison;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The two systems on Erlang's virtual machine, from checkouts of them.
 */
final class Beam {

	private Beam() {
	}

	/**
	 * Return the original.
	 * @param checkout a checkout of macula
	 * @param directory for compiled code
	 */
	static ComparedSystem original(Path checkout, Path directory) {
		return system("original", "the original (Erlang)", directory.resolve("original"), Beam::erl, (folder) -> {
			List<String> compile = new ArrayList<>(
					List.of("erlc", "-o", folder.toString(), source(folder, "original_node.erl")));
			compile.add(find(checkout, "macula_cluster_gossip.erl"));
			run(compile);
		});
	}

	/**
	 * Return libcluster.
	 * @param checkout a checkout of libcluster
	 * @param directory for compiled code
	 */
	static ComparedSystem libcluster(Path checkout, Path directory) {
		return system("libcluster", "libcluster (Elixir)", directory.resolve("libcluster"), Beam::elixir, (folder) -> {
			List<String> compile = new ArrayList<>(
					List.of("elixirc", "-o", folder.toString(), source(folder, "libcluster_node.ex")));
			for (String file : List.of("logger.ex", "state.ex", "strategy.ex", "gossip.ex", "supervisor.ex")) {
				compile.add(find(checkout.resolve("lib"), file));
			}
			run(compile);
		});
	}

	private static List<String> erl(Path folder, String name, int port) {
		return List.of("erl", "-noshell", "-name", name, "-setcookie", "comparison", "-start_epmd", "false", "-pa",
				folder.toString(), "-eval", "original_node:run(" + port + ").");
	}

	private static List<String> elixir(Path folder, String name, int port) {
		return List.of("elixir", "--name", name, "--cookie", "comparison", "--erl", "-start_epmd false", "-pa",
				folder.toString(), "-e", ":libcluster_node.run(" + port + ")");
	}

	/**
	 * Nodes of a cluster have an EPMD of their own, so that none is left behind.
	 */
	private static ComparedSystem system(String key, String title, Path folder, Program program,
			Compilation compilation) {
		ComparedSystem.Launcher launcher = (index, basePort) -> {
			if (!Files.exists(folder)) {
				compile(folder, compilation);
			}
			List<String> command = new ArrayList<>(List.of("env", "ERL_EPMD_PORT=" + basePort));
			command.addAll(program.command(folder, "n" + index + "@127.0.0.1", basePort));
			return command;
		};
		return new ComparedSystem(key, title, launcher,
				(basePort) -> List.of("epmd", "-port", String.valueOf(basePort), "-address", "127.0.0.1"));
	}

	private static void compile(Path folder, Compilation compilation) {
		try {
			Files.createDirectories(folder);
			compilation.into(folder);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

	private static String source(Path folder, String resource) throws IOException {
		Path file = folder.resolve(resource);
		try (InputStream source = Beam.class.getResourceAsStream(resource)) {
			Files.copy(source, file);
		}
		return file.toString();
	}

	private static String find(Path checkout, String name) throws IOException {
		try (var files = Files.walk(checkout)) {
			return files.filter((file) -> file.endsWith(name))
				.findFirst()
				.orElseThrow(() -> new IOException(name + " is not in " + checkout))
				.toString();
		}
	}

	private static void run(List<String> command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
			throw new IOException(command.get(0) + " failed: " + output);
		}
	}

	private interface Program {

		List<String> command(Path folder, String name, int port);

	}

	private interface Compilation {

		void into(Path folder) throws IOException, InterruptedException;

	}

}
