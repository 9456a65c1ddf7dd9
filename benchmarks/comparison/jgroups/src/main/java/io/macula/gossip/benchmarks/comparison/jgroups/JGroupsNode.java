package io.macula.gossip.benchmarks.comparison.jgroups;

import io.macula.gossip.benchmarks.comparison.NodeProgram;
import io.macula.gossip.benchmarks.comparison.Place;
import io.macula.gossip.benchmarks.comparison.TimedNode;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.View;

/**
 * A node of JGroups with its default stack, {@code udp.xml}, bound to the loopback
 * interface.
 */
public final class JGroupsNode implements TimedNode, Receiver {

	private final String name;

	private final JChannel channel;

	private JGroupsNode(Place place) throws Exception {
		this.name = place.name();
		this.channel = new JChannel().name(this.name).setReceiver(this);
	}

	/**
	 * Run the node.
	 * @param args see {@link Place}
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		System.setProperty("jgroups.bind_addr", "127.0.0.1");
		System.setProperty("java.net.preferIPv4Stack", "true");
		NodeProgram.run(args, JGroupsNode::new);
	}

	@Override
	public void start() throws Exception {
		this.channel.connect("comparison");
	}

	@Override
	public void stop() {
		this.channel.close();
	}

	@Override
	public void viewAccepted(View view) {
		NodeProgram.sees(view.getMembers()
			.stream()
			.map(Object::toString)
			.filter((member) -> !member.equals(this.name))
			.toList());
	}

}
