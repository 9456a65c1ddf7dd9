package io.macula.gossip.benchmarks.scale;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
	 * @param args port, most nodes, and the secret if there is one
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
		if (args.length > 2) {
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
				case "counts" -> Child.say(
						"counts " + hearer.downs.get() + " " + service.getAnnouncementCount(AnnouncementResult.ACCEPTED)
								+ " " + service.getAnnouncementCount(AnnouncementResult.FULL));
				case "cpu" -> Child.say("cpu " + threadTimes());
				case "collect" -> {
					System.gc();
					Child.say("collect " + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
				}
				default -> throw new IllegalArgumentException(line);
			}
		}
		System.exit(0);
	}

	/**
	 * CPU seconds of each thread, in milliseconds.
	 */
	private static Map<String, Long> threadTimes() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		Map<String, Long> times = new TreeMap<>();
		for (long id : threads.getAllThreadIds()) {
			ThreadInfo info = threads.getThreadInfo(id);
			if (info != null) {
				times.merge(info.getThreadName(), threads.getThreadCpuTime(id) / 1_000_000, Long::sum);
			}
		}
		return times;
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
