package io.macula.gossip.service;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

/**
 * When a loop whose first announcement is far away has its node announced.
 */
class GossipLoopTests {

	private static final int LIMIT_MILLIS = 10_000;

	private static final Log logger = LogFactory.getLog(GossipLoopTests.class);

	private final GossipSettings settings = TestSettings.of("230.1.1.251", null);

	private final GossipLoop.Owner owner = mock();

	private final GossipLoop loop = new GossipLoop(this.settings, System.nanoTime() + Duration.ofHours(1).toNanos(),
			new Reporting(new AnnouncementCounters(), new ConnectTimes(), logger,
					new RateLimitedLog(logger, System::nanoTime), (event) -> {
					}),
			this.owner, System.nanoTime());

	@BeforeEach
	void open() {
		((ThreadPoolTaskScheduler) this.settings.taskScheduler()).initialize();
		this.loop.open();
	}

	@AfterEach
	void close() {
		this.loop.close();
		((ThreadPoolTaskScheduler) this.settings.taskScheduler()).shutdown();
	}

	@Test
	void onDemandTheNodeIsAnnouncedAtOnce() {
		this.loop.expedite();
		verify(this.owner, timeout(LIMIT_MILLIS)).announce();
	}

}
