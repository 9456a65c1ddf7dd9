package io.macula.gossip.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.logging.LogManager;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.service.GossipClusterBuilder;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A node in a process of its own that prints when things happen, in microseconds of the
 * wall clock that all processes of a machine share. Commands come on standard input:
 * {@code start} and {@code stop}.
 */
public final class TimedNode {

	private TimedNode() {
	}

	/**
	 * Run the node until standard input ends.
	 * @param args name of the node, UDP port, which is the TCP port of EPMD as well, and
	 * connection mode
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		LogManager.getLogManager().reset();
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setDaemon(true);
		scheduler.initialize();
		GossipClusterService service = new GossipClusterBuilder(scheduler).nodeName(args[0])
			.port(Integer.parseInt(args[1]))
			.interfaces(List.of("127.0.0.1"))
			.ttl(0)
			.connectionMode(ConnectionMode.valueOf(args[2]))
			.links((links) -> {
				links.setCookie("cookie");
				links.setEpmdPort(Integer.parseInt(args[1]));
			})
			.listener(new GossipListener() {

				@Override
				public void onNodeUp(NodeUpEvent event) {
					print("up " + event.getNode().name());
				}

				@Override
				public void onNodeDown(NodeDownEvent event) {
					print("down " + event.getNode().name());
				}

			})
			.build();
		print("ready");
		byte[] line = new byte[100];
		for (int length = System.in.read(line); length > 0; length = System.in.read(line)) {
			String command = new String(line, 0, length).trim();
			print(command);
			if (command.equals("start")) {
				service.start();
			}
			else {
				service.stop();
			}
		}
	}

	private static synchronized void print(String what) {
		System.out.println(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) + " " + what);
	}

}
