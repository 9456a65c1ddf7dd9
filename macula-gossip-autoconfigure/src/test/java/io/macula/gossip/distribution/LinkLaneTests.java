package io.macula.gossip.distribution;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.macula.gossip.MessageTooLargeException;
import io.macula.gossip.NodeName;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.TermDecoder;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What a link takes, in which order it goes, and what is taken for life.
 */
@Timeout(60)
class LinkLaneTests {

	private static final String NAME = "x@127.0.0.1";

	private static final DistributionLimits LIMITS = new DistributionLimits(1024 * 1024, 100, 1024 * 1024, 1024 * 1024,
			8 * 1024 * 1024, 10, 4, 16, 10, 10);

	@Test
	void whenPeerDoesNotReadShouldTellItsSendersAndKeepTheLinkForAsLongAsItIsNotSilent() throws Exception {
		try (TestNode a = start((options) -> options.limits(LIMITS)); RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			NodeName peer = NodeName.of(NAME);
			BinaryTerm message = BinaryTerm.of(new byte[100_000]);
			int sent = fill(a, message);
			assertThat(a.node().send(peer, "anyone", message)).isFalse();
			assertThat(a.node().call(peer, "anyone", message, Duration.ofSeconds(10)))
				.failsWithin(Duration.ofSeconds(5))
				.withThrowableThat()
				.withMessageContaining("too much waits to be sent to it already");
			for (int i = 0; i < 5000; i++) {
				assertThat(a.node().call(peer, "anyone", message, Duration.ofSeconds(10)))
					.failsWithin(Duration.ofSeconds(5));
			}
			assertThat(a.events().isEmpty()).as("the link stands").isTrue();
			link.input().skipNBytes(sent * 50_000L);
			assertThat(a.node().send(peer, "anyone", message, Duration.ofSeconds(10))).isTrue();
		}
	}

	@Test
	void whenPeerTakesNothingForTheTickTimeShouldCloseItsLinkThoughItIsNotSilent() throws Exception {
		try (TestNode a = start((options) -> options.links((links) -> links.setTickTime(Duration.ofMillis(400))));
				RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			BinaryTerm message = BinaryTerm.of(new byte[1_000_000]);
			while (a.node().send(NodeName.of(NAME), "anyone", message)) {
				link.output().writeInt(0);
			}
			Eventually.holds("it is closed", () -> {
				try {
					link.output().writeInt(0);
				}
				catch (IOException ex) {
					// It is
				}
				return !a.events().isEmpty();
			});
			assertThat(a.next()).isEqualTo("down x@127.0.0.1: it took nothing of what it was sent for 400 ms");
		}
	}

	@Test
	void whenPeerAsksAndDoesNotReadShouldCloseItsLinkAtTheLimit() throws Exception {
		try (TestNode a = start((options) -> options.limits(LIMITS)); RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			assertThatIOException().isThrownBy(() -> askWithoutReading(link));
			assertThat(a.next()).startsWith("down x@127.0.0.1: it does not read the answers to what it sends");
		}
	}

	@Test
	void whenPeerAsksAndDoesNotReadShouldKeepNoMoreForItThanAllLinksShareAllows() throws Exception {
		DistributionLimits wide = new DistributionLimits(1024 * 1024, 100, 1024 * 1024 * 1024, 1024 * 1024, 256 * 1024,
				10, 4, 16, 10, 10);
		try (TestNode a = start((options) -> options.limits(wide)); RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			assertThatIOException().isThrownBy(() -> askWithoutReading(link));
			assertThat(a.next()).startsWith("down x@127.0.0.1: it does not read the answers to what it sends");
			assertThat(a.node().incoming().memory().control().held()).isZero();
		}
	}

	@Test
	void whenMessageIsLargerThanALinkCarriesShouldRefuseItAndKeepTheLink() throws Exception {
		try (TestNode a = start((options) -> options.limits(LIMITS)); RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			NodeName peer = NodeName.of(NAME);
			BinaryTerm message = BinaryTerm.of(new byte[1024 * 1024]);
			assertThatExceptionOfType(MessageTooLargeException.class)
				.isThrownBy(() -> a.node().send(peer, "anyone", message))
				.withMessageMatching(
						"A message to x@127\\.0\\.0\\.1 takes 10486\\d\\d bytes, above the limit of 1048576: .+")
				.satisfies((ex) -> assertThat(ex.getSize()).isGreaterThan(ex.getLimit()))
				.satisfies((ex) -> assertThat(ex.getLimit()).isEqualTo(1024 * 1024));
			assertThatExceptionOfType(MessageTooLargeException.class)
				.isThrownBy(() -> a.node().send(peer, "anyone", message, Duration.ofSeconds(10)));
			assertThatExceptionOfType(MessageTooLargeException.class)
				.isThrownBy(() -> a.node().call(peer, "anyone", message, Duration.ofSeconds(10)));
			link.output().writeInt(0);
			assertThat(link.input().readInt()).isZero();
			assertThat(a.events().isEmpty()).as("the link stands").isTrue();
		}
	}

