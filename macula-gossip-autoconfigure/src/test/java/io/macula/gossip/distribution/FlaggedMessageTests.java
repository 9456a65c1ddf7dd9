package io.macula.gossip.distribution;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.distribution.handshake.MemoryPeer;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.IntegerTerm;
import io.macula.gossip.etf.ListTerm;
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
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages whose target is told by flags, as nodes send them since OTP 28.
 */
@Timeout(60)
class FlaggedMessageTests {

	private static final String NAME = "x@127.0.0.1";

	private static final AtomTerm NODE = AtomTerm.of(NAME);

	private static final PidTerm SENDER = new PidTerm(NODE, 1, 0, 77);

	private static final ReferenceTerm REFERENCE = new ReferenceTerm(NODE, 77, List.of(1L, 2L, 3L));

	private final BlockingQueue<Term> messages = new LinkedBlockingQueue<>();

	private TestNode java;

	@BeforeEach
	void start() throws Exception {
		this.java = TestNode.start(Loopback.freePort(), "java@127.0.0.1");
		this.java.node().register("here", (message) -> {
			this.messages.add(message.body());
			return Term.of("answer");
		});
	}

	@AfterEach
	void stop() {
		this.java.close();
	}

	@Test
	void theyArriveByNameWhateverElseTheFlagsSay() throws Exception {
		try (RawLink link = open(MemoryPeer.OTP_28_FLAGS)) {
			for (int flags : new int[] { 8, 9, 32 + 8 }) {
				link.write(message(flags, AtomTerm.of("here")));
				assertThat(this.messages.poll(10, TimeUnit.SECONDS)).isEqualTo(Term.of(flags));
			}
			link.write(ControlMessage.write(TupleTerm.of(IntegerTerm.of(37), IntegerTerm.of(2 + 8), SENDER,
					AtomTerm.of("here"), AtomTerm.of("token")), Term.of("traced")));
			assertThat(this.messages.poll(10, TimeUnit.SECONDS)).isEqualTo(Term.of("traced"));
		}
	}

	@Test
	void whatGoesToAnAliasOrHasAProcessExitIsIgnored() throws Exception {
		try (RawLink link = open(MemoryPeer.OTP_28_FLAGS)) {
			link.write(message(4, REFERENCE));
			link.write(message(16, SENDER));
			link.write(message(16 + 4, REFERENCE));
			link.write(message(0, SENDER));
			link.write(message(8, AtomTerm.of("here")));
			assertThat(this.messages.poll(10, TimeUnit.SECONDS)).isEqualTo(Term.of(8));
		}
	}

	@ParameterizedTest
	@CsvSource({ "0, is no PidTerm", "8, is no AtomTerm", "1267650600228229401496703205376, is too large" })
	void oneThatIsNoneEndsTheLinkInWords(BigInteger flags, String words) throws Exception {
		try (RawLink link = open(MemoryPeer.OTP_28_FLAGS)) {
			link.write(ControlMessage.write(TupleTerm.of(IntegerTerm.of(37), IntegerTerm.of(flags), SENDER, REFERENCE),
					Term.of(1)));
			assertThat(this.java.next()).startsWith("down " + NAME + ": it sent a message that cannot be read: ")
				.contains(words);
		}
	}

	@ParameterizedTest
	@CsvSource({ "true, 37", "false, 33" })
	void anAnswerGoesToAnAliasAsTheFlagsSay(boolean flagged, int operation) throws Exception {
		try (RawLink link = open((flagged) ? MemoryPeer.OTP_28_FLAGS : MemoryPeer.OTP_25_FLAGS)) {
			Term tag = ListTerm.withTail(List.of(AtomTerm.of("alias")), REFERENCE);
			for (String name : new String[] { "here", "net_kernel" }) {
				Term request = TupleTerm.of(AtomTerm.of("is_auth"), NODE);
				link.write(Frames.sendToName(SENDER, name,
						TupleTerm.of(AtomTerm.of("$gen_call"), TupleTerm.of(SENDER, tag), request)));
				ControlMessage answer = link.read();
				assertThat(answer.operation()).isEqualTo(operation);
				assertThat(((TupleTerm) answer.message(new TermDecoder())).get(0)).isEqualTo(tag);
			}
		}
	}

	private RawLink open(long flags) throws Exception {
		RawLink link = RawLink.open(this.java.node().port(), MemoryPeer.node(NAME, flags, 77), this.java.name());
		assertThat(this.java.next()).startsWith("up " + NAME);
		return link;
	}

	private static byte[] message(int flags, Term target) {
		return ControlMessage.write(TupleTerm.of(IntegerTerm.of(37), IntegerTerm.of(flags), SENDER, target),
				Term.of(flags));
	}

}
