package io.macula.gossip.benchmarks.scale;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.service.GossipClusterBuilder;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A process with a scheduler, as an application has one, that tells what it takes: before
 * it has a node, and with one.
 */
public final class Footprint implements GossipListener {

	private final AtomicInteger up = new AtomicInteger();

	private Footprint() {
	}

	/**
	 * Run it until standard input ends.
	 * @param args port
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.initialize();
		scheduler.schedule(() -> Child.say("ready"), scheduler.getClock().instant());
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			if (line.equals("start")) {
				int port = Integer.parseInt(args[0]);
				GossipClusterService service = new GossipClusterBuilder(scheduler).nodeName("measured@127.0.0.1")
					.port(port)
					.interfaces(List.of("127.0.0.1"))
					.links((links) -> links.setEpmdPort(port))
					.listener(new Footprint())
					.build();
				service.start();
				Child.say("started");
			}
			else {
				Child.say("take " + take());
			}
		}
		System.exit(0);
	}

	/**
	 * Heap in use, direct buffers, metaspace with the classes' own, in bytes; classes and
	 * threads.
	 */
	private static String take() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		long metaspace = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getName().equals("Metaspace"))
			.map(MemoryPoolMXBean::getUsage)
			.mapToLong((usage) -> usage.getUsed())
			.sum();
		return "%d %d %d %d %d".formatted(heap, direct, metaspace,
				ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
				ManagementFactory.getThreadMXBean().getThreadCount());
	}

	@Override
	public void onNodeUp(NodeUpEvent event) {
		Child.say("up ".concat(Integer.toString(this.up.incrementAndGet())));
	}

	@Override
	public void onNodeDown(NodeDownEvent event) {
		Child.say("up ".concat(Integer.toString(this.up.decrementAndGet())));
	}

}