	@Test
	void whenDataWaitsShouldSendWhatKeepsTheLinkGoingFirst() throws Exception {
		try (TestNode a = start((options) -> {
		}); RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			NodeName peer = NodeName.of(NAME);
			BinaryTerm message = BinaryTerm.of(new byte[1_000_000]);
			int sent = fill(a, message);
			a.node().tell(peer, "anyone", AtomTerm.of("old"));
			a.node().tell(peer, "anyone", AtomTerm.of("new"));
			assertThat(a.node().probe(peer)).isTrue();
			List<Integer> small = new ArrayList<>();
			DataInputStream input = link.input();
			for (int i = 0; small.size() < 3; i++) {
				int length = input.readInt();
				input.skipNBytes(length);
				if (length < 1000) {
					small.add(i);
				}
			}
			assertThat(small).as("the monitor, the question and the newer state, one after the other")
				.containsExactly(small.get(0), small.get(0) + 1, small.get(0) + 2);
			assertThat(small.get(0)).isLessThan(sent - 10);
		}
	}

	@Test
	void whenDataIsFullShouldAnswerCallsNeverthelessAndTellOfTheEndBehindTheAnswer() throws Exception {
		try (TestNode a = start((options) -> {
		}); RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			CountDownLatch answered = new CountDownLatch(1);
			a.node().register("here", (message) -> {
				if (message.kind() == Message.Kind.PLAIN) {
					answered.countDown();
				}
				return message.body();
			});
			fill(a, BinaryTerm.of(new byte[1_000_000]));
			PidTerm pid = new PidTerm(AtomTerm.of(NAME), 1, 0, 77);
			ReferenceTerm reference = new ReferenceTerm(pid.node(), 77, List.of(1L));
			link.write(Frames.monitor(pid, AtomTerm.of("here"), reference));
			link.write(Frames.sendToName(pid, "here",
					GenCall.message(pid, reference, BinaryTerm.of(new byte[1_500_000]))));
			link.write(Frames.sendToName(pid, "here", AtomTerm.of("behind it")));
			assertThat(answered.await(15, TimeUnit.SECONDS)).isTrue();
			a.node().unregister("here");
			ControlMessage answer = link.read();
			while (answer.operation() == Operation.REG_SEND) {
				answer = link.read();
			}
			assertThat(answer.operation()).isIn(Operation.SEND, Operation.SEND_SENDER);
			assertThat(answer.message(new TermDecoder()).toString()).startsWith("{" + reference + ",");
			assertThat(link.read().operation()).isEqualTo(Operation.MONITOR_P_EXIT);
		}
	}

	@Test
	void whenPeerSendsAnythingAtAllShouldTakeItForTheAnswerToAProbe() throws Exception {
		try (TestNode a = start((options) -> {
		}); RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			assertThat(a.node().probe(NodeName.of(NAME))).isTrue();
			assertThat(a.events().isEmpty()).isTrue();
			link.output().write(0);
			assertThat(a.next()).isEqualTo("alive x@127.0.0.1");
		}
	}

	@Test
	void whenPeerTakesInDataThatWaitedShouldTakeItForTheAnswerToAProbe() throws Exception {
		try (TestNode a = start((options) -> {
		}); RawLink link = open(a)) {
			assertThat(a.next()).startsWith("up");
			BinaryTerm message = BinaryTerm.of(new byte[1_000_000]);
			fill(a, message);
			assertThat(a.node().probe(NodeName.of(NAME))).isTrue();
			link.input().skipNBytes(8_000_000);
			assertThat(a.next()).isEqualTo("alive x@127.0.0.1");
		}
	}

	/**
	 * Send until nothing moves any more.
	 */
	private static int fill(TestNode node, BinaryTerm message) throws Exception {
		int sent = 0;
		while (node.node().send(NodeName.of(NAME), "anyone", message, Duration.ofMillis(300))) {
			sent++;
		}
		return sent;
	}

	private static void askWithoutReading(RawLink link) throws IOException {
		byte[] request = Frames.monitor(new PidTerm(AtomTerm.of(NAME), 1, 0, 77), AtomTerm.of("nobody"),
				new ReferenceTerm(AtomTerm.of(NAME), 77, List.of(1L)));
		DataOutputStream output = new DataOutputStream(new BufferedOutputStream(link.output()));
		for (int i = 0; i < 1_000_000; i++) {
			output.writeInt(request.length);
			output.write(request);
		}
	}

	private static TestNode start(Consumer<TestNode.Options> change) throws Exception {
		return TestNode.start(Loopback.freePort(), "a@127.0.0.1", change);
	}

	private static RawLink open(TestNode node) throws Exception {
		return RawLink.open(node.node().port(), NAME, 77, node.name());
	}

}
