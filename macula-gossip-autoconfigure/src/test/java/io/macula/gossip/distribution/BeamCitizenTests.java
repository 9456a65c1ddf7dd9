package io.macula.gossip.distribution;

import java.time.Duration;

import io.macula.gossip.NodeName;
import io.macula.gossip.etf.Term;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a node of Erlang/OTP may ask of a member, and how it is refused.
 */
@RequiresBeam
@Timeout(60)
class BeamCitizenTests {

	private static final NodeName BEAM = NodeName.of("b@127.0.0.1");

	private static final String UNKNOWN_PID = "binary_to_term(<<131,88,119,14,\"java@127.0.0.1\",9999:32,0:32,1:32>>)";

	private TestNode java;

	private BeamNode beam;

	@BeforeEach
	void start() throws Exception {
		int epmdPort = Loopback.freePort();
		this.java = TestNode.start(epmdPort, "java@127.0.0.1");
		this.beam = BeamNode.start(epmdPort, "-name", "b@127.0.0.1", "-start_epmd", "false");
		this.java.connect("b@127.0.0.1");
		assertThat(this.java.next()).isEqualTo("up b@127.0.0.1 visible");
	}

	@AfterEach
	void stop() throws Exception {
		assertThat(this.java.events().isEmpty()).as("the link has stood").isTrue();
		this.java.close();
		this.beam.close();
	}

	@Test
	void whenUnknownNameIsMonitoredShouldBeNoproc() throws Exception {
		assertThat(monitor("{nobody, 'java@127.0.0.1'}"))
			.matches("\\{'DOWN',#Ref<.*>,process,\\{nobody,'java@127\\.0\\.0\\.1'},noproc}");
	}

	@Test
	void whenKnownNameIsUnregisteredShouldTellThoseThatMonitor() throws Exception {
		this.java.node().register("here", (message) -> null);
		this.beam.eval("put(one, monitor(process, {here, 'java@127.0.0.1'}))");
		this.beam.eval("put(two, monitor(process, {here, 'java@127.0.0.1'}))");
		assertThat(this.beam.eval("demonitor(get(one), [flush])")).isEqualTo("true");
		assertThat(this.beam.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
		this.java.node().unregister("here");
		assertThat(this.beam.eval("Two = get(two), receive {'DOWN', Two, _, _, Why} -> Why after 10000 -> none end"))
			.isEqualTo("normal");
		assertThat(this.beam.eval("receive Any -> Any after 100 -> none end")).isEqualTo("none");
	}

	@Test
	void whenPidIsUnknownShouldBeNoprocForMonitorsAndLinks() throws Exception {
		assertThat(monitor(UNKNOWN_PID)).contains(",noproc}");
		this.beam.eval("process_flag(trap_exit, true)");
		this.beam.eval("link(" + UNKNOWN_PID + ")");
		assertThat(this.beam.eval("receive {'EXIT', _, Why} -> Why after 10000 -> none end")).isEqualTo("noproc");
	}

	@Test
	void whenProcessesLinkAndUnlinkShouldFollowTheLinkProtocol() throws Exception {
		this.beam.eval("register(server, spawn(fun() -> process_flag(trap_exit, true),"
				+ " receive {'$gen_call', {Pid, _} = From, _} -> [{link(Pid), unlink(Pid)} || _ <- lists:seq(1, 100)],"
				+ " link(Pid), gen_server:reply(From, element(2, process_info(self(), links))),"
				+ " receive {'EXIT', Pid, Why} -> here ! Why end end end))");
		this.beam.eval("register(here, self())");
		assertThat(this.java.node().call(BEAM, "server", Term.of(1), Duration.ofSeconds(10)).get().toString())
			.matches("\\[<.*>]");
		this.java.node().disconnect(BEAM, "done");
		assertThat(this.java.next()).isEqualTo("down b@127.0.0.1: done");
		assertThat(this.beam.eval("receive Why -> Why after 10000 -> none end")).isEqualTo("noconnection");
	}

	@Test
	void whenAskedToSpawnShouldRefuse() throws Exception {
		assertThat(this.beam.eval(
				"R = spawn_request('java@127.0.0.1', erlang, halt, [], []), receive {spawn_reply, R, E, W} -> {E, W} after 10000 -> none end"))
			.isEqualTo("{error,notsup}");
		assertThat(this.beam.eval(
				"{_, M} = spawn_opt('java@127.0.0.1', erlang, halt, [], [monitor]), receive {'DOWN', M, _, _, W2} -> W2 after 10000 -> none end"))
			.isEqualTo("notsup");
	}

	@Test
	void whenAskedForRpcShouldRefuseAtOnce() throws Exception {
		assertThat(this.beam.eval("rpc:call('java@127.0.0.1', erlang, halt, [])")).isEqualTo("{badrpc,notsup}");
		assertThat(this.beam.eval("rpc:block_call('java@127.0.0.1', erlang, halt, [])")).startsWith("{badrpc,");
		assertThat(this.beam.eval("catch erpc:call('java@127.0.0.1', erlang, halt, [])"))
			.startsWith("{'EXIT',{{erpc,notsup}");
		assertThat(this.beam.eval("rpc:multicall(nodes(hidden), erlang, node, [])")).contains("notsup");
		assertThat(this.beam.eval("rpc:cast('java@127.0.0.1', erlang, halt, [])")).isEqualTo("true");
		assertThat(this.beam.eval("catch gen_server:call({rex, 'java@127.0.0.1'}, {call, erlang, halt, [], self()})"))
			.startsWith("{'EXIT',{noproc,");
	}

	@Test
	void whenNamesOfSystemProcessesAreCalledShouldRefuseAtOnce() throws Exception {
		for (String name : new String[] { "global_name_server", "auth", "rex", "init", "user", "pg", "logger" }) {
			assertThat(this.beam.eval("catch gen_server:call({" + name + ", 'java@127.0.0.1'}, anything, infinity)"))
				.startsWith("{'EXIT',{noproc,");
		}
		assertThat(this.beam.eval("catch gen_server:call({net_kernel, 'java@127.0.0.1'}, anything, infinity)"))
			.startsWith("{'EXIT',{notsup,");
		assertThat(this.beam.eval("catch gen_server:call({net_kernel, 'java@127.0.0.1'}, {is_auth, node()})"))
			.isEqualTo("yes");
	}

	@Test
	void whenOldSignalsArriveShouldIgnoreThem() throws Exception {
		String pid = UNKNOWN_PID;
		this.beam.eval("exit(" + pid + ", kill)");
		this.beam.eval(pid + " ! message");
		this.beam.eval("catch group_leader(self(), " + pid + ")");
		this.beam.eval("alias() ! {answer, " + pid + "}");
		assertThat(this.beam.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
	}

	private String monitor(String target) throws Exception {
		return this.beam.eval("monitor(process, " + target + "), receive Down -> Down after 10000 -> none end");
	}

}
