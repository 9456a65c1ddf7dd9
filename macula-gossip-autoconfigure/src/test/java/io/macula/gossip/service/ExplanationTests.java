package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.GossipNode;
import io.macula.gossip.GossipPeer;
import io.macula.gossip.GossipRefusal;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import io.macula.gossip.net.IpLiteral;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the operator reads who asks why a node is not here.
 */
class ExplanationTests {

	private static final InetSocketAddress GROUP = new InetSocketAddress("230.1.1.251", 45892);

	private static final Instant TIME = Instant.parse("2026-11-23T10:00:00Z");

	private static final NodeName SELF = NodeName.of("a@127.0.0.1");

	private static final NodeName NEAR = NodeName.of("b@127.0.0.2");

	private static final NodeName FAR = NodeName.of("c@10.77.0.9");

	private @Nullable Instant ownHeardAt = TIME;

	private List<GossipPeer> peers = List.of();

	private List<GossipRefusal> refusals = List.of();

	private List<String> problems = List.of();

	@Test
	void aNodeThatWasNeverHeardThoughAllIsWellHere() {
		assertThat(explain(NEAR))
			.containsExactly("No announcement of it was heard on 'lo' with 127.0.0.1, where this node's own come back: "
					+ "multicast works on this machine. Does it run? Does its own endpoint show the group 230.1.1.251 port 45892, "
					+ "and an interface of the same network? Then what lies between drops the datagrams: "
					+ "with macula.gossip.peers announcements do without multicast.");
	}

	@Test
	void aNodeThatWasNeverHeardAndNeitherWasThisOne() {
		this.ownHeardAt = null;
		assertThat(explain(NEAR)).singleElement()
			.asString()
			.startsWith(
					"No announcement of it was heard on 'lo' with 127.0.0.1, where this node's own have not come back either. Does it run?");
	}

	@Test
	void aNodeThatIsNotHeardSinceNothingCanBe() {
		this.problems = List.of("The cable is cut.");
		assertThat(explain(NEAR)).containsExactly("The cable is cut.");
	}

	@Test
	void aNodeWhoseDatagramsAreRefused() {
		this.refusals = List.of(refusal(AnnouncementResult.FORGED, "127.0.0.2"),
				refusal(AnnouncementResult.FOREIGN, "127.0.0.3"), refusal(AnnouncementResult.CONFLICT, "127.0.0.2"));
		assertThat(explain(NEAR)).containsExactly(
				"Datagrams from 127.0.0.2 were refused, 412 of them, the last at 2026-11-23T10:00:00Z: they are forged.");
		assertThat(explain(NodeName.of("b@host.example"))).as("its address is not known, so it may be either")
			.hasSize(2);
	}

	@Test
	void aNodeOnAnotherNetwork() {
		assertThat(explain(FAR)).containsExactly(
				"Its address 10.77.0.9 is in none of the networks of the interfaces in use, 'lo' with 127.0.0.1: "
						+ "set macula.gossip.interfaces to one that is, or announce to it with macula.gossip.peers.");
	}

	@Test
	void aNodeThatIsAPeer() {
		this.peers = List.of(
				new GossipPeer("c", List.of(new InetSocketAddress(IpLiteral.parse("10.77.0.9"), 45892)), null),
				new GossipPeer("db.example", List.of(), "the name is not known"));
		assertThat(explain(FAR)).first().isEqualTo("Announcing to the peer 'db.example' fails: the name is not known.");
		assertThat(explain(FAR)).last()
			.asString()
			.startsWith("No announcement of it was heard")
			.endsWith("Then what lies between drops the datagrams.");
	}

	@Test
	void aNodeThatWasHeardButNotLinkedTo() {
		assertThat(explain(node(NodeState.DISCOVERED, "wrong cookie")))
			.containsExactly("It was heard, last at 2026-11-23T10:00:02Z from 127.0.0.2, but is not up: wrong cookie.");
		assertThat(explain(node(NodeState.DISCOVERED, null))).containsExactly(
				"It was heard, last at 2026-11-23T10:00:02Z from 127.0.0.2, but is not up: a link to it is being made.");
	}

	@Test
	void aNodeThatIsUp() {
		assertThat(explain(node(NodeState.CONNECTED, null))).containsExactly(
				"It is up since 2026-11-23T10:00:01Z, and was last heard at 2026-11-23T10:00:02Z from 127.0.0.2.");
		assertThat(explain(node(NodeState.SUSPECTED, null))).containsExactly(
				"It is up since 2026-11-23T10:00:01Z, but was not heard since 2026-11-23T10:00:02Z: its link is being probed.");
	}

	@Test
	void thisNodeItself() {
		assertThat(explain(SELF)).containsExactly("It is this node itself.");
	}

	@Test
	void aServiceThatDoesNotRun() {
		GossipStatus stopped = GossipStatus.builder(GROUP).running(false).build();
		assertThat(Explanation.of(NEAR, null, null, stopped))
			.containsExactly("The service is not running here: nobody is heard.");
	}

	private List<String> explain(NodeName name) {
		return Explanation.of(name, SELF, null, status());
	}

	private List<String> explain(GossipNode node) {
		return Explanation.of(node.name(), SELF, node, status());
	}

	private GossipStatus status() {
		return GossipStatus.builder(GROUP)
			.interfaces(
					List.of(new GossipInterface("lo", InetAddress.getLoopbackAddress(), "test", this.ownHeardAt, null)))
			.peers(this.peers)
			.refusals(this.refusals)
			.problems(this.problems)
			.build();
	}

	private static GossipNode node(NodeState state, @Nullable String lastError) {
		return GossipNode.builder(NEAR)
			.state(state)
			.address(IpLiteral.parse("127.0.0.2"))
			.discoveredAt(TIME)
			.connectedAt(TIME.plusSeconds(1))
			.lastHeardAt(TIME.plusSeconds(2))
			.lastError(lastError)
			.build();
	}

	private static GossipRefusal refusal(AnnouncementResult reason, String source) {
		return new GossipRefusal(reason, IpLiteral.parse(source), 412, TIME, "they are forged.");
	}

}
