package io.macula.gossip.multicast;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.multicast.GroupChannel.Arrival;
import io.macula.gossip.testing.Ipv6;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.Requires;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(20)
class GroupChannelTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final InetSocketAddress group = new InetSocketAddress("230.1.1.251", Loopback.freePort());

	@Test
	void whatOneChannelSendsEveryChannelReceives() throws Exception {
		try (GroupChannel first = open(); GroupChannel second = open()) {
			send(first, "hello");
			Received heard = receive(second);
			assertThat(heard.text()).isEqualTo("hello");
			assertThat(heard.arrival()).isEqualTo(Arrival.GROUP);
			assertThat(heard.origin()).isEqualTo(Origin.OTHER);
			Origin own = new Origin(true, first.interfaces().get(0).binding());
			assertThat(receive(first).origin()).isEqualTo(own);
		}
	}

	@Test
	void whatIsSentToTheHostAloneIsToldFromWhatIsSentToTheGroup() throws Exception {
		try (GroupChannel first = open(); GroupChannel second = open("127.0.0.1", Loopback.freePort())) {
			second.send(new InetSocketAddress("127.0.0.1", this.group.getPort()), bytes("hello"));
			Received heard = receive(first);
			assertThat(heard.text()).isEqualTo("hello");
			assertThat(heard.arrival()).isEqualTo(Arrival.UNICAST);
			assertThat(heard.origin()).isEqualTo(Origin.OTHER);
			first.send(heard.source(), bytes("hello yourself"));
			Received answer = receive(second);
			assertThat(answer.text()).isEqualTo("hello yourself");
			assertThat(answer.arrival()).isEqualTo(Arrival.ANSWER);
		}
	}

	@Test
	void whatIsSentToThisHostAloneComesBackAsOurs() throws Exception {
		try (GroupChannel channel = open()) {
			channel.send(new InetSocketAddress("127.0.0.1", this.group.getPort()), bytes("hello"));
			assertThat(receive(channel).origin()).isEqualTo(Origin.OWN);
		}
	}

	@Test
	@Requires(Ipv6.class)
	void singleNodesAreReachedOverEitherFamily() throws Exception {
		try (GroupChannel first = open(); GroupChannel second = open("127.0.0.1", Loopback.freePort())) {
			second.send(new InetSocketAddress("::1", this.group.getPort()), bytes("hello"));
			assertThat(receive(first).text()).isEqualTo("hello");
		}
	}

	@Test
	void broadcastsAreReceivedByEveryoneOnce() throws Exception {
		InetSocketAddress everyone = new InetSocketAddress("255.255.255.255", this.group.getPort());
		try (GroupChannel first = open(everyone, 1, Loopback.INTERFACES);
				GroupChannel second = open(everyone, 1, Loopback.INTERFACES)) {
			assertThatBothHearItOnce(first, second);
		}
	}

	@Test
	@Requires(Ipv6.class)
	void whereTheGroupIsOfIpv6ItsAddressesListenToo() throws Exception {
		InetSocketAddress ipv6 = new InetSocketAddress("ff15::6d61:6375", this.group.getPort());
		try (GroupChannel channel = open(ipv6, 0, List.of("::1"));
				GroupChannel other = open("127.0.0.1", Loopback.freePort())) {
			assertThat(channel.look().problems()).isEmpty();
			assertThat(channel.interfaces()).hasSize(1);
			for (String address : List.of("::1", "127.0.0.1")) {
				other.send(new InetSocketAddress(address, this.group.getPort()), bytes("hello"));
				assertThat(receive(channel).arrival()).isEqualTo(Arrival.UNICAST);
			}
		}
	}

	@Test
	void theInterfaceInUseIsTheOneAskedFor() throws Exception {
		try (GroupChannel channel = open()) {
			NetworkState network = channel.look();
			assertThat(network.problems()).isEmpty();
			assertThat(network.settled()).isTrue();
			assertThat(network.addresses()).contains(InetAddress.getByName("127.0.0.1"));
			assertThat(network.interfaces()).singleElement().satisfies((used) -> {
				assertThat(used.address().getHostAddress()).isEqualTo("127.0.0.1");
				assertThat(used.reason()).isEqualTo("configured as '127.0.0.1'");
			});
			assertThat(channel.look()).as("nothing changed").isEqualTo(network);
		}
	}

	@Test
	void nothingIsSentOrReceivedOnAnInterfaceBeforeItIsUsed() throws Exception {
		try (GroupChannel sender = open();
				GroupChannel channel = GroupChannel.open(this.group, 0, Loopback.INTERFACES)) {
			assertThat(channel.look().interfaces()).hasSize(1);
			assertThat(channel.interfaces()).isEmpty();
			send(sender, "hello");
			assertThat(receive(sender).text()).isEqualTo("hello");
			channel.wakeUp();
			channel.receive(ByteBuffer.allocate(100), PATIENCE, (datagram, source, arrival, origin) -> {
				throw new AssertionError("received before it was used");
			});
			channel.use();
			assertThat(receive(channel).text()).as("what came meanwhile is there").isEqualTo("hello");
			assertThat(channel.interfaces()).hasSize(1);
		}
	}

	@Test
	void anInterfaceThatIsNotThereIsAwaited() throws Exception {
		try (GroupChannel channel = open("nosuch7", this.group.getPort())) {
			assertThat(channel.interfaces()).isEmpty();
			NetworkState network = channel.look();
			assertThat(network.interfaces()).isEmpty();
			assertThat(network.settled()).isFalse();
			assertThat(network.problems()).singleElement()
				.asString()
				.startsWith("No interface that is up matches 'nosuch7' and has an IPv4 address; here are ");
		}
	}

	@Test
	void closingEndsAReceiveThatWaits() throws Exception {
		GroupChannel channel = open();
		CompletableFuture<Exception> ended = new CompletableFuture<>();
		Thread receiver = new Thread(() -> {
			try {
				channel.receive(ByteBuffer.allocate(100), PATIENCE, (datagram, source, arrival, origin) -> {
				});
				channel.receive(ByteBuffer.allocate(100), PATIENCE, (datagram, source, arrival, origin) -> {
				});
			}
			catch (Exception ex) {
				ended.complete(ex);
			}
		});
		receiver.start();
		Awaitility.await()
			.until(() -> Stream.of(receiver.getStackTrace())
				.anyMatch((frame) -> frame.getMethodName().equals("select")));
		channel.close();
		assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
	}

	@Test
	void aReceiveThatWaitsCanBeWokenUp() throws Exception {
		try (GroupChannel channel = open()) {
			channel.wakeUp();
			channel.receive(ByteBuffer.allocate(100), PATIENCE, (datagram, source, arrival, origin) -> {
				throw new AssertionError("nothing was sent");
			});
		}
	}

	@Test
	void aReceiveReturnsWhenItIsQuietForLong() throws Exception {
		try (GroupChannel channel = open()) {
			channel.receive(ByteBuffer.allocate(100), Duration.ofMillis(1), (datagram, source, arrival, origin) -> {
				throw new AssertionError("nothing was sent");
			});
			channel.receive(ByteBuffer.allocate(100), Duration.ofMillis(1), (datagram, source, arrival, origin) -> {
				throw new AssertionError("nothing was sent");
			});
		}
	}

	@Test
	void aThreadThatWasInterruptedSendsAsWell() throws Exception {
		try (GroupChannel channel = open()) {
			Thread.currentThread().interrupt();
			send(channel, "first");
			assertThat(Thread.interrupted()).isTrue();
			send(channel, "second");
			assertThat(receive(channel).text()).isEqualTo("first");
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
		return open("127.0.0.1", this.group.getPort());
	}

	private GroupChannel open(String wanted, int port) {
		return open(new InetSocketAddress(this.group.getAddress(), port), 0, List.of(wanted));
	}

	private static GroupChannel open(InetSocketAddress group, int ttl, List<String> wanted) {
		GroupChannel channel = GroupChannel.open(group, ttl, wanted);
		channel.look();
		channel.use();
		return channel;
	}

	private static void send(GroupChannel channel, String text) throws IOException {
		for (InterfaceChannel used : channel.interfaces()) {
			used.send(bytes(text));
		}
	}

	/**
	 * Receive the first datagram there is.
	 */
	private static Received receive(GroupChannel channel) throws IOException {
		return receiveAll(channel).get(0);
	}

	/**
	 * Receive what there is, once there is something.
	 */
	private static List<Received> receiveAll(GroupChannel channel) throws IOException {
		List<Received> received = new ArrayList<>();
		ByteBuffer buffer = ByteBuffer.allocate(100);
		while (received.isEmpty()) {
			channel.receive(buffer, PATIENCE, (datagram, source, arrival, origin) -> received
				.add(new Received(StandardCharsets.UTF_8.decode(datagram.flip()).toString(), source, arrival, origin)));
		}
		return received;
	}

	/**
	 * What is sent after it comes after it, with nothing between.
	 */
	private static void assertThatBothHearItOnce(GroupChannel first, GroupChannel second) throws IOException {
		send(first, "hello");
		send(second, "goodbye");
		for (GroupChannel channel : List.of(first, second)) {
			List<Received> all = new ArrayList<>();
			while (all.stream().map(Received::text).noneMatch("goodbye"::equals)) {
				all.addAll(receiveAll(channel));
			}
			assertThat(all).extracting(Received::text).containsExactly("hello", "goodbye");
			assertThat(all).extracting(Received::arrival).containsOnly(Arrival.GROUP);
			assertThat(all).extracting((heard) -> heard.origin().own())
				.containsExactly(channel == first, channel == second);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private record Received(String text, InetSocketAddress source, Arrival arrival, Origin origin) {

	}

}
