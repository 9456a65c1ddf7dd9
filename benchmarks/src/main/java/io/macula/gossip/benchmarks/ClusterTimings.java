package io.macula.gossip.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.macula.gossip.ConnectionMode;

/**
 * How long a cluster of five processes takes to see who comes and goes, on the loopback
 * interface: medians of ten rounds, in milliseconds.
 */
public final class ClusterTimings {

	private static final int NODES = 5;

	private static final int ROUNDS = 10;

	private ClusterTimings() {
	}

	/**
	 * Measure and print the medians.
	 * @param args none
	 * @throws Exception if a process fails or takes more than a minute
	 */
	public static void main(String[] args) throws Exception {
		for (ConnectionMode mode : ConnectionMode.values()) {
			System.out.println(mode);
			measure(mode.name());
		}
	}

	private static void measure(String mode) throws Exception {
		List<Double> together = new ArrayList<>();
		List<Double> join = new ArrayList<>();
		List<Double> leave = new ArrayList<>();
		List<Double> kill = new ArrayList<>();
		List<Double> freeze = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			int port;
			try (DatagramSocket socket = new DatagramSocket()) {
				port = socket.getLocalPort();
			}
			List<NodeProcess> nodes = new ArrayList<>();
			try {
				for (int i = 0; i < NODES; i++) {
					nodes.add(new NodeProcess("n" + i + "@127.0.0.1", port, mode));
				}
				NodeProcess late = new NodeProcess("late@127.0.0.1", port, mode);
				nodes.add(late);
				for (NodeProcess node : nodes) {
					node.await("ready");
				}
				nodes.remove(late);
				together.add(startTogether(nodes));
				join.add(join(nodes, late));
				leave.add(allDown(nodes, late, late.command("stop")));
				join(nodes, late);
				freeze.add(allDown(nodes, late, late.freeze()));
				late.kill();
				late = new NodeProcess("last@127.0.0.1", port, mode);
				late.await("ready");
				join(nodes, late);
				kill.add(allDown(nodes, late, late.kill()));
			}
			finally {
				nodes.forEach(NodeProcess::kill);
			}
		}
		print("five started together, from the last start to everyone sees everyone", together);
		print("one joins five, from its start to everyone sees everyone", join);
		print("stop() of one, to NodeDown at every other", leave);
		print("SIGKILL of one, to NodeDown at every other", kill);
		print("SIGSTOP of one, to NodeDown at every other", freeze);
	}

	private static double startTogether(List<NodeProcess> nodes) throws Exception {
		long started = 0;
		for (NodeProcess node : nodes) {
			started = node.command("start");
		}
		long last = 0;
		for (NodeProcess node : nodes) {
			for (NodeProcess other : nodes) {
				last = (other != node) ? Math.max(last, node.await("up " + other.name)) : last;
			}
		}
		return (last - started) / 1000.0;
	}

	private static double join(List<NodeProcess> nodes, NodeProcess late) throws Exception {
		long started = late.command("start");
		long last = 0;
		for (NodeProcess node : nodes) {
			last = Math.max(last, Math.max(node.await("up " + late.name), late.await("up " + node.name)));
		}
		return (last - started) / 1000.0;
	}

	private static double allDown(List<NodeProcess> nodes, NodeProcess gone, long since) throws Exception {
		long last = 0;
		for (NodeProcess node : nodes) {
			last = Math.max(last, node.await("down " + gone.name));
		}
		return (last - since) / 1000.0;
	}

	private static void print(String what, List<Double> millis) {
		List<Double> sorted = millis.stream().sorted().toList();
		System.out.printf("%-70s median %8.1f ms, from %.1f to %.1f%n", what, sorted.get(sorted.size() / 2),
				sorted.get(0), sorted.get(sorted.size() - 1));
	}

	private static final class NodeProcess {

		private final String name;

		private final Process process;

		private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

		private final List<String> seen = new ArrayList<>();

		NodeProcess(String name, int port, String mode) throws IOException {
			this.name = name;
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
					System.getProperty("java.class.path"), TimedNode.class.getName(), name, String.valueOf(port), mode)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			Thread reader = new Thread(() -> read(this.process.inputReader()));
			reader.setDaemon(true);
			reader.start();
		}

		long command(String command) throws Exception {
			this.seen.clear();
			this.process.getOutputStream().write((command + "\n").getBytes());
			this.process.getOutputStream().flush();
			return await(command);
		}

		/**
		 * Wait for a line and return its time in microseconds.
		 */
		long await(String what) throws Exception {
			long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
			while (true) {
				for (String line : this.seen) {
					if (line.endsWith(" " + what)) {
						this.seen.remove(line);
						return Long.parseLong(line.substring(0, line.indexOf(' ')));
					}
				}
				String line = this.lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				if (line == null) {
					throw new TimeoutException(this.name + " did not print: " + what);
				}
				this.seen.add(line);
			}
		}

		long freeze() throws Exception {
			long now = System.currentTimeMillis() * 1000;
			new ProcessBuilder("kill", "-STOP", String.valueOf(this.process.pid())).start().waitFor();
			return now;
		}

		long kill() {
			long now = System.currentTimeMillis() * 1000;
			this.process.destroyForcibly();
			return now;
		}

		private void read(BufferedReader reader) {
			try {
				reader.lines().forEach(this.lines::add);
			}
			catch (UncheckedIOException ex) {
				// It was killed
			}
		}

	}

}
