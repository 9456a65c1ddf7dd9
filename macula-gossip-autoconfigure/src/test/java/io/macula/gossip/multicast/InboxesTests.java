package io.macula.gossip.multicast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.macula.gossip.multicast.GroupChannel.Arrival;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InboxesTests {

	private static final Duration PATIENCE = Duration.ofMillis(100);

	private final List<String> received = new ArrayList<>();

	private DatagramChannel broken;

	private DatagramChannel sound;

	private DatagramChannel sender;

	@BeforeEach
	void open() throws IOException {
		this.broken = socket();
		this.sound = socket();
		this.sender = socket();
	}

	@AfterEach
	void close() throws IOException {
		this.broken.close();
		this.sound.close();
		this.sender.close();
	}

	@Test
	void aSocketThatFailsForEverRestsWhileTheOthersGoOn() throws IOException {
		AtomicInteger attempts = new AtomicInteger();
		try (Inboxes inboxes = new Inboxes((source) -> Origin.OTHER, (channel, buffer) -> {
			if (channel == this.broken) {
				attempts.incrementAndGet();
				throw new IOException("it is broken");
			}
			return channel.receive(buffer);
		})) {
			inboxes.add(this.broken, Arrival.GROUP, (source) -> true);
			inboxes.add(this.sound, Arrival.UNICAST, (source) -> true);
			List<IOException> failures = new ArrayList<>();
			send("to nobody", this.broken);
			long start = System.nanoTime();
			for (int i = 0; i < 100; i++) {
				send("hello " + i, this.sound);
				IOException failure = receive(inboxes);
				while (this.received.size() <= i) {
					failure = (failure != null) ? failure : receive(inboxes);
				}
				if (failure != null) {
					failures.add(failure);
				}
			}
			long rests = Duration.ofNanos(System.nanoTime() - start).toMillis() / 500 + 1;
			assertThat(this.received).hasSize(100).contains("hello 0", "hello 99");
			assertThat(attempts.get()).isBetween(1, (int) rests);
			assertThat(failures).isNotEmpty().allSatisfy((failure) -> assertThat(failure).hasMessage("it is broken"));
		}
	}

	@Test
	void aSocketThatFailedOnceIsReadAgainAfterItsRest() throws IOException {
		AtomicInteger attempts = new AtomicInteger();
		try (Inboxes inboxes = new Inboxes((source) -> Origin.OTHER, (channel, buffer) -> {
			if (attempts.getAndIncrement() == 0) {
				throw new IOException("the system had no memory");
			}
			return channel.receive(buffer);
		})) {
			inboxes.add(this.broken, Arrival.GROUP, (source) -> true);
			send("hello", this.broken);
			long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
			while (this.received.isEmpty() && System.nanoTime() - deadline < 0) {
				receive(inboxes);
			}
			assertThat(this.received).containsExactly("hello");
		}
	}

	@Test
	void aSocketThatBringsMoreThanOthersLeavesThemTheirTurn() throws IOException {
		try (Inboxes inboxes = new Inboxes((source) -> Origin.OTHER)) {
			inboxes.add(this.broken, Arrival.GROUP, (source) -> true);
			for (int i = 0; i < 200; i++) {
				send("flood", this.broken);
			}
			inboxes.add(this.sound, Arrival.UNICAST, (source) -> true);
			send("hello", this.sound);
			receive(inboxes);
			receive(inboxes);
			assertThat(this.received).contains("hello");
		}
	}

	private IOException receive(Inboxes inboxes) throws IOException {
		return inboxes.receive(ByteBuffer.allocate(100), PATIENCE, (datagram, source, arrival, origin) -> this.received
			.add(StandardCharsets.UTF_8.decode(datagram.flip()).toString()));
	}

	private void send(String text, DatagramChannel receiver) throws IOException {
		this.sender.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), receiver.getLocalAddress());
	}

	private static DatagramChannel socket() throws IOException {
		DatagramChannel channel = DatagramChannel.open();
		channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		channel.configureBlocking(false);
		return channel;
	}

}
