package io.macula.gossip.distribution;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.CallException;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.distribution.handshake.MemoryPeer;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TermDecoder;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import io.macula.gossip.testing.Seed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages, calls and requests to and from a node of Erlang/OTP.
 */
@RequiresBeam
@Timeout(120)
class BeamMessageTests {

	private static final NodeName BEAM = NodeName.of("b@127.0.0.1");

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

	private int epmdPort;

	private TestNode java;

	private BeamNode beam;

	@BeforeEach
	void start() throws Exception {
		this.epmdPort = Loopback.freePort();
		this.java = TestNode.start(this.epmdPort, "java@127.0.0.1");
		this.beam = BeamNode.start(this.epmdPort, "-name", BEAM.value(), "-start_epmd", "false");
		this.java.connect(BEAM.value());
		assertThat(this.java.next()).isEqualTo("up b@127.0.0.1 visible");
	}

	@AfterEach
	void stop() throws Exception {
		this.java.close();
		this.beam.close();
	}

	@Test
	void whenSendingToNameShouldArrive() throws Exception {
		assertThat(this.beam.eval("register(here, self())")).isEqualTo("true");
		assertThat(this.java.node().send(BEAM, "here", Term.of("text"))).isTrue();
		assertThat(received()).isEqualTo("<<\"text\">>");
		assertThat(this.java.node().send(NodeName.of("other@127.0.0.1"), "here", Term.of(1))).isFalse();
	}

	@Test
	void whenErlangSendsShouldBeHandledInOrder() throws Exception {
		this.java.node().register("here", this::keep);
		this.beam.eval("[{here, 'java@127.0.0.1'} ! N || N <- lists:seq(1, 1000)]");
		this.beam.eval("gen_server:cast({here, 'java@127.0.0.1'}, {last, <<\"one\">>})");
		for (long i = 1; i <= 1000; i++) {
			assertThat(next()).isEqualTo(new Message(BEAM, Message.Kind.PLAIN, Term.of(i), false));
		}
		assertThat(next().toString())
			.isEqualTo("Message[node=b@127.0.0.1, kind=CAST, body={last,<<\"one\">>}, typed=false]");
	}

	@Test
	void whenErlangCallsShouldBeAnswered() throws Exception {
		this.java.node().register("here", (message) -> Term.of("got " + message.kind() + " " + message.body()));
		assertThat(call("{a, [1]}")).isEqualTo("<<\"got CALL {a,[1]}\">>");
		assertThat(this.beam.eval("element(2, gen_server:multi_call(['java@127.0.0.1'], here, 1))")).isEqualTo("[]");
		assertThat(this.beam
			.eval("gen_server:receive_response(gen_server:send_request({here, 'java@127.0.0.1'}, 2), 10000)"))
			.isEqualTo("{reply,<<\"got CALL 2\">>}");
		assertThat(this.beam.eval("receive Any -> Any after 0 -> none end")).isEqualTo("none");
	}

