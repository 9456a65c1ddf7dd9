package io.macula.gossip.benchmarks.comparison.bare;

import java.util.List;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.benchmarks.comparison.NodeProgram;
import io.macula.gossip.benchmarks.comparison.Place;
import io.macula.gossip.benchmarks.comparison.TimedNode;
import io.macula.gossip.service.GossipClusterBuilder;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A node of this system: bound to the loopback interface, with ports of its cluster's
 * own. Options are {@code secret} and {@code heartbeat}.
 */
public final class BareNode implements TimedNode, GossipListener {

	private final GossipClusterService service;

	private BareNode(Place place) {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.initialize();
		GossipClusterBuilder builder = new GossipClusterBuilder(scheduler).nodeName(place.name() + "@127.0.0.1")
			.port(place.basePort())
			.interfaces(List.of("127.0.0.1"))
			.links((links) -> links.setEpmdPort(place.basePort()))
			.listener(this);
		if (place.options().contains("secret")) {
			builder.secret("comparison");
		}
		if (place.options().contains("heartbeat")) {
			builder.connectionMode(ConnectionMode.HEARTBEAT);
		}
		this.service = builder.build();
	}

	/**
	 * Run the node.
	 * @param args see {@link Place}
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		NodeProgram.run(args, BareNode::new);
	}

	@Override
	public void start() {
		this.service.start();
	}

	@Override
	public void stop() {
		this.service.stop();
	}

	@Override
	public void onNodeUp(NodeUpEvent event) {
		NodeProgram.up(event.getNode().name().toString().split("@")[0]);
	}

	@Override
	public void onNodeDown(NodeDownEvent event) {
		NodeProgram.down(event.getNode().name().toString().split("@")[0]);
	}

}
