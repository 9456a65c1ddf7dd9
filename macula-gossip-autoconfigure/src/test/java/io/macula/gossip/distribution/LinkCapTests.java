package io.macula.gossip.distribution;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.macula.gossip.CallException;
import io.macula.gossip.NodeName;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.IntegerTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TermDecoder;
import io.macula.gossip.etf.TermEncoder;
import io.macula.gossip.etf.TermLimits;
import io.macula.gossip.etf.TupleTerm;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * How much of a node its peers can have, and what one of them can do to what concerns
 * another.
 */
@Tag("once")
@Timeout(60)
class LinkCapTests {

	private static final NodeName B = NodeName.of("b@127.0.0.1");

	private static final byte PASS_THROUGH = 112;

	private static final int SEND = 2;

	private static final int MONITOR = 19;

	private static final int MONITOR_EXIT = 21;

	private final int epmdPort = Loopback.freePort();

	@Test
	void whenThereAreAsManyLinksAsMayBeShouldLetNobodyElseIn() throws Exception {
		try (TestNode a = start(2, 10); RawLink b = open(a, "b"); RawLink c = open(a, "c")) {
			assertThat(List.of(a.next(), a.next())).as("in whichever order")
				.containsExactlyInAnyOrder("up b@127.0.0.1 hidden", "up c@127.0.0.1 hidden");
			assertThatIOException().isThrownBy(() -> open(a, "d"));
			assertThat(a.next())
				.isEqualTo("refused d@127.0.0.1 NOT_ALLOWED: this node has 2 links, as many as its limit allows");
			b.close();
			assertThat(a.next()).startsWith("down b@127.0.0.1");
			try (RawLink d = open(a, "d")) {
				assertThat(a.next()).startsWith("up d@127.0.0.1");
			}
		}
	}

	@Test
	void whenAsManyCallsAwaitTheirAnswerAsMayShouldRefuseMore() throws Exception {
		try (TestNode a = start(10, 2); RawLink b = open(a, "b")) {
			assertThat(a.next()).startsWith("up b@127.0.0.1");
			CompletableFuture<Term> first = call(a, Duration.ofMillis(500));
			CompletableFuture<Term> second = call(a, Duration.ofSeconds(50));
			assertRefused(call(a, Duration.ofSeconds(50)), CallException.Reason.TOO_MANY);
			assertRefused(first, CallException.Reason.TIMED_OUT);
			assertThat(call(a, Duration.ofSeconds(50))).as("in the place of the first").isNotDone();
			assertThat(second).isNotDone();
		}
	}

	@Test
	void whenAnotherNodeThanTheOneAskedAnswersShouldWaitForTheOneAsked() throws Exception {
		try (TestNode a = start(10, 10); RawLink b = open(a, "b"); RawLink c = open(a, "c")) {
			assertThat(List.of(a.next(), a.next())).as("in whichever order")
				.containsExactlyInAnyOrder("up b@127.0.0.1 hidden", "up c@127.0.0.1 hidden");
			CompletableFuture<Term> answer = call(a, Duration.ofSeconds(50));
			TupleTerm monitor = read(b.input(), MONITOR);
			PidTerm caller = (PidTerm) monitor.get(1);
			ReferenceTerm reference = (ReferenceTerm) monitor.get(3);
			TupleTerm send = TupleTerm.of(IntegerTerm.of(SEND), AtomTerm.of(""), caller);
			write(c, send, TupleTerm.of(reference, AtomTerm.of("wrong")));
			write(c, TupleTerm.of(IntegerTerm.of(MONITOR_EXIT), AtomTerm.of("server"), caller, reference,
					AtomTerm.of("noproc")), null);
			awaitTick(c);
			assertThat(answer).isNotDone();
			write(b, send, TupleTerm.of(reference, AtomTerm.of("right")));
			assertThat(answer).succeedsWithin(Duration.ofSeconds(15)).isEqualTo(AtomTerm.of("right"));
		}
	}

	@Test
	void whenAHandshakeDoesNotComeToAnEndShouldEndIt() throws Exception {
		try (TestNode a = start(10, 10);
				RawLink silent = RawLink.connect(a.node().port());
				RawLink slow = RawLink.connect(a.node().port())) {
			slow.output().writeShort(50);
			slow.output().writeByte('N');
			assertThat(silent.isEnded()).isTrue();
			assertThat(slow.isEnded()).isTrue();
		}
	}

	private TestNode start(int links, int calls) throws Exception {
		return TestNode.start(this.epmdPort, "a@127.0.0.1",
				(options) -> options.limits(new DistributionLimits(1024 * 1024, 100, 1024 * 1024, 1024 * 1024,
						8 * 1024 * 1024, links, 4, 16, 10, calls)));
	}

	private static RawLink open(TestNode node, String name) throws IOException {
		return RawLink.open(node.node().port(), name + "@127.0.0.1", 77, node.name());
	}

	private static CompletableFuture<Term> call(TestNode node, Duration timeout) {
		return node.node().call(B, "server", AtomTerm.of("question"), timeout);
	}

	private static void assertRefused(CompletableFuture<Term> answer, CallException.Reason reason) {
		assertThat(answer).failsWithin(Duration.ofSeconds(15))
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(CallException.class,
					(exception) -> assertThat(exception.getReason()).isEqualTo(reason));
	}

	/**
	 * Read until a control message comes.
	 */
	private static TupleTerm read(DataInputStream input, int operation) throws IOException {
		while (true) {
			byte[] frame = new byte[input.readInt()];
			input.readFully(frame);
			if (frame.length > 0) {
				ByteBuffer terms = ByteBuffer.wrap(frame, 1, frame.length - 1);
				TupleTerm control = (TupleTerm) new TermDecoder(TermLimits.DEFAULTS).decode(terms);
				if (control.get(0).equals(IntegerTerm.of(operation))) {
					return control;
				}
			}
		}
	}

	private static void write(RawLink link, TupleTerm control, Term message) throws IOException {
		TermEncoder encoder = new TermEncoder().write(control);
		ByteBuffer terms = ((message != null) ? encoder.write(message) : encoder).asBuffer();
		byte[] frame = new byte[1 + terms.remaining()];
		frame[0] = PASS_THROUGH;
		terms.get(frame, 1, frame.length - 1);
		link.output().writeInt(frame.length);
		link.output().write(frame);
	}

	/**
	 * Have a tick answered: what was sent before it has been read then.
	 */
	private static void awaitTick(RawLink link) throws IOException {
		link.output().writeInt(0);
		int length = link.input().readInt();
		while (length != 0) {
			link.input().skipNBytes(length);
			length = link.input().readInt();
		}
	}

}
