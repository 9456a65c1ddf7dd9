package io.macula.gossip.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.service.GossipClusterBuilder;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A program that has nodes of one host, as many of each mode: those that link are one
 * cluster, those that go by heartbeats another. To {@code start MODE} and
 * {@code stop MODE} on standard input it starts and stops them, all at once, and it ends
 * with its input. It prints {@code > ms MODE node starting|up|down other reason}, with
 * the milliseconds of the machine's monotonic clock.
 */
public final class SocketNodes implements GossipListener {

	private final ConnectionMode mode;

	private final String name;

	private final GossipClusterService service;

	private SocketNodes(ConnectionMode mode, String name) {
		this.mode = mode;
		this.name = name;
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setDaemon(true);
		scheduler.initialize();
		this.service = new GossipClusterBuilder(scheduler).cluster(name)
			.nodeName(name)
			.connectionMode(mode)
			.port((mode == ConnectionMode.HEARTBEAT) ? 15893 : 45892)
			.links((links) -> links.setCookie("cookie"))
			.listener(this)
			.build();
	}

	/**
	 * Run the nodes.
	 * @param args the names of the nodes of either mode
	 * @throws IOException if standard input fails
	 */
	public static void main(String[] args) throws IOException {
		Map<ConnectionMode, List<SocketNodes>> nodes = new EnumMap<>(ConnectionMode.class);
		for (ConnectionMode mode : ConnectionMode.values()) {
			List<SocketNodes> ofMode = new ArrayList<>();
			for (String name : args) {
				ofMode.add(new SocketNodes(mode, name));
			}
			nodes.put(mode, ofMode);
		}
		System.out.println("> ready");
		try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				String[] words = line.split(" ");
				for (SocketNodes node : nodes.get(ConnectionMode.valueOf(words[1]))) {
					new Thread(words[0].equals("start") ? node::start : node.service::stop).start();
				}
			}
		}
		System.exit(0);
	}

	private void start() {
		print("starting");
		this.service.start();
	}

	@Override
	public void onNodeUp(NodeUpEvent event) {
		print("up " + event.getNode().name());
	}

	@Override
	public void onNodeDown(NodeDownEvent event) {
		print("down " + event.getNode().name() + " " + event.getReason());
	}

	private void print(String what) {
		System.out.println("> " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + " " + this.mode + " " + this.name
				+ " " + what);
	}

}