	@Test
	void whenErlangSendsWithPriorityShouldArrive() throws Exception {
		this.java.node().register("here", this::keep);
		this.beam.eval("case erlang:system_info(otp_release) >= \"28\" of"
				+ " true -> erlang:send({here, 'java@127.0.0.1'}, urgent, [priority]);"
				+ " false -> {here, 'java@127.0.0.1'} ! urgent end");
		assertThat(next()).isEqualTo(new Message(BEAM, Message.Kind.PLAIN, AtomTerm.of("urgent"), false));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenCallingEachOtherWithFlaggedMessagesOrWithoutShouldAnswer(boolean flagged) throws Exception {
		long flags = (flagged) ? MemoryPeer.OTP_28_FLAGS : MemoryPeer.OTP_25_FLAGS;
		int port = Integer.parseInt(this.beam.eval("element(2, erl_epmd:port_please(\"b\", {127,0,0,1}))"));
		HandshakeNode self = MemoryPeer.node("raw@127.0.0.1", flags, 77);
		try (RawLink link = RawLink.open(port, self, BEAM)) {
			this.beam.eval("register(caller, spawn(fun() -> receive {'$gen_call', From, Request} ->"
					+ " gen_server:reply(From, {Request, catch gen_server:call({here, 'raw@127.0.0.1'}, back)}) end end))");
			PidTerm pid = new PidTerm(AtomTerm.of("raw@127.0.0.1"), 1, 0, 77);
			ReferenceTerm reference = new ReferenceTerm(pid.node(), 77, List.of(1L, 2L, 3L));
			link.write(Frames.sendToName(pid, "caller", GenCall.message(pid, reference, Term.of(7))));
			GenCall back = null;
			ControlMessage message = link.read();
			for (; message.operation() != Operation.SEND_SENDER
					&& message.operation() != Operation.SEND; message = link.read()) {
				GenCall call = (message.payload() != null) ? GenCall.read(message.message(new TermDecoder())) : null;
				if (call != null) {
					back = call;
					link.write(call.answer(pid, Term.of("answer"),
							MemoryPeer.node(BEAM.value(), link.peer().flags() & flags, 1)));
				}
			}
			assertThat(back).isNotNull();
			assertThat(message.message(new TermDecoder())).hasToString("{" + reference + ",{7,<<\"answer\">>}}");
		}
	}

	@Test
	void whenHandlerFailsShouldEndTheCall() throws Exception {
		this.java.node().register("here", (message) -> {
			throw new IllegalStateException("for the test");
		});
		assertThat(call("1")).startsWith("{'EXIT',{handler_failed,");
	}

	@Test
	void whenNameIsUnknownShouldEndTheCall() throws Exception {
		assertThat(call("1")).startsWith("{'EXIT',{noproc,");
		this.beam.eval("{here, 'java@127.0.0.1'} ! ignored");
		assertThat(this.beam.eval("net_adm:ping('java@127.0.0.1')")).isEqualTo("pong");
	}

	@Test
	void whenErlangSendsMoreThanTheLimitsAllowShouldDropItAndKeepTheLink() throws Exception {
		this.java.node().register("here", this::keep);
		this.beam.eval("is_list({nobody, 'java@127.0.0.1'} ! lists:seq(1, 100001))");
		this.beam.eval("is_binary({nobody, 'java@127.0.0.1'} ! binary:copy(<<0>>, 1000000))");
		this.beam.eval("is_list({here, 'java@127.0.0.1'} ! lists:seq(1, 100001))");
		this.beam.eval("is_binary({here, 'java@127.0.0.1'} ! binary:copy(<<0>>, 40000000))");
		this.beam.eval("{here, 'java@127.0.0.1'} ! last");
		assertThat(next()).isEqualTo(new Message(BEAM, Message.Kind.PLAIN, AtomTerm.of("last"), false));
		assertThat(this.java.node().droppedMessages()).as("what nobody wants is no loss").isEqualTo(2);
		assertThat(this.java.events().isEmpty()).isTrue();
	}

	@Test
	void whenTheLimitIsRaisedShouldCarryFortyMegabytesBothWays() throws Exception {
		int megabyte = 1024 * 1024;
		DistributionLimits raised = new DistributionLimits(64 * megabyte, 100, 128 * megabyte, 256L * megabyte,
				256L * megabyte, 100, 4, 16, 1000, 10);
		try (TestNode big = TestNode.start(this.epmdPort, "big@127.0.0.1", (options) -> options.limits(raised))) {
			big.node().register("here", this::keep);
			big.connect(BEAM.value());
			assertThat(big.next()).startsWith("up");
			this.beam.eval("register(back, spawn(fun() -> receive B -> {here, 'big@127.0.0.1'} ! B end end))");
			byte[] bytes = new byte[40 * megabyte];
			new Random(Seed.of(BeamMessageTests.class)).nextBytes(bytes);
			assertThat(big.node().send(BEAM, "back", BinaryTerm.of(bytes))).isTrue();
			Message back = this.messages.poll(60, TimeUnit.SECONDS);
			assertThat(back).isNotNull();
			assertThat(back.body()).isEqualTo(BinaryTerm.of(bytes));
			assertThat(big.events().isEmpty()).isTrue();
		}
	}

	@Test
	void whenBothSendBurstsShouldLoseNothingThatWasTakenAndKeepTheLink() throws Exception {
		int count = 50_000;
		this.java.node().register("here", Message::body);
		this.beam.eval("register(counter, spawn(fun() -> (fun Loop(N) -> receive {count, From} -> From ! {count, N},"
				+ " Loop(N); _ -> Loop(N + 1) end end)(0) end))");
		this.beam.eval("length([spawn(fun() -> gen_server:call({here, 'java@127.0.0.1'}, binary:copy(<<0>>, 10000),"
				+ " infinity), counter ! answered end) || _ <- lists:seq(1, 500)])");
		Term message = BinaryTerm.of(new byte[200]);
		for (int i = 0; i < count; i++) {
			assertThat(this.java.node().send(BEAM, "counter", message, TIMEOUT)).isTrue();
		}
		Eventually.holds("all arrived, and all calls were answered",
				() -> this.beam.eval("begin counter ! {count, self()}, receive {count, N} -> N end end")
					.equals(String.valueOf(count + 500)));
		assertThat(this.java.events().isEmpty()).isTrue();
	}

	@Test
	void whenCallingShouldAwaitTheAnswer() throws Exception {
		server("{reply, {Request, is_pid(element(1, From))}}");
		assertThat(call(Term.of(7)).get()).hasToString("{7,true}");
		// Its own code server may watch it while it loads a module for it
		assertThat(this.beam
			.eval("[P || P <- element(2, process_info(whereis(server), monitored_by)), node(P) =/= node()]"))
			.isEqualTo("[]");
	}

	@Test
	void whenProcessDoesNotExistShouldFailAtOnce() {
		assertThatFails(call(Term.of(7)), CallException.Reason.NO_PROCESS,
				"Call to 'server' on b@127.0.0.1 has no answer: no process has that name there");
	}

	@Test
	void whenProcessEndsShouldFailWithItsReason() throws Exception {
		server("exit(on_purpose)");
		assertThatFails(call(Term.of(7)), CallException.Reason.PROCESS_ENDED,
				"Call to 'server' on b@127.0.0.1 has no answer: it ended: on_purpose");
	}

	@Test
	void whenReasonIsLongShouldTellItsBeginning() throws Exception {
		server("exit(lists:seq(1, 20000))");
		assertThat(call(Term.of(7))).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.havingCause()
			.satisfies((failure) -> assertThat(failure.getMessage()).hasSizeLessThan(1000)
				.contains("it ended: [1,2,3,")
				.endsWith("..."));
	}

	@Test
	void whenNodeEndsShouldFailAtOnce() throws Exception {
		server("halt()");
		assertThatFails(call(Term.of(7)), CallException.Reason.NODE_DOWN,
				"Call to 'server' on b@127.0.0.1 has no answer: the link to it has ended: ");
		assertThat(this.java.next()).startsWith("down ");
		assertThatFails(call(Term.of(7)), CallException.Reason.NODE_DOWN,
				"Call to 'server' on b@127.0.0.1 has no answer: there is no link to it");
	}

	@Test
	void whenAnswerIsLateShouldFailInTime() throws Exception {
		server("noreply");
		assertThatFails(this.java.node().call(BEAM, "server", Term.of(7), Duration.ofMillis(50)),
				CallException.Reason.TIMED_OUT,
				"Call to 'server' on b@127.0.0.1 has no answer: no answer within 50 ms");
		assertThat(call(AtomTerm.of("alive?"))).isNotCompletedExceptionally();
	}

	private void server(String reaction) throws Exception {
		this.beam.eval("register(server, spawn(fun() -> receive {'$gen_call', From, Request} -> case " + reaction
				+ " of {reply, R} -> gen_server:reply(From, R), timer:sleep(infinity);"
				+ " noreply -> timer:sleep(infinity) end end end))");
	}

	private String call(String request) throws Exception {
		return this.beam.eval("catch gen_server:call({here, 'java@127.0.0.1'}, " + request + ")");
	}

	private CompletableFuture<Term> call(Term request) {
		return this.java.node().call(BEAM, "server", request, TIMEOUT);
	}

	private static void assertThatFails(CompletableFuture<Term> answer, CallException.Reason reason, String words) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOfSatisfying(CallException.class, (ex) -> assertThat(ex.getReason()).isEqualTo(reason))
			.withMessageStartingWith(words);
	}

	private Term keep(Message message) {
		this.messages.add(message);
		return AtomTerm.of("ok");
	}

	private Message next() throws InterruptedException {
		return this.messages.poll(10, TimeUnit.SECONDS);
	}

	private String received() throws Exception {
		return this.beam.eval("receive Message -> Message after 10000 -> none end");
	}

}
