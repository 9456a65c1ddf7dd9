package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.announcement.ProofFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of questions that nobody answers in time.
 */
@Timeout(30)
class SilentNodesTests extends AsksFixture {

	@Test
	void whoDoesNotAnswerIsSilentOnce() throws Exception {
		NodeName absent = NodeName.of("absent@127.0.0.1");
		this.asks.ask(absent, LOOPBACK, null, this.answer);
		assertThat(this.outcome.poll(20, TimeUnit.SECONDS)).isEqualTo("silent");
		assertThat(this.asks.ask(absent, LOOPBACK, null, this.answer)).as("its place is free again").isTrue();
	}

	@Test
	void aProofThatComesLateCountsOnce() throws Exception {
		Asks asks = asksWithAClock();
		Decoded.Proof proof = silentUntilNow(asks);
		this.now.addAndGet(Asks.LATE.toNanos() - 1);
		asks.answered(new Decoded.Proof(NODE, proof.nonce(), 4711, 1, 0), LOOPBACK);
		asks.answered(proof, LOOPBACK);
		asks.answered(proof, LOOPBACK);
		assertThat(this.outcome).containsExactly("slow@127.0.0.1 at 127.0.0.1 port 4711");
		assertThat(asks.settle(proof)).isFalse();
		asks.close();
	}

	@Test
	void aProofThatComesTooLateSaysNothing() throws Exception {
		Asks asks = asksWithAClock();
		Decoded.Proof proof = silentUntilNow(asks);
		this.now.addAndGet(Asks.LATE.toNanos());
		asks.answered(proof, LOOPBACK);
		assertThat(this.outcome).isEmpty();
		assertThat(asks.settle(proof)).isFalse();
		asks.close();
	}

	@ParameterizedTest
	@CsvSource({ "-1, 1", "0, 0" })
	void ofThoseThatMayBeLateTheOldestIsForgottenFirst(int moreThanMayBe, int told) throws Exception {
		Asks asks = asksWithAClock(Duration.ofMillis(20));
		Decoded.Proof proof = silentUntilNow(asks);
		int others = Asks.MAX + moreThanMayBe;
		for (int i = 0; i < others; i++) {
			assertThat(asks.ask(NodeName.of("a" + i + "@127.0.0.1"), LOOPBACK, null, settling(asks))).isTrue();
			if (i % Asks.MAX_PER_HOST == Asks.MAX_PER_HOST - 1 || i == others - 1) {
				for (int silent = i % Asks.MAX_PER_HOST; silent >= 0; silent--) {
					assertThat(this.outcome.poll(20, TimeUnit.SECONDS)).isEqualTo("silent");
				}
			}
		}
		asks.answered(proof, LOOPBACK);
		assertThat(this.outcome).hasSize(told);
		asks.close();
	}

	@Test
	void aProofOfWhatNobodyAskedOrOfAnotherNodeSaysNothing() throws Exception {
		NodeName absent = NodeName.of("absent@127.0.0.1");
		this.asks.ask(absent, LOOPBACK, null, this.answer);
		Decoded.Ask ask = (Decoded.Ask) this.questions.take().decoded();
		this.asks.answered(new Decoded.Proof(absent, "0".repeat(32), 1, 1, 0), LOOPBACK);
		this.asks.answered(new Decoded.Proof(NODE, ask.nonce(), 1, 1, 0), LOOPBACK);
		assertThat(this.outcome.poll(20, TimeUnit.SECONDS)).isEqualTo("silent");
	}

	@Test
	void oneHostUsesUpItsShareAlone() {
		ProofFormat one = new ProofFormat(List.of(ProofFormat.key("", "one")));
		Asks patient = new Asks(one, this.asking, this.port, new DaemonThreads(Thread::new).timer("test-ask"),
				Duration.ofMinutes(1), System::nanoTime);
		for (int i = 0; i < Asks.MAX_PER_HOST; i++) {
			assertThat(patient.ask(NodeName.of("a" + i + "@127.0.0.1"), LOOPBACK, null, this.answer)).isTrue();
		}
		assertThat(patient.ask(NODE, LOOPBACK, null, this.answer)).isFalse();
		assertThat(patient.ask(NODE, new InetSocketAddress("127.0.0.2", 1).getAddress(), null, this.answer)).isTrue();
		patient.close();
	}

	/**
	 * Ask a node until it counts as silent, and return the proof that it has not given.
	 */
	private Decoded.Proof silentUntilNow(Asks asks) throws Exception {
		NodeName slow = NodeName.of("slow@127.0.0.1");
		asks.ask(slow, LOOPBACK, null, settling(asks));
		Decoded.Ask ask = (Decoded.Ask) this.questions.take().decoded();
		assertThat(this.outcome.poll(20, TimeUnit.SECONDS)).isEqualTo("silent");
		return new Decoded.Proof(slow, ask.nonce(), 4711, 1, 0);
	}

}
