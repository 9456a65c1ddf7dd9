package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.announcement.ProofFormat;
import io.macula.gossip.announcement.Secret;
import io.macula.gossip.multicast.GroupChannel;
import io.macula.gossip.multicast.GroupChannel.Arrival;
import io.macula.gossip.testing.Loopback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Two nodes on the loopback interface, one of which asks.
 */
abstract class AsksFixture {

	static final NodeName NODE = NodeName.of("orders@127.0.0.1");

	static final byte[] ANNOUNCEMENT = { 1 };

	static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	/**
	 * Three secrets by three cookies are as many.
	 */
	static final List<Secret> KEYS = IntStream.range(0, 9).mapToObj((i) -> ProofFormat.key("", "" + i)).toList();

	final int port = Loopback.freePort();

	final ProofFormat format = new ProofFormat(KEYS);

	final GroupChannel asking = open();

	final GroupChannel asked = open();

	final Asks asks = new Asks(new ProofFormat(KEYS.subList(0, 2)), this.asking, this.port,
			new DaemonThreads(Thread::new).timer("test-ask"));

	final AtomicLong now = new AtomicLong();

	final BlockingQueue<String> outcome = new LinkedBlockingQueue<>();

	final Asks.Answer answer = settling(this.asks);

	final BlockingQueue<InetSocketAddress> announcements = new LinkedBlockingQueue<>();

	final BlockingQueue<Received> questions = new LinkedBlockingQueue<>();

	final BlockingQueue<Received> proofs = new LinkedBlockingQueue<>();

	volatile Set<Arrival> answered = EnumSet.allOf(Arrival.class);

	final List<Thread> threads = List.of(new Thread(() -> receive(this.asked), "asked"),
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

	Asks asksWithAClock() {
		return asksWithAClock(Duration.ofMillis(100));
	}

	Asks asksWithAClock(Duration eachTry) {
		return asksWithAClock(KEYS.subList(0, 2), eachTry);
	}

	Asks asksWithAClock(List<Secret> keys, Duration eachTry) {
		return new Asks(new ProofFormat(keys), this.asking, this.port, new DaemonThreads(Thread::new).timer("test-ask"),
				eachTry, this.now::get);
	}

	Asks.Answer settling(Asks asks) {
		return new Asks.Answer() {

			@Override
			public void proven(Decoded.Proof proof, InetAddress source) {
				asks.settle(proof);
				AsksFixture.this.outcome.add(proof.node() + " at " + source.getHostAddress() + " port " + proof.port());
			}

			@Override
			public void silent() {
				AsksFixture.this.outcome.add("silent");
			}

		};
	}

	/**
	 * Return where the announcements of the node that is asked come from.
	 */
	InetSocketAddress announce() throws Exception {
		this.asked.interfaces().get(0).send(ANNOUNCEMENT);
		return this.announcements.take();
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

	record Received(@Nullable Decoded decoded, InetSocketAddress source, Arrival arrival) {

	}

}
