package io.macula.gossip.distribution;

import io.macula.gossip.NodeName;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A visible node of this product among nodes of Erlang/OTP disturbs nothing of what they
 * do with all visible nodes.
 */
@RequiresBeam
@Timeout(120)
class VisibleNodeTests {

	private static final NodeName B = NodeName.of("b@127.0.0.1");

	private int epmdPort;

	private TestNode java;

	private BeamNode b;

	private BeamNode c;

	@BeforeEach
	void start() throws Exception {
		this.epmdPort = Loopback.freePort();
		this.java = TestNode.start(this.epmdPort, "java@127.0.0.1",
				(options) -> options.links((links) -> links.setHidden(false)));
		this.b = beam("b");
		this.c = beam("c");
		this.java.connect("b@127.0.0.1");
		assertThat(this.java.next()).isEqualTo("up b@127.0.0.1 visible");
		this.java.connect("c@127.0.0.1");
		assertThat(this.java.next()).isEqualTo("up c@127.0.0.1 visible");
		assertThat(this.b.eval("net_adm:ping('c@127.0.0.1')")).isEqualTo("pong");
	}

	@AfterEach
	void stop() throws Exception {
		this.java.close();
		this.b.close();
		this.c.close();
	}

	@Test
	void shouldBeAmongTheVisibleNodesAndMonitoredAsSuch() throws Exception {
		assertThat(this.b.eval("lists:sort(nodes())")).isEqualTo("['c@127.0.0.1','java@127.0.0.1']");
		assertThat(this.b.eval("nodes(hidden)")).isEqualTo("[]");
		this.b.eval("net_kernel:monitor_nodes(true)");
		this.java.close();
		assertThat(this.b.eval("receive Message -> Message after 10000 -> none end"))
			.isEqualTo("{nodedown,'java@127.0.0.1'}");
	}

	@Test
	void shouldNotHoldUpGlobalNamesAndLocks() throws Exception {
		assertThat(within(this.b, "global:sync()")).isEqualTo("ok");
		assertThat(within(this.c, "global:sync()")).isEqualTo("ok");
		assertThat(within(this.b, "global:register_name(one, whereis(init))")).isEqualTo("yes");
		assertThat(within(this.c, "node(global:whereis_name(one))")).isEqualTo("'b@127.0.0.1'");
		assertThat(within(this.c, "global:register_name(one, whereis(user))")).isEqualTo("no");
		assertThat(within(this.c, "global:trans({lock, self()}, fun() -> done end)")).isEqualTo("done");
		assertThat(within(this.b, "global:unregister_name(one)")).isEqualTo("ok");
		assertThat(within(this.c, "global:whereis_name(one)")).isEqualTo("undefined");
	}

	@Test
	void shouldNotHoldUpNodesThatJoin() throws Exception {
		assertThat(within(this.b, "global:register_name(one, whereis(init))")).isEqualTo("yes");
		try (BeamNode d = beam("d")) {
			assertThat(d.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
			assertThat(d.eval("net_adm:ping('b@127.0.0.1')")).isEqualTo("pong");
			assertThat(within(d, "global:sync()")).isEqualTo("ok");
			assertThat(within(d, "node(global:whereis_name(one))")).isEqualTo("'b@127.0.0.1'");
			Eventually.holds("d is linked to all",
					() -> d.eval("lists:sort(nodes())").equals("['b@127.0.0.1','c@127.0.0.1','java@127.0.0.1']"));
		}
	}

	@Test
	void whenOneOfItsLinksEndsShouldKeepTheOthers() throws Exception {
		assertThat(within(this.b, "global:sync()")).isEqualTo("ok");
		this.java.node().disconnect(B, "for the test");
		assertThat(this.java.next()).isEqualTo("down b@127.0.0.1: for the test");
		Eventually.holds("b has seen it", () -> this.b.eval("nodes()").equals("['c@127.0.0.1']"));
		assertThat(within(this.b, "global:sync()")).isEqualTo("ok");
		assertThat(within(this.c, "global:sync()")).isEqualTo("ok");
		assertThat(this.c.eval("lists:sort(nodes())")).isEqualTo("['b@127.0.0.1','java@127.0.0.1']");
		assertThat(this.java.events().isEmpty()).isTrue();
	}

	@Test
	void shouldNotDisturbProcessGroups() throws Exception {
		this.b.eval("pg:start(scope)");
		this.c.eval("pg:start(scope)");
		assertThat(within(this.b, "pg:join(scope, group, whereis(init))")).isEqualTo("ok");
		Eventually.holds("c sees the member",
				() -> this.c.eval("[node(P) || P <- pg:get_members(scope, group)]").equals("['b@127.0.0.1']"));
	}

	@Test
	void shouldAnswerCallsToAllNodesAtOnceWithAnError() throws Exception {
		assertThat(within(this.b, "lists:sort(element(1, rpc:multicall(nodes(), erlang, node, [])))"))
			.isEqualTo("['c@127.0.0.1',{badrpc,notsup}]");
		assertThat(within(this.b, "lists:sort(erpc:multicall(nodes(), erlang, node, []))"))
			.isEqualTo("[{error,{erpc,notsup}},{ok,'c@127.0.0.1'}]");
		assertThat(within(this.b, "lists:sort(element(2, gen_server:multi_call(nodes(), nobody, any)))"))
			.isEqualTo("['c@127.0.0.1','java@127.0.0.1']");
		assertThat(within(this.b, "lists:sort(element(2, rpc:sbcast(nodes(), nobody, any)))"))
			.isEqualTo("['c@127.0.0.1','java@127.0.0.1']");
	}

	// The name server waits for ever where it waits at all
	private static String within(BeamNode beam, String expression) throws Exception {
		return beam.eval("S = self(), spawn(fun() -> S ! {result, catch " + expression
				+ "} end), receive {result, R} -> R after 10000 -> hangs end");
	}

	private BeamNode beam(String name) throws Exception {
		return BeamNode.start(this.epmdPort, "-name", name + "@127.0.0.1", "-start_epmd", "false");
	}

}
