package io.macula.gossip.multicast;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.Loopback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(20)
class GroupChannelTests {

	private final InetSocketAddress group = new InetSocketAddress("230.1.1.251", Loopback.freePort());

	@Test
	void whatOneChannelSendsEveryChannelReceives() throws Exception {
		try (GroupChannel first = open(); GroupChannel second = open()) {
			first.send(0, "hello".getBytes(StandardCharsets.UTF_8));
			ByteBuffer buffer = ByteBuffer.allocate(100);
			InetSocketAddress source = second.receive(buffer);
			assertThat(StandardCharsets.UTF_8.decode(buffer.flip()).toString()).isEqualTo("hello");
			assertThat(first.ownInterface(source)).isZero();
			assertThat(second.ownInterface(source)).isEqualTo(-1);
			assertThat(first.ownInterface(first.receive(buffer.clear()))).isZero();
		}
	}

	@Test
	void theInterfaceInUseIsTheOneAskedFor() throws Exception {
		try (GroupChannel channel = open()) {
			assertThat(channel.interfaces()).extracting((used) -> used.address().getHostAddress())
				.containsExactly("127.0.0.1");
			assertThat(channel.interfaces()).extracting(GossipInterface::reason)
				.containsExactly("configured as '127.0.0.1'");
		}
	}

	@Test
	void closingEndsAReceiveThatWaits() throws Exception {
		GroupChannel channel = open();
		CompletableFuture<Exception> ended = new CompletableFuture<>();
		Thread receiver = new Thread(() -> {
			try {
				channel.receive(ByteBuffer.allocate(100));
			}
			catch (Exception ex) {
				ended.complete(ex);
			}
		});
		receiver.start();
		channel.close();
		assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
		assertThat(channel.isOpen()).isFalse();
	}

	@Test
	void aThreadThatWasInterruptedSendsAsWell() throws Exception {
		try (GroupChannel channel = open()) {
			Thread.currentThread().interrupt();
			channel.send(0, "first".getBytes(StandardCharsets.UTF_8));
			assertThat(Thread.interrupted()).isTrue();
			channel.send(0, "second".getBytes(StandardCharsets.UTF_8));
			ByteBuffer buffer = ByteBuffer.allocate(100);
			channel.receive(buffer);
			assertThat(StandardCharsets.UTF_8.decode(buffer.flip()).toString()).isEqualTo("first");
		}
	}

	@Test
	void aPortThatAnotherProgramDoesNotShareIsReported() throws Exception {
		try (DatagramSocket other = new DatagramSocket(null)) {
			other.setReuseAddress(false);
			other.bind(new InetSocketAddress(this.group.getPort()));
			assertThatExceptionOfType(GossipConfigurationException.class).isThrownBy(this::open)
				.withMessageStartingWith("port: UDP port %d cannot be bound: ".formatted(this.group.getPort()))
				.withMessageContaining("Another program may hold it without sharing it")
				.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("port"));
		}
	}

	private GroupChannel open() {
		return GroupChannel.open(this.group, 0, Loopback.INTERFACES);
	}

}
