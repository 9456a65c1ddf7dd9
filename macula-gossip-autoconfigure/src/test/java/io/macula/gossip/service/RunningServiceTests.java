package io.macula.gossip.service;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.macula.gossip.NodeName;
import io.macula.gossip.actuate.GossipHealthIndicator;
import io.macula.gossip.announcement.AnnouncementDecoder;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A service from start to stop.
 */
class RunningServiceTests {

	private final AtomicBoolean broken = new AtomicBoolean();

	private final GossipSettings settings = settings();

	private final MulticastGossipClusterService service = new MulticastGossipClusterService(this.settings);

	@AfterEach
	void close() {
		this.service.stop();
		((ThreadPoolTaskScheduler) this.settings.taskScheduler()).shutdown();
	}

	@Test
	void aNameUnderWhichAnErrorKeepsItFromTakingPartIsAProblemThatHealthShowsAndIsTriedAgain() {
		((ThreadPoolTaskScheduler) this.settings.taskScheduler()).initialize();
		this.service.start();
		this.broken.set(true);
		RunningService running = (RunningService) ReflectionTestUtils.getField(this.service, "running");
		synchronized (running) {
			ReflectionTestUtils.invokeMethod(running, "rename", System.nanoTime());
		}
		assertThat(this.service.isRunning()).isTrue();
		assertThat(this.service.getStatus().problems()).containsExactly(
				"This node cannot take part under the name of its new address: java.lang.NoClassDefFoundError: gone");
		assertThat(new GossipHealthIndicator(this.service, 0).health().getStatus()).isEqualTo(Status.DOWN);
		this.broken.set(false);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.service.getStatus().problems().isEmpty()
					&& !this.service.getStatus().interfaces().isEmpty());
	}

	@Test
	void whatFailsWhileItStopsIsThrownOnceAllTheRestIsClosed() throws Exception {
		((ThreadPoolTaskScheduler) this.settings.taskScheduler()).initialize();
		this.service.start();
		this.broken.set(true);
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(this.service::stop).withMessage("gone");
		this.broken.set(false);
		assertThat(this.service.isRunning()).isFalse();
		try (DatagramSocket alone = new DatagramSocket(null)) {
			alone.setReuseAddress(false);
			alone.bind(new InetSocketAddress(this.settings.group().getPort()));
		}
		this.service.start();
		assertThat(this.service.getStatus().interfaces()).isNotEmpty();
	}

	private GossipSettings settings() {
		GossipSettings loopback = TestSettings.of("230.1.1.251", null);
		return new GossipSettings(loopback.cluster(), true, null, "orders",
				new InetSocketAddress(loopback.group().getAddress(), Loopback.freePort()), 0, Loopback.INTERFACES,
				List.of(), loopback.protocol(), new FailingFormat(loopback.format()), false, loopback.membership(),
				loopback.links(), null, loopback.transport(), loopback.codec(), loopback.observer(),
				loopback.metadata(), loopback.taskScheduler(), loopback.threads(), loopback.clock(), List.of());
	}

	/**
	 * Throws an error where it is used while the test says so.
	 */
	private final class FailingFormat implements AnnouncementFormat {

		private final AnnouncementFormat format;

		private FailingFormat(AnnouncementFormat format) {
			this.format = format;
		}

		@Override
		public byte[] announcement(NodeName node) {
			if (RunningServiceTests.this.broken.get()) {
				throw new NoClassDefFoundError("gone");
			}
			return this.format.announcement(node);
		}

		@Override
		public byte @Nullable [] farewell(NodeName node, long epochMillis) {
			if (RunningServiceTests.this.broken.get()) {
				throw new NoClassDefFoundError("gone");
			}
			return this.format.farewell(node, epochMillis);
		}

		@Override
		public AnnouncementDecoder newDecoder() {
			return this.format.newDecoder();
		}

	}

}
