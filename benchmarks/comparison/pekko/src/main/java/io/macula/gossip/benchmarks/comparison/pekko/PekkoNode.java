package io.macula.gossip.benchmarks.comparison.pekko;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.macula.gossip.benchmarks.comparison.NodeProgram;
import io.macula.gossip.benchmarks.comparison.Place;
import io.macula.gossip.benchmarks.comparison.TimedNode;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * A node of Pekko Cluster with its defaults, on the loopback interface. It must be told a
 * port and whom to turn to: the first node. By default nobody is removed who does not
 * leave: unreachable counts as down.
 */
public final class PekkoNode implements TimedNode {

	private final Place place;

	private ActorSystem<ClusterEvent.ClusterDomainEvent> system;

	private PekkoNode(Place place) {
		this.place = place;
	}

	/**
	 * Run the node.
	 * @param args see {@link Place}
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		NodeProgram.run(args, PekkoNode::new);
	}

	@Override
	public void start() {
		Config config = ConfigFactory.parseString("""
				pekko.actor.provider = cluster
				pekko.remote.artery.canonical.hostname = 127.0.0.1
				pekko.remote.artery.canonical.port = %d
				pekko.cluster.seed-nodes = [ "pekko://comparison@127.0.0.1:%d" ]
				""".formatted(this.place.port(), this.place.firstPort())).withFallback(ConfigFactory.load());
		this.system = ActorSystem.create(members(), "comparison", config);
	}

	@Override
	public void stop() {
		this.system.terminate();
		this.system.getWhenTerminated().toCompletableFuture().join();
	}

	private Behavior<ClusterEvent.ClusterDomainEvent> members() {
		return Behaviors.setup((context) -> {
			Cluster.get(context.getSystem())
				.subscriptions()
				.tell(Subscribe.create(context.getSelf(), ClusterEvent.ClusterDomainEvent.class));
			return Behaviors.receive(ClusterEvent.ClusterDomainEvent.class)
				.onMessage(ClusterEvent.MemberUp.class, (event) -> up(event.member()))
				.onMessage(ClusterEvent.ReachableMember.class, (event) -> up(event.member()))
				.onMessage(ClusterEvent.UnreachableMember.class, (event) -> down(event.member()))
				.onMessage(ClusterEvent.MemberRemoved.class, (event) -> down(event.member()))
				.build();
		});
	}

	private Behavior<ClusterEvent.ClusterDomainEvent> up(Member member) {
		NodeProgram.up(name(member));
		return Behaviors.same();
	}

	private Behavior<ClusterEvent.ClusterDomainEvent> down(Member member) {
		NodeProgram.down(name(member));
		return Behaviors.same();
	}

	private String name(Member member) {
		int port = (Integer) member.address().port().get();
		return "n" + (port - this.place.basePort());
	}

}
