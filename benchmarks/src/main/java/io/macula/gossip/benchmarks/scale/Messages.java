package io.macula.gossip.benchmarks.scale;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How fast messages go between two processes, each a JVM or a BEAM node.
 */
final class Messages {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String FIRST = "first@127.0.0.1";

	private static final String SECOND = "second@127.0.0.1";

	private static final Map<String, Integer> SIZES = new LinkedHashMap<>();

	static {
		SIZES.put("64 B", 64);
		SIZES.put("1 KB", 1024);
		SIZES.put("64 KB", 64 * 1024);
		SIZES.put("1 MB", 1024 * 1024);
	}

	private Messages() {
	}

	static void measure(boolean quick) throws Exception {
		Tables table = new Tables("from", "to", "bytes", "senders", "messages a second", "MB/s", "a call: median µs",
				"99 % within µs");
		Path folder = Files.createTempDirectory("scale");
		List<Pair> pairs = new ArrayList<>();
		try {
			table.attempt("pairs", () -> {
				pairs.add(Pair.of(folder, false, false));
				if (compile(folder)) {
					pairs.add(Pair.of(folder, false, true));
					pairs.add(Pair.of(folder, true, false));
					if (!quick) {
						pairs.add(Pair.of(folder, true, true));
					}
				}
				else {
					System.out.println("Without Erlang's erlc on the path, only JVMs talk.");
				}
			});
			if (quick) {
				rows(table, pairs, List.of("64 B", "1 MB"), List.of(TalkingNode.SENDERS), "100 300");
			}
			else {
				for (Pair pair : pairs) {
					// Compilers have their time
					table.attempt(pair.name(), () -> {
						numbers(pair.from(), "send", SECOND + " 64 8 2000 1000");
						numbers(pair.from(), "call", SECOND + " 64 8 2000 1000");
					});
				}
				rows(table, pairs, List.copyOf(SIZES.keySet()), List.of(1, TalkingNode.SENDERS), "500 1000");
			}
		}
		finally {
			pairs.forEach(Pair::close);
			delete(folder);
		}
	}

	/**
	 * Pair after pair for each size, so that what else the machine does falls on all of
	 * them.
	 */
	private static void rows(Tables table, List<Pair> pairs, List<String> sizes, List<Integer> numbers, String times)
			throws Exception {
		for (String size : sizes) {
			for (int senders : numbers) {
				for (Pair pair : pairs) {
					table.attempt(pair.name(), () -> row(table, pair, size, senders, times));
				}
			}
		}
	}

	private static void row(Tables table, Pair pair, String title, int senders, String times) throws Exception {
		int size = SIZES.get(title);
		String what = SECOND + " " + size + " " + senders + " " + times;
		double[] sent = numbers(pair.from(), "send", what);
		double[] called = numbers(pair.from(), "call", what);
		table.row(name(pair.fromBeam()), name(pair.toBeam()), title, senders, sent[0], sent[0] * size / 1024 / 1024,
				called[1] / 1000, called[2] / 1000);
	}

	private static double[] numbers(Child from, String what, String how) throws Exception {
		String answer = from.answer(what, what + " " + how);
		if (!answer.matches("\\d+ \\d+ \\d+")) {
			throw new IllegalStateException(what + " " + how + ": " + answer);
		}
		String[] words = answer.split(" ");
		return new double[] { Double.parseDouble(words[0]), Double.parseDouble(words[1]),
				Double.parseDouble(words[2]) };
	}

	private static String name(boolean beam) {
		return beam ? "BEAM" : "JVM";
	}

	/**
	 * Compile the BEAM node, if there is Erlang.
	 */
	private static boolean compile(Path folder) throws Exception {
		Path source = folder.resolve("talking_node.erl");
		try (InputStream resource = Messages.class.getResourceAsStream("talking_node.erl")) {
			Files.copy(resource, source);
		}
		Process compiler;
		try {
			compiler = new ProcessBuilder("erlc", "-o", folder.toString(), source.toString()).inheritIO().start();
		}
		catch (IOException ex) {
			return false;
		}
		if (!compiler.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
			compiler.destroyForcibly();
			throw new IllegalStateException("erlc did not end");
		}
		if (compiler.exitValue() != 0) {
			throw new IOException("erlc failed");
		}
		return true;
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	/**
	 * Two nodes that are linked.
	 *
	 * @param epmd where they find each other, if one is a BEAM node
	 */
	private record Pair(@Nullable Child epmd, Child from, Child to, boolean fromBeam, boolean toBeam) {

		private static int lastPort = 9_100;

		static Pair of(Path folder, boolean fromBeam, boolean toBeam) throws Exception {
			lastPort += 2;
			List<Child> started = new ArrayList<>();
			try {
				Child epmd = null;
				if (fromBeam || toBeam) {
					// It reads no input whose end it would see: it ends with the thread
					// that starts it
					epmd = new Child(List.of("setpriv", "--pdeathsig", "KILL", "epmd", "-port",
							String.valueOf(lastPort), "-address", "127.0.0.1"));
					started.add(epmd);
					epmd.lives(Duration.ofMillis(500));
				}
				Child to = node(started, folder, toBeam, SECOND);
				Child from = node(started, folder, fromBeam, FIRST);
				if (fromBeam) {
					connect(from, SECOND);
				}
				else if (toBeam) {
					connect(to, FIRST);
				}
				if (!fromBeam) {
					from.await("up " + SECOND);
				}
				if (!toBeam) {
					to.await("up " + FIRST);
				}
				return new Pair(epmd, from, to, fromBeam, toBeam);
			}
			catch (Exception ex) {
				started.forEach(Child::close);
				throw ex;
			}
		}

		private static Child node(List<Child> started, Path folder, boolean beam, String name) throws Exception {
			Child node = beam
					? new Child(List.of("env", "ERL_EPMD_PORT=" + lastPort, "erl", "-noshell", "-name", name,
							"-setcookie", "scale", "-start_epmd", "false", "-kernel", "inet_dist_use_interface",
							"{127,0,0,1}", "-pa", folder.toString(), "-eval", "talking_node:run()."))
					: Child.java(TalkingNode.class, name, lastPort + 1, lastPort);
			started.add(node);
			node.await("ready");
			return node;
		}

		private static void connect(Child node, String to) throws Exception {
			long deadline = System.nanoTime() + LIMIT.toNanos();
			while (!node.answer("connect", "connect " + to).equals("true")) {
				if (System.nanoTime() - deadline > 0 || !node.lives(Duration.ofMillis(100))) {
					throw new IllegalStateException("No link to " + to);
				}
			}
		}

		String name() {
			return Messages.name(this.fromBeam) + " to " + Messages.name(this.toBeam);
		}

		void close() {
			this.from.close();
			this.to.close();
			if (this.epmd != null) {
				this.epmd.close();
			}
		}

	}

}
