package io.macula.gossip.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.Loopback;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeUpEvent;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A node of ours in a process of its own that tells who comes and goes.
 */
public final class JvmPeer implements AutoCloseable {

	private final String name;

	private final Process process;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	JvmPeer(String name, int port, int epmdPort) {
		this.name = name;
		try {
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
					JvmPeer.class.getName(), name, String.valueOf(port), String.valueOf(epmdPort))
				.redirectErrorStream(true)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread reader = new Thread(this::read);
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Run the node until standard input ends, then stop it.
	 * @param args name of the node, UDP port and port of EPMD
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setDaemon(true);
		scheduler.initialize();
		GossipClusterService service = new GossipClusterBuilder(scheduler).nodeName(args[0])
			.port(Integer.parseInt(args[1]))
			.ttl(0)
			.interval(Duration.ofMillis(1500))
			.interfaces(Loopback.INTERFACES)
			.links((links) -> links.cookie("cookie").epmdPort(Integer.parseInt(args[2])))
			.listener(new GossipListener() {

				@Override
				public void onNodeUp(NodeUpEvent event) {
					System.out.println("up " + event.getNode().name());
				}

				@Override
				public void onNodeDown(NodeDownEvent event) {
					System.out.println("down " + event.getNode().name());
				}

			})
			.build();
		service.start();
		System.out.println("ready");
		System.in.read();
		service.stop();
	}

	String name() {
		return this.name;
	}

	/**
	 * Return what was seen of one node: {@code up name} and {@code down name}, in order.
	 */
	List<String> seen(String node) {
		return this.lines.stream().filter((line) -> line.equals("up " + node) || line.equals("down " + node)).toList();
	}

	void stop() throws Exception {
		this.process.getOutputStream().close();
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException(this + " did not stop");
		}
	}

	long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	@Override
	public String toString() {
		return this.name + ": " + this.lines;
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

}
