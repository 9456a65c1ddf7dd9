package io.macula.gossip.benchmarks.scale;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.service.GossipClusterBuilder;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Some nodes in one process, each with a scheduler of its own as in an application of its
 * own. Tells {@code all n} whenever each of them has just n others up.
 */
public final class ManyNodes {

	/**
	 * The option of links with virtual threads.
	 */
	static final String VIRTUAL = "virtual";

	private static final List<ManyNodes.Node> nodes = new ArrayList<>();

	private ManyNodes() {
	}

	/**
	 * Run them until standard input ends.
	 * @param args port, index of the first node, how many, and {@code open},
	 * {@code secret} or {@value #VIRTUAL}, which is open
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		int port = Integer.parseInt(args[0]);
		int first = Integer.parseInt(args[1]);
		int count = Integer.parseInt(args[2]);
		for (int i = first; i < first + count; i++) {
			nodes.add(new Node(i, port, args[3]));
		}
		Child.say("ready");
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
		for (String command = input.readLine(); command != null; command = input.readLine()) {
			switch (command) {
				case "start" -> startAll();
				case "dials" -> Child.say("dials ".concat(Long.toString(dials())));
				default -> throw new IllegalArgumentException(command);
			}
		}
		System.exit(0);
	}

	/**
	 * All at once, as processes of their own would.
	 */
	private static void startAll() {
		Child.say("start");
		for (int i = 1; i < nodes.size(); i++) {
			new Thread(nodes.get(i).service::start).start();
		}
		nodes.get(0).service.start();
	}

	/**
	 * How often the nodes dialled somebody, whatever came of it.
	 */
	private static long dials() {
		long dials = 0;
		for (Node node : nodes) {
			dials += node.service.getLinkStatistics().succeeded() + node.service.getLinkStatistics().failed();
		}
		return dials;
	}

	private static synchronized void changed(Node node, int by) {
		node.up += by;
		for (Node other : nodes) {
			if (other.up != node.up) {
				return;
			}
		}
		Child.say("all ".concat(Integer.toString(node.up)));
	}

	private static final class Node implements GossipListener {

		private final GossipClusterService service;

		private int up;

		Node(int index, int port, String option) {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.initialize();
			GossipClusterBuilder builder = new GossipClusterBuilder(scheduler).nodeName("n" + index + "@127.0.0.1")
				.port(port)
				.interfaces(List.of("127.0.0.1"))
				.links((links) -> links.setEpmdPort(port))
				.listener(this);
			if (option.equals("secret")) {
				builder.secret("scale");
			}
			if (option.equals(VIRTUAL)) {
				builder.threads(new VirtualThreadTaskExecutor("gossip-").getVirtualThreadFactory());
			}
			this.service = builder.build();
		}

		@Override
		public void onNodeUp(NodeUpEvent event) {
			changed(this, 1);
		}

		@Override
		public void onNodeDown(NodeDownEvent event) {
			changed(this, -1);
		}

	}

}
