package io.macula.gossip.benchmarks.scale;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast messages go between two processes, each a JVM or a BEAM node.
 */
final class Messages {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final int PORT = 9_100;

	private static final int EPMD = 9_101;

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
		boolean beam = hasBeam();
		if (beam) {
			compile(folder);
		}
		else {
			System.out.println("Without Erlang's erl and epmd on the path, only JVMs talk.");
		}
		pair(table, folder, false, false, quick);
		if (beam) {
			pair(table, folder, false, true, quick);
			pair(table, folder, true, false, quick);
			pair(table, folder, true, true, quick);
		}
	}

	private static void pair(Tables table, Path folder, boolean fromBeam, boolean toBeam, boolean quick)
			throws Exception {
		try (Child epmd = (fromBeam || toBeam) ? epmd() : null;
				Child to = node(folder, toBeam, SECOND);
				Child from = node(folder, fromBeam, FIRST)) {
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
			if (!quick) {
				// Compilers have their time
				numbers(from, "send", SECOND + " 64 8 2000 2000");
				numbers(from, "call", SECOND + " 64 8 2000 2000");
			}
			String times = quick ? "200 300" : "500 1000";
			for (Map.Entry<String, Integer> size : SIZES.entrySet()) {
				for (int senders : new int[] { 1, TalkingNode.SENDERS }) {
					String what = SECOND + " " + size.getValue() + " " + senders + " " + times;
					from.forget();
					double[] sent = numbers(from, "send", what);
					double[] called = numbers(from, "call", what);
					table.row(name(fromBeam), name(toBeam), size.getKey(), senders, sent[0],
							sent[0] * size.getValue() / 1024 / 1024, called[1] / 1000, called[2] / 1000);
				}
			}
		}
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

	private static Child node(Path folder, boolean beam, String name) throws Exception {
		Child node = beam
				? new Child(
						List.of("erl", "-noshell", "-name", name, "-setcookie", "scale", "-start_epmd", "false", "-pa",
								folder.toString(), "-eval", "talking_node:run()."),
						Map.of("ERL_EPMD_PORT", String.valueOf(EPMD)))
				: Child.java(TalkingNode.class, name, PORT, EPMD);
		node.await("ready", LIMIT);
		return node;
	}

	private static void connect(Child node, String to) throws Exception {
		String answer = "";
		for (int attempts = 0; !answer.equals("true") && attempts < 50; attempts++) {
			answer = node.answer("connect", "connect " + to, LIMIT);
		}
	}

	private static Child epmd() throws Exception {
		Child epmd = new Child(List.of("epmd", "-port", String.valueOf(EPMD), "-address", "127.0.0.1"), Map.of());
		epmd.lives(Duration.ofMillis(500));
		return epmd;
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

}
