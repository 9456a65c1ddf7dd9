package io.macula.gossip.distribution;

import java.nio.ByteBuffer;
import java.util.List;

import io.macula.gossip.distribution.handshake.MemoryPeer;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.ListTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TermDecoder;
import io.macula.gossip.etf.TupleTerm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls as {@code gen_server} makes them.
 */
class GenCallTests {

	private static final AtomTerm NODE = AtomTerm.of("b@host");

	private static final PidTerm PID = new PidTerm(NODE, 1, 0, 1);

	private static final PidTerm SELF = new PidTerm(AtomTerm.of("a@host"), 2, 0, 1);

	private static final ReferenceTerm REFERENCE = new ReferenceTerm(NODE, 1, List.of(1L, 2L, 3L));

	private static final ListTerm ALIAS = ListTerm.withTail(List.of(AtomTerm.of("alias")), REFERENCE);

	@Test
	void whenTagIsReferenceShouldAnswerThePid() throws Exception {
		GenCall call = GenCall.read(GenCall.message(PID, REFERENCE, Term.of(1)));
		assertThat(call).isEqualTo(new GenCall(PID, REFERENCE, Term.of(1)));
		assertThat(call.monitor()).isEqualTo(REFERENCE);
		ControlMessage answer = answer(call);
		assertThat(answer.operation()).isEqualTo(Operation.SEND);
		assertThat(answer.pid(2)).isEqualTo(PID);
		assertThat(answer.message(new TermDecoder())).isEqualTo(TupleTerm.of(REFERENCE, Term.of(2)));
	}

	@Test
	void whenTagIsAliasShouldAnswerTheAliasAsWasAgreed() throws Exception {
		for (Term tag : new Term[] { ALIAS, ListTerm.withTail(List.of(ALIAS), AtomTerm.of("more")) }) {
			GenCall call = new GenCall(PID, tag, Term.of(1));
			assertThat(call.monitor()).isEqualTo(REFERENCE);
			ControlMessage answer = answer(call, MemoryPeer.OTP_28_FLAGS);
			assertThat(answer.control()).hasToString("{37,4,<a@host.2.0>,#Ref<b@host.3.2.1>}");
			assertThat(answer.message(new TermDecoder())).isEqualTo(TupleTerm.of(tag, Term.of(2)));
			answer = answer(call, MemoryPeer.OTP_25_FLAGS);
			assertThat(answer.operation()).isEqualTo(Operation.ALIAS_SEND);
			assertThat(answer.reference(2)).isEqualTo(REFERENCE);
			assertThat(answer.message(new TermDecoder())).isEqualTo(TupleTerm.of(tag, Term.of(2)));
			answer = answer(call, MemoryPeer.LIBEI_FLAGS);
			assertThat(answer.operation()).isEqualTo(Operation.SEND);
			assertThat(answer.pid(2)).isEqualTo(PID);
			assertThat(answer.message(new TermDecoder())).isEqualTo(TupleTerm.of(tag, Term.of(2)));
		}
	}

	@Test
	void whenMessageIsNoCallShouldSaySo() {
		assertThat(GenCall.read(Term.of(1))).isNull();
		assertThat(GenCall.read(TupleTerm.of(AtomTerm.of("$gen_call"), PID, Term.of(1)))).isNull();
		assertThat(GenCall.read(TupleTerm.of(AtomTerm.of("$gen_cast"), Term.of(1)))).isNull();
	}

	@Test
	void whenTagIsAnyTermShouldAnswerThePid() throws Exception {
		GenCall call = new GenCall(PID, ListTerm.of(AtomTerm.of("alias")), Term.of(1));
		assertThat(call.monitor()).isNull();
		assertThat(answer(call).operation()).isEqualTo(Operation.SEND);
	}

	private static ControlMessage answer(GenCall call) throws Exception {
		return answer(call, MemoryPeer.OTP_28_FLAGS);
	}

	private static ControlMessage answer(GenCall call, long flags) throws Exception {
		return ControlMessage.read(ByteBuffer.wrap(call.answer(SELF, Term.of(2), MemoryPeer.node("b@host", flags, 1))),
				new TermDecoder());
	}

}
