package io.macula.gossip.benchmarks.comparison.scalecube;

import io.macula.gossip.benchmarks.comparison.NodeProgram;
import io.macula.gossip.benchmarks.comparison.Place;
import io.macula.gossip.benchmarks.comparison.TimedNode;
import io.scalecube.cluster.Cluster;
import io.scalecube.cluster.ClusterImpl;
import io.scalecube.cluster.ClusterMessageHandler;
import io.scalecube.cluster.membership.MembershipEvent;
import io.scalecube.transport.netty.tcp.TcpTransportFactory;

/**
 * A node of ScaleCube Cluster with its defaults, on the loopback interface. It must be
 * told a port and whom to turn to: the first node.
 */
public final class ScaleCubeNode implements TimedNode, ClusterMessageHandler {

	private final ClusterImpl system;

	private Cluster cluster;

	private ScaleCubeNode(Place place) {
		this.system = new ClusterImpl().config((config) -> config.memberAlias(place.name()).externalHost("127.0.0.1"))
			.transport((transport) -> transport.port(place.port()))
			.transportFactory(TcpTransportFactory::new)
			.membership((membership) -> membership.seedMembers("127.0.0.1:" + place.firstPort()))
			.handler((cluster) -> this);
	}

	/**
	 * Run the node.
	 * @param args see {@link Place}
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		NodeProgram.run(args, ScaleCubeNode::new);
	}

	@Override
	public void start() {
		this.cluster = this.system.startAwait();
	}

	@Override
	public void stop() {
		this.cluster.shutdown();
		this.cluster.onShutdown().block();
	}

	@Override
	public void onMembershipEvent(MembershipEvent event) {
		String name = event.member().alias();
		if (event.isAdded()) {
			NodeProgram.up(name);
		}
		else if (event.isRemoved() || event.isLeaving()) {
			NodeProgram.down(name);
		}
	}

}
