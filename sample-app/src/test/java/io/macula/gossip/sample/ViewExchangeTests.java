package io.macula.gossip.sample;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipMessageHandler;
import io.macula.gossip.sample.ClusterViews.Disagreement;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.RequiresBeam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes tell each other what they see, over real links.
 */
class ViewExchangeTests {

	private static final String ONE = "one@127.0.0.1";

	private static final String TWO = "two@127.0.0.1";

	private final LinkedNodes nodes = new LinkedNodes();

	private ConfigurableApplicationContext one;

	private ConfigurableApplicationContext two;

	@BeforeEach
	void start() throws Exception {
		this.one = this.nodes.start("one", 0);
		this.two = this.nodes.start("two", 0);
		awaitLinks(this.one, 1);
		awaitLinks(this.two, 1);
	}

	@AfterEach
	void close() {
		this.nodes.close();
	}

	@Test
	void nodesThatAreLinkedSeeEachOther() throws Exception {
		assertThat(views()).isEqualTo(
				new ClusterViews(List.of(NodeView.of(ONE, List.of(TWO)), NodeView.of(TWO, List.of(ONE))), List.of()));
	}

	@Test
	void aNodeThatSeesAnotherThanTheRestDisagrees() throws Exception {
		answer((message) -> List.of(ONE, "ghost@127.0.0.1"));
		assertThat(views().disagreements())
			.containsExactly(new Disagreement("ghost@127.0.0.1", List.of(TWO), List.of(ONE)));
	}

	@Test
	void whatIsNoNameInAnAnswerIsLeftOut() throws Exception {
		answer((message) -> List.of(ONE, "no name", 4711, List.of(ONE)));
		assertThat(views().views()).contains(NodeView.of(TWO, List.of(ONE)));
	}

	@Test
	void aNodeWhoseAnswerIsNoListDoesNotTell() throws Exception {
		answer((message) -> "everybody");
		assertThat(views().views()).contains(NodeView.silent(TWO, NodeView.Kind.UNKNOWN));
	}

	@Test
	void aJavaNodeThatRunsAnotherApplicationDoesNotTell() throws Exception {
		LinkedNodes.service(this.two).getMessenger().unregister(ViewExchange.PROCESS);
		assertThat(views().views()).contains(NodeView.silent(TWO, NodeView.Kind.JVM));
	}

	@Test
	@RequiresBeam
	void aBeamNodeDoesNotTell() throws Exception {
		try (BeamNode beam = BeamNode.start(this.nodes.epmdPort(), "-name", "beam@127.0.0.1")) {
			assertThat(beam.eval("net_kernel:connect_node('one@127.0.0.1')")).isEqualTo("true");
			awaitLinks(this.one, 2);
			assertThat(views().views()).contains(NodeView.silent("beam@127.0.0.1", NodeView.Kind.BEAM));
		}
	}

	private void answer(GossipMessageHandler handler) {
		GossipClusterService service = LinkedNodes.service(this.two);
		service.getMessenger().unregister(ViewExchange.PROCESS);
		service.getMessenger().register(ViewExchange.PROCESS, handler);
	}

	private ClusterViews views() throws Exception {
		return this.one.getBean(ViewExchange.class).views().get(10, TimeUnit.SECONDS);
	}

	private static void awaitLinks(ConfigurableApplicationContext node, int number) throws Exception {
		Eventually.holds(number + " links", () -> LinkedNodes.service(node).getConnected().size() == number);
	}

}
