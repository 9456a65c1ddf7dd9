package io.macula.gossip.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes that connect to each other at once have one link.
 */
@Timeout(120)
class SimultaneousConnectTests {

	@Test
	void whenJavaNodesConnectAtOnceShouldHaveOneLink() throws Exception {
		int epmdPort = Loopback.freePort();
		try (TestNode a = TestNode.start(epmdPort, "a@127.0.0.1");
				TestNode b = TestNode.start(epmdPort, "b@127.0.0.1")) {
			for (int i = 0; i < 100; i++) {
				atOnce(() -> a.connect("b@127.0.0.1"), () -> b.connect("a@127.0.0.1"));
				assertThat(a.next()).isEqualTo("up b@127.0.0.1 hidden");
				assertThat(b.next()).isEqualTo("up a@127.0.0.1 hidden");
				assertThat(a.node().probe(b.name())).isTrue();
				assertThat(a.next()).isEqualTo("alive b@127.0.0.1");
				((i % 2 == 0) ? a : b).node().disconnect(((i % 2 == 0) ? b : a).name(), "next");
				assertThat(a.next()).startsWith("down b@127.0.0.1: ");
				assertThat(b.next()).startsWith("down a@127.0.0.1: ");
			}
			assertThat(a.events().all("up")).hasSize(100);
			assertThat(b.events().all("up")).hasSize(100);
		}
	}

	@RequiresBeam
	@ParameterizedTest
	@ValueSource(strings = { "a@127.0.0.1", "z@127.0.0.1" })
	void whenErlangConnectsAtOnceShouldHaveOneLink(String name) throws Exception {
		int epmdPort = Loopback.freePort();
		try (TestNode java = TestNode.start(epmdPort, name);
				BeamNode beam = BeamNode.start(epmdPort, "-name", "m@127.0.0.1", "-start_epmd", "false")) {
			for (int i = 0; i < 30; i++) {
				String[] pong = new String[1];
				atOnce(() -> java.connect("m@127.0.0.1"),
						() -> pong[0] = beam.eval("net_adm:ping('%s')".formatted(name)));
				assertThat(pong).containsExactly("pong");
				assertThat(java.next()).isEqualTo("up m@127.0.0.1 visible");
				assertThat(beam.eval("nodes(hidden)")).isEqualTo("['%s']".formatted(name));
				assertThat(java.node().probe(NodeName.of("m@127.0.0.1"))).isTrue();
				assertThat(java.next()).isEqualTo("alive m@127.0.0.1");
				beam.eval("erlang:disconnect_node('%s')".formatted(name));
				assertThat(java.next()).startsWith("down m@127.0.0.1: ");
			}
			assertThat(java.events().all("up")).hasSize(30);
		}
	}

	@Test
	void whenManyNodesConnectToAllAtOnceShouldHaveOneLinkEach() throws Exception {
		int epmdPort = Loopback.freePort();
		List<TestNode> nodes = new ArrayList<>();
		try {
			for (int i = 0; i < 10; i++) {
				nodes.add(TestNode.start(epmdPort, "n" + i + "@127.0.0.1"));
			}
			for (TestNode node : nodes) {
				nodes.stream()
					.filter((other) -> other != node)
					.forEach((other) -> node.node().connect(other.name(), null));
			}
			for (TestNode node : nodes) {
				Eventually.holds("all are up", () -> node.events().all("up").size() >= 9);
			}
			for (TestNode node : nodes) {
				assertThat(node.events().all("up")).hasSize(9).doesNotHaveDuplicates();
				assertThat(node.events().all("")).as("nothing but registered and up").hasSize(10);
				assertThat(node.node().links()).hasSize(9);
			}
		}
		finally {
			nodes.forEach(TestNode::close);
		}
	}

	private static void atOnce(Action one, Action other) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(2);
		Thread thread = new Thread(() -> {
			try {
				barrier.await(10, TimeUnit.SECONDS);
				other.run();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		thread.start();
		barrier.await(10, TimeUnit.SECONDS);
		one.run();
		thread.join(20_000);
	}

	/**
	 * Something to do.
	 */
	private interface Action {

		void run() throws Exception;

	}

}
