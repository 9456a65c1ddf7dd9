package io.macula.gossip.benchmarks.scale;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How fast messages go between two processes, each a JVM or a BEAM node.
 */
final class Messages {

	private static final Duration LIMIT = Duration.ofMinutes(1);

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

	/**
	 * Pair after pair for each size, so that what else the machine does falls on all of
	 * them.
	 */
	static void measure(boolean quick) throws Exception {
		Tables table = new Tables("from", "to", "bytes", "senders", "messages a second", "MB/s", "a call: median µs",
				"99 % within µs");
		Path folder = Files.createTempDirectory("scale");
		List<Pair> pairs = new ArrayList<>();
		try {
			pairs.add(Pair.of(folder, false, false));
			if (hasBeam()) {
				compile(folder);
				pairs.add(Pair.of(folder, false, true));
				pairs.add(Pair.of(folder, true, false));
				pairs.add(Pair.of(folder, true, true));
			}
			else {
				System.out.println("Without Erlang's erl and epmd on the path, only JVMs talk.");
			}
			for (Pair pair : pairs) {
				// Compilers have their time
				String warm = SECOND + " 64 8 " + (quick ? "100 100" : "2000 1000");
				numbers(pair.from(), "send", warm);
				numbers(pair.from(), "call", warm);
			}
			for (Map.Entry<String, Integer> size : SIZES.entrySet()) {
				for (int senders : new int[] { 1, TalkingNode.SENDERS }) {
					for (Pair pair : pairs) {
						row(table, pair, size.getKey(), size.getValue(), senders, quick ? "200 300" : "500 1000");
					}
				}
			}
		}
		finally {
			pairs.forEach(Pair::close);
		}
	}

	private static void row(Tables table, Pair pair, String title, int size, int senders, String times)
			throws Exception {
		String what = SECOND + " " + size + " " + senders + " " + times;
		double[] sent = numbers(pair.from(), "send", what);
		double[] called = numbers(pair.from(), "call", what);
		table.row(name(pair.fromBeam()), name(pair.toBeam()), title, senders, sent[0], sent[0] * size / 1024 / 1024,
				called[1] / 1000, called[2] / 1000);
	}

	private static double[] numbers(Child from, String what, String how) throws Exception {
		String answer = from.answer(what, what + " " + how, LIMIT);
		String[] words = answer.split(" ");
		return new double[] { Double.parseDouble(words[0]), Double.parseDouble(words[1]),
				Double.parseDouble(words[2]) };
	}

	private static String name(boolean beam) {
		return beam ? "BEAM" : "JVM";
	}

	private static boolean hasBeam() throws InterruptedException {
		try {
			new ProcessBuilder("epmd", "-port", "1", "-names").start().waitFor();
			return new ProcessBuilder("erl", "-noshell", "-eval", "halt().").start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void compile(Path folder) throws Exception {
		Path source = folder.resolve("talking_node.erl");
		try (InputStream resource = Messages.class.getResourceAsStream("talking_node.erl")) {
			Files.copy(resource, source);
		}
		Process compiler = new ProcessBuilder("erlc", "-o", folder.toString(), source.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(compiler.getInputStream().readAllBytes());
		if (compiler.waitFor() != 0) {
			throw new IOException("erlc failed: " + output);
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
			Child epmd = null;
			if (fromBeam || toBeam) {
				epmd = new Child(List.of("epmd", "-port", String.valueOf(lastPort), "-address", "127.0.0.1"), Map.of());
				epmd.lives(Duration.ofMillis(500));
			}
			Child to = node(folder, toBeam, SECOND);
			Child from = node(folder, fromBeam, FIRST);
			if (fromBeam) {
				connect(from, SECOND);
			}
			else if (toBeam) {
				connect(to, FIRST);
			}
			if (!fromBeam) {
				from.await("up " + SECOND, LIMIT);
			}
			if (!toBeam) {
				to.await("up " + FIRST, LIMIT);
			}
			return new Pair(epmd, from, to, fromBeam, toBeam);
		}

		private static Child node(Path folder, boolean beam, String name) throws Exception {
			Child node = beam
					? new Child(
							List.of("erl", "-noshell", "-name", name, "-setcookie", "scale", "-start_epmd", "false",
									"-pa", folder.toString(), "-eval", "talking_node:run()."),
							Map.of("ERL_EPMD_PORT", String.valueOf(lastPort)))
					: Child.java(TalkingNode.class, name, lastPort + 1, lastPort);
			node.await("ready", LIMIT);
			return node;
		}

		private static void connect(Child node, String to) throws Exception {
			String answer = "";
			for (int attempts = 0; !answer.equals("true") && attempts < 50; attempts++) {
				answer = node.answer("connect", "connect " + to, LIMIT);
			}
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
