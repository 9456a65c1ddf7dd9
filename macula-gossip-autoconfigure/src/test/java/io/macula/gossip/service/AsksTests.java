package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.multicast.GroupChannel.Arrival;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where and with which keys a node is asked to prove that it has one.
 */
@Timeout(30)
class AsksTests extends AsksFixture {

	@Test
	void aNodeIsAskedWhereItAnnouncesItselfAndAnswersFromThere() throws Exception {
		InetSocketAddress announcing = announce();
		assertThat(askUntilProven(announcing)).isEqualTo(NODE + " at 127.0.0.1 port 4711");
		assertThat(this.questions.remove().arrival()).isEqualTo(Arrival.DIRECT);
		Received proof = this.proofs.remove();
		assertThat(proof.source()).isEqualTo(announcing);
		this.asks.answered((Decoded.Proof) proof.decoded(), LOOPBACK);
		assertThat(this.outcome).as("a proof that is repeated says nothing").isEmpty();
	}

	@Test
	void whereNoAnswerComesItIsAskedAtThePortAndAnswersThere() throws Exception {
		this.answered = Set.of(Arrival.UNICAST);
		assertThat(askUntilProven(deaf())).isEqualTo(NODE + " at 127.0.0.1 port 4711");
		Received question = this.questions.remove();
		assertThat(question.arrival()).isEqualTo(Arrival.UNICAST);
		assertThat(((Decoded.Ask) question.decoded()).key()).as("the next key").isEqualTo(1);
	}

	@Test
	void whereNoAnswerComesFromThePortEitherItIsAskedAtTheGroupAndAnswersThere() throws Exception {
		this.answered = Set.of(Arrival.GROUP);
		assertThat(askUntilProven(deaf())).isEqualTo(NODE + " at 127.0.0.1 port 4711");
		assertThat(this.proofs.remove().arrival()).isEqualTo(Arrival.GROUP);
	}

	@Test
	void whoIsSlowIsNotAskedAtTheGroupBeforeTheLastQuestionOfEachKey() throws Exception {
		InetSocketAddress announcing = announce();
		NodeName slow = NodeName.of("slow@127.0.0.1");
		this.asks.ask(slow, LOOPBACK, announcing, this.answer);
		assertThat(this.outcome.poll(20, TimeUnit.SECONDS)).isEqualTo("silent");
		List<Integer> atTheGroup = new ArrayList<>();
		int direct = 0;
		for (Received question = this.questions.poll(); question != null; question = this.questions.poll()) {
			if (question.arrival() == Arrival.GROUP) {
				atTheGroup.add(((Decoded.Ask) question.decoded()).key());
			}
			direct += (question.arrival() == Arrival.DIRECT) ? 1 : 0;
		}
		assertThat(atTheGroup).containsExactly(0, 1);
		assertThat(direct).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 8, 9 })
	void whoIsSlowIsAskedWithEachKeyInEachWay(int keys) throws Exception {
		InetSocketAddress announcing = announce();
		Asks asks = asksWithAClock(KEYS.subList(0, keys), Duration.ofMillis(100));
		asks.ask(NodeName.of("slow@127.0.0.1"), LOOPBACK, announcing, settling(asks));
		assertThat(this.outcome.poll(20, TimeUnit.SECONDS)).isEqualTo("silent");
		Set<Integer> each = IntStream.range(0, keys).boxed().collect(Collectors.toSet());
		for (Arrival way : EnumSet.of(Arrival.DIRECT, Arrival.UNICAST, Arrival.GROUP)) {
			Eventually.holds("each key was used in the way " + way,
					() -> this.questions.stream()
						.filter((question) -> question.arrival() == way)
						.map((question) -> ((Decoded.Ask) question.decoded()).key())
						.collect(Collectors.toSet())
						.equals(each));
		}
		asks.close();
	}

	@Test
	void questionsToThePortLeaveTheGroupItsShare() throws Exception {
		InetSocketAddress announcing = announce();
		Asks asks = asksWithAClock();
		for (int i = 0; i < Asks.WIDER_PER_SECOND_AND_HOST + 1; i++) {
			asks.ask(NodeName.of("slow" + i + "@127.0.0.1"), LOOPBACK, announcing, settling(asks));
		}
		for (int i = 0; i < Asks.WIDER_PER_SECOND_AND_HOST + 1; i++) {
			assertThat(this.outcome.poll(20, TimeUnit.SECONDS)).isEqualTo("silent");
		}
		Eventually.holds("as many as may be are asked at the group",
				() -> this.questions.stream()
					.filter((question) -> question.arrival() == Arrival.GROUP)
					.count() == Asks.WIDER_PER_SECOND_AND_HOST);
		asks.close();
	}

	private static InetSocketAddress deaf() {
		return new InetSocketAddress(LOOPBACK, Loopback.freePort());
	}

	/**
	 * A machine that is busy may let the time of a question pass.
	 */
	private String askUntilProven(InetSocketAddress socket) throws Exception {
		String result;
		do {
			this.questions.clear();
			this.asks.ask(NODE, LOOPBACK, socket, this.answer);
			result = this.outcome.take();
		}
		while (result.equals("silent"));
		return result;
	}

}
