package io.macula.gossip.benchmarks.scale;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.service.GossipClusterBuilder;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A node in heartbeat mode that hears many. Tells {@code up n} whenever that is a number
 * that it was asked to wait for.
 */
public final class Hearer implements GossipListener {

	private final AtomicInteger up = new AtomicInteger();

	private final AtomicInteger downs = new AtomicInteger();

	private volatile int awaited = -1;

	private Hearer() {
	}

	/**
	 * Run it until standard input ends.
	 * @param args port, most nodes, and the secret or nothing
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		Hearer hearer = new Hearer();
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.initialize();
		GossipClusterBuilder builder = new GossipClusterBuilder(scheduler).nodeName("hearer@127.0.0.1")
			.port(Integer.parseInt(args[0]))
			.maxNodes(Integer.parseInt(args[1]))
			.interfaces(List.of("127.0.0.1"))
			.connectionMode(ConnectionMode.HEARTBEAT)
			.listener(hearer);
		if (!args[2].isEmpty()) {
			builder.secret(args[2]);
		}
		GossipClusterService service = builder.build();
		service.start();
		Child.say("ready");
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			switch (line.split(" ")[0]) {
				case "await" -> {
					hearer.awaited = Integer.parseInt(line.split(" ")[1]);
					hearer.changed(hearer.up.get());
				}
				case "counts" -> Child.say("counts " + hearer.downs.get() + " "
						+ service.getAnnouncementCount(AnnouncementResult.ACCEPTED));
				case "collect" -> {
					System.gc();
					Child.say("collect " + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
				}
				default -> throw new IllegalArgumentException(line);
			}
		}
		System.exit(0);
	}

	private void changed(int now) {
		if (now == this.awaited) {
			Child.say("up ".concat(Integer.toString(now)));
		}
	}

	@Override
	public void onNodeUp(NodeUpEvent event) {
		changed(this.up.incrementAndGet());
	}

	@Override
	public void onNodeDown(NodeDownEvent event) {
		this.downs.incrementAndGet();
		changed(this.up.decrementAndGet());
	}

}
