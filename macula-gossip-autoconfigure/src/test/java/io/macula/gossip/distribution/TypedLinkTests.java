package io.macula.gossip.distribution;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.MemoryPeer;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TermDecoder;
import io.macula.gossip.etf.TupleTerm;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Types are told to nodes that have agreed to it in the handshake, and to no other.
 */
@Timeout(60)
class TypedLinkTests {

	private static final NodeName C = NodeName.of("c@127.0.0.1");

	private static final Duration LONG = Duration.ofSeconds(10);

	/**
	 * A flag that the code must never say otherwise, since nodes of other versions do.
	 */
	private static final long TYPED = 1L << 61;

	private static final Payload PAYLOAD = (typed) -> AtomTerm.of((typed) ? "typed" : "plain");

	private TestNode java;

	@BeforeEach
	void start() throws Exception {
		this.java = TestNode.start(Loopback.freePort(), "java@127.0.0.1");
		this.java.node().register("here", (message) -> PAYLOAD.as(message.typed()));
	}

	@AfterEach
	void stop() {
		this.java.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aMessageHasTheFormThatWasAgreedOn(boolean typed) throws Exception {
		try (RawLink link = link(typed)) {
			assertThat(this.java.node().send(C, "there", PAYLOAD)).isTrue();
			assertThat(message(link)).isEqualTo(form(typed));
			assertThat(this.java.node().send(C, "there", PAYLOAD, LONG)).isTrue();
			assertThat(message(link)).isEqualTo(form(typed));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aRequestHasTheFormThatWasAgreedOn(boolean typed) throws Exception {
		try (RawLink link = link(typed)) {
			CompletableFuture<Term> answer = this.java.node().call(C, "there", PAYLOAD, LONG);
			assertThat(link.read().operation()).isEqualTo(Operation.MONITOR_P);
			GenCall call = GenCall.read(message(link));
			assertThat(call.request()).isEqualTo(form(typed));
			link.write(Frames.send(call.from(), TupleTerm.of(call.tag(), Term.of(8))));
			assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Term.of(8));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anAnswerHasTheFormThatWasAgreedOn(boolean typed) throws Exception {
		try (RawLink link = link(typed)) {
			PidTerm pid = new PidTerm(AtomTerm.of(C.value()), 1, 0, 77);
			ReferenceTerm reference = new ReferenceTerm(pid.node(), 77, List.of(1L, 2L, 3L));
			link.write(Frames.sendToName(pid, "here", GenCall.message(pid, reference, Term.of(7))));
			assertThat(message(link)).isEqualTo(TupleTerm.of(reference, form(typed)));
		}
	}

	@Test
	void aNodeSaysThatItReadsTypes() throws Exception {
		try (RawLink link = link(true)) {
			assertThat(link.peer().flags() & TYPED).isEqualTo(TYPED);
		}
	}

	private RawLink link(boolean typed) throws Exception {
		long flags = MemoryPeer.OTP_28_FLAGS & ~TYPED | ((typed) ? TYPED : 0);
		RawLink link = RawLink.open(this.java.node().port(), MemoryPeer.node(C.value(), flags, 77), this.java.name());
		assertThat(this.java.next()).startsWith("up c@127.0.0.1");
		return link;
	}

	private static AtomTerm form(boolean typed) {
		return AtomTerm.of((typed) ? "typed" : "plain");
	}

	private static Term message(RawLink link) throws Exception {
		return link.read().message(new TermDecoder());
	}

}
