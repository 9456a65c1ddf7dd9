package io.macula.gossip.distribution;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.distribution.handshake.MemoryPeer;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TermDecoder;
import io.macula.gossip.etf.TupleTerm;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Links to nodes written in C with {@code libei}: they have agreed to messages and little
 * else, and end at what they have not agreed to.
 */
@Timeout(60)
class LibeiLinkTests {

	private static final NodeName C = NodeName.of("c@127.0.0.1");

	private static final HandshakeNode SELF = MemoryPeer.node(C.value(), MemoryPeer.LIBEI_FLAGS, 77);

	private static final Duration LONG = Duration.ofSeconds(30);

	private TestNode java;

	private RawLink link;

	@BeforeEach
	void start() throws Exception {
		this.java = TestNode.start(Loopback.freePort(), "java@127.0.0.1");
		this.link = RawLink.open(this.java.node().port(), SELF, this.java.name());
		assertThat(this.java.next()).isEqualTo("up c@127.0.0.1 hidden");
	}

	@AfterEach
	void stop() throws Exception {
		this.java.close();
		this.link.close();
	}

	@Test
	void aCallIsAMessageAndSoIsItsAnswer() throws Exception {
		CompletableFuture<Term> answer = this.java.node().call(C, "server", Term.of(7), LONG);
		GenCall call = GenCall.read(nextMessage());
		assertThat(call).isNotNull();
		this.link.write(Frames.send(call.from(), TupleTerm.of(call.tag(), Term.of(8))));
		assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Term.of(8));
		assertThatNothingWasSent();
	}

	@Test
	void aCallThatIsNotAnsweredEndsInTimeAndSaysNothing() throws Exception {
		assertThat(this.java.node().call(C, "server", Term.of(7), Duration.ofMillis(50)))
			.failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withMessageContaining("no answer within 50 ms");
		this.java.node().call(C, "server", Term.of(7), LONG).cancel(false);
		assertThat(GenCall.read(nextMessage())).isNotNull();
		assertThat(GenCall.read(nextMessage())).isNotNull();
		assertThatNothingWasSent();
	}

	@Test
	void aProbeIsAnsweredByTheLinkThatStands() throws Exception {
		assertThat(this.java.node().probe(C)).isTrue();
		assertThat(this.java.next()).isEqualTo("alive c@127.0.0.1");
		assertThatNothingWasSent();
	}

	@Test
	void aLinkThatStandsIsNotReplaced() throws Exception {
		for (long creation : new long[] { 77, 78 }) {
			assertThatIOException().isThrownBy(() -> RawLink.open(this.java.node().port(),
					MemoryPeer.node(C.value(), MemoryPeer.LIBEI_FLAGS, creation), this.java.name()));
		}
		assertThatNothingWasSent();
	}

	@Test
	void whoKnowsNoSuchProcessIsAlive() throws Exception {
		try (RawLink other = RawLink.open(this.java.node().port(), "other@127.0.0.1", 77, this.java.name())) {
			assertThat(this.java.next()).startsWith("up other@127.0.0.1");
			this.java.node().probe(NodeName.of("other@127.0.0.1"));
			ControlMessage monitor = other.read();
			assertThat(monitor.operation()).isEqualTo(Operation.MONITOR_P);
			other
				.write(Frames.monitorExit(monitor.get(2), monitor.pid(1), monitor.reference(3), AtomTerm.of("noproc")));
			assertThat(this.java.next()).isEqualTo("alive other@127.0.0.1");
		}
	}

	private void assertThatNothingWasSent() throws Exception {
		assertThat(this.java.node().send(C, "anyone", AtomTerm.of("last"))).isTrue();
		assertThat(nextMessage()).isEqualTo(AtomTerm.of("last"));
	}

	private Term nextMessage() throws IOException {
		ControlMessage message = this.link.read();
		assertThat(message.operation()).as(message.toString()).isIn(Operation.SEND, Operation.REG_SEND);
		return message.message(new TermDecoder());
	}

}
