package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.announcement.ProofFormat;
import io.macula.gossip.multicast.GroupChannel;
import io.macula.gossip.multicast.GroupChannel.Arrival;
import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Loopback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a node is asked to prove the key, over sockets on the loopback interface.
 */
@Timeout(30)
class AsksTests {

	private static final NodeName NODE = NodeName.of("orders@127.0.0.1");

	private static final byte[] ANNOUNCEMENT = { 1 };

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	private final int port = Loopback.freePort();

	private final ProofFormat format = new ProofFormat(
			List.of(ProofFormat.key("", "first"), ProofFormat.key("", "second")));

	private final GroupChannel asking = open();

	private final GroupChannel asked = open();

	private final Asks asks = new Asks(this.format, this.asking, this.port,
			new DaemonThreads(Thread::new).timer("test-ask"));

	private final AtomicLong now = new AtomicLong();

	private final BlockingQueue<String> outcome = new LinkedBlockingQueue<>();

	private final Asks.Answer answer = settling(this.asks);

	private final BlockingQueue<InetSocketAddress> announcements = new LinkedBlockingQueue<>();

	private final BlockingQueue<Received> questions = new LinkedBlockingQueue<>();

	private final BlockingQueue<Received> proofs = new LinkedBlockingQueue<>();

	private volatile Set<Arrival> answered = EnumSet.allOf(Arrival.class);

	private final List<Thread> threads = List.of(new Thread(() -> receive(this.asked), "asked"),
			new Thread(() -> receive(this.asking), "asking"));

	@BeforeEach
	void use() {
		List.of(this.asking, this.asked).forEach((channel) -> {
			channel.look();
			channel.use();
		});
		this.threads.forEach(Thread::start);
	}

	@AfterEach
	void close() throws Exception {
		this.asks.close();
		this.asking.close();
		this.asked.close();
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

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

	private Asks asksWithAClock() {
		return asksWithAClock(Duration.ofMillis(100));
	}

	private Asks asksWithAClock(Duration eachTry) {
		return new Asks(this.format, this.asking, this.port, new DaemonThreads(Thread::new).timer("test-ask"), eachTry,
				this.now::get);
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

	private Asks.Answer settling(Asks asks) {
		return new Asks.Answer() {

			@Override
			public void proven(Decoded.Proof proof, InetAddress source) {
				asks.settle(proof);
				AsksTests.this.outcome.add(proof.node() + " at " + source.getHostAddress() + " port " + proof.port());
			}

			@Override
			public void silent() {
				AsksTests.this.outcome.add("silent");
			}

		};
	}

	/**
	 * Return where the announcements of the node that is asked come from.
	 */
	private InetSocketAddress announce() throws Exception {
		this.asked.interfaces().get(0).send(ANNOUNCEMENT);
		return this.announcements.take();
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

	private GroupChannel open() {
		return GroupChannel.open(new InetSocketAddress("230.1.1.251", this.port), 0, Loopback.INTERFACES);
	}

	private void receive(GroupChannel channel) {
		try {
			while (true) {
				channel.receive(ByteBuffer.allocate(AnnouncementFormat.MAX_BYTES), Duration.ofMillis(100),
						(datagram, source, arrival, origin) -> received(channel,
								Arrays.copyOf(datagram.array(), datagram.position()), source, arrival));
			}
		}
		catch (IOException ex) {
			// It is closed
		}
	}

	private void received(GroupChannel channel, byte[] datagram, InetSocketAddress source, Arrival arrival) {
		Decoded decoded = this.format.newDecoder().decode(datagram, datagram.length);
		Received received = new Received(decoded, source, arrival);
		if (channel == this.asking && decoded instanceof Decoded.Proof proof) {
			this.proofs.add(received);
			this.asks.answered(proof, source.getAddress());
		}
		else if (channel == this.asking && Arrays.equals(datagram, ANNOUNCEMENT)) {
			this.announcements.add(source);
		}
		// Both sockets have the port, and the system chooses which gets what is for one
		// of them
		else if ((channel == this.asked || arrival == Arrival.UNICAST) && decoded instanceof Decoded.Ask ask) {
			this.questions.add(received);
			if (ask.node().equals(NODE) && this.answered.contains(arrival)) {
				answer(channel, ask, source);
			}
		}
	}

	private void answer(GroupChannel channel, Decoded.Ask ask, InetSocketAddress source) {
		try {
			channel.answer(source, this.format.proof(ask, 4711, 17));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Received(@Nullable Decoded decoded, InetSocketAddress source, Arrival arrival) {

	}

}
