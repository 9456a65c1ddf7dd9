package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.Protocol;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.transport.Transport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class RehearsalTests {

	private final List<String> asked = new CopyOnWriteArrayList<>();

	@SuppressWarnings("unchecked")
	private final AtomicReference<@Nullable Rehearsal> first = (AtomicReference<@Nullable Rehearsal>) ReflectionTestUtils
		.getField(Rehearsal.class, "first");

	private final @Nullable Rehearsal ofThisProcess = this.first.get();

	@AfterEach
	void restore() {
		this.first.set(this.ofThisProcess);
	}

	@ParameterizedTest
	@CsvSource({ "MACULA, DISTRIBUTION, ", "MACULA, DISTRIBUTION, secret", "MACULA, HEARTBEAT, secret",
			"LIBCLUSTER, DISTRIBUTION, secret" })
	void twoNodesFindEachOther(Protocol protocol, ConnectionMode mode, @Nullable String secret) throws Exception {
		assertThat(new Rehearsal().run(settings(protocol, mode, secret))).as("up, and neither down before the stop")
			.isTrue();
		assertThat(this.asked).as("code of the application that was called").isEmpty();
	}

	@Test
	void nothingIsLeftOfIt() throws Exception {
		new Rehearsal().run(settings(Protocol.MACULA, ConnectionMode.DISTRIBUTION, null));
		// Those of pools are let go after 10 s
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> threads().isEmpty());
	}

	@Test
	void theStartEndsIt() throws Exception {
		Rehearsal rehearsal = new Rehearsal();
		AnnouncementChannel one = channel(rehearsal);
		AnnouncementChannel other = channel(rehearsal);
		assertThat(hears(other, one)).isTrue();
		rehearsal.cut();
		assertThat(hears(other, one)).isFalse();
		assertThat(hears(channel(rehearsal), one)).as("one that comes late").isFalse();
		assertThat(rehearsal.run(settings(Protocol.MACULA, ConnectionMode.DISTRIBUTION, null))).isFalse();
	}

	@Test
	void theStartOfAServiceEndsTheOneOfItsProcess() throws Exception {
		Rehearsal rehearsal = new Rehearsal();
		this.first.set(rehearsal);
		AnnouncementChannel one = channel(rehearsal);
		AnnouncementChannel other = channel(rehearsal);
		assertThat(hears(other, one)).isTrue();
		try (TestCluster cluster = new TestCluster()) {
			cluster.node("a@127.0.0.1").start();
		}
		assertThat(hears(other, one)).isFalse();
	}

	@Test
	void settingsThatCannotBeUsedYetLeaveItToOthers() {
		AtomicInteger asked = new AtomicInteger();
		Supplier<GossipSettings> unusable = () -> {
			asked.incrementAndGet();
			throw new IllegalStateException("for the test");
		};
		this.first.set(null);
		Rehearsal.once(unusable);
		Awaitility.await().until(() -> asked.get() == 1 && this.first.get() == null);
		Rehearsal.once(unusable);
		Awaitility.await().until(() -> asked.get() == 2);
	}

	private static AnnouncementChannel channel(Rehearsal rehearsal) {
		return rehearsal.openChannel(new InetSocketAddress(1), 1, List.of(), mock(AnnouncementFormat.class));
	}

	private static boolean hears(AnnouncementChannel channel, AnnouncementChannel from) throws Exception {
		AtomicInteger heard = new AtomicInteger();
		from.send(new InetSocketAddress(1), new byte[] { 1 });
		channel.receive(ByteBuffer.allocate(10), Duration.ofMillis(1),
				(datagram, source, arrival, origin) -> heard.incrementAndGet());
		return heard.get() > 0;
	}

	@Test
	void whatDoesNotStartByItselfOrNotOnTheNetworkIsNotRehearsed() {
		GossipOptions options = new GossipOptions(new ThreadPoolTaskScheduler());
		assertThat(Rehearsal.isWanted(options.check())).isTrue();
		options.transport = new Rehearsal();
		assertThat(Rehearsal.isWanted(options.check())).isFalse();
		options.transport = Transport.sockets();
		options.autoStartup = false;
		assertThat(Rehearsal.isWanted(options.check())).isFalse();
	}

	@Test
	void whenThereIsNoThreadForItTheStartGoesOn() {
		GossipSettings settings = new GossipOptions(new ThreadPoolTaskScheduler()).check();
		AtomicInteger asked = new AtomicInteger();
		new Rehearsal().begin(() -> settings, (task) -> {
			asked.incrementAndGet();
			throw new OutOfMemoryError("unable to create native thread, for the test");
		});
		assertThat(asked).hasValue(1);
	}

	private GossipSettings settings(Protocol protocol, ConnectionMode mode, @Nullable String secret) {
		GossipOptions options = new GossipOptions(new ThreadPoolTaskScheduler());
		options.protocol = protocol;
		options.connectionMode = mode;
		options.secret = secret;
		options.metadata = () -> {
			this.asked.add("metadata");
			return Map.of();
		};
		options.listeners.add(() -> List.of((event) -> this.asked.add(event.toString())));
		options.threads = (task) -> {
			this.asked.add("threads");
			return new Thread(task);
		};
		GossipSettings settings = options.check();
		this.asked.clear();
		return settings;
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.contains("one@127.0.0.1") || name.startsWith("gossip-rehearsal-"))
			.toList();
	}

}
