package io.macula.gossip.benchmarks.comparison.hazelcast;

import java.util.Collections;

import com.hazelcast.cluster.InitialMembershipEvent;
import com.hazelcast.cluster.InitialMembershipListener;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.macula.gossip.benchmarks.comparison.NodeProgram;
import io.macula.gossip.benchmarks.comparison.Place;
import io.macula.gossip.benchmarks.comparison.TimedNode;

/**
 * A node of Hazelcast with its defaults, which find the others by multicast, bound to the
 * loopback interface. It tells its name by an attribute.
 */
public final class HazelcastNode implements TimedNode, InitialMembershipListener {

	private static final String NAME = "name";

	private final String name;

	private HazelcastInstance instance;

	private HazelcastNode(Place place) {
		this.name = place.name();
	}

	/**
	 * Run the node.
	 * @param args see {@link Place}
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		NodeProgram.run(args, HazelcastNode::new);
	}

	@Override
	public void start() {
		Config config = new Config();
		config.getNetworkConfig()
			.getInterfaces()
			.setEnabled(true)
			.setInterfaces(Collections.singletonList("127.0.0.1"));
		// Else members on one machine's loopback interface do not hear each other
		config.getNetworkConfig().getJoin().getMulticastConfig().setLoopbackModeEnabled(true);
		config.setProperty("hazelcast.phone.home.enabled", "false");
		config.getMemberAttributeConfig().setAttribute(NAME, this.name);
		config.addListenerConfig(new ListenerConfig(this));
		this.instance = Hazelcast.newHazelcastInstance(config);
	}

	@Override
	public void stop() {
		this.instance.shutdown();
	}

	@Override
	public void init(InitialMembershipEvent event) {
		event.getMembers().forEach(this::up);
	}

	@Override
	public void memberAdded(MembershipEvent event) {
		up(event.getMember());
	}

	@Override
	public void memberRemoved(MembershipEvent event) {
		NodeProgram.down(event.getMember().getAttribute(NAME));
	}

	private void up(Member member) {
		if (!member.localMember()) {
			NodeProgram.up(member.getAttribute(NAME));
		}
	}

}
