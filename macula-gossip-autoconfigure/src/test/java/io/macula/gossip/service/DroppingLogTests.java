package io.macula.gossip.service;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.macula.gossip.NodeName;
import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

class DroppingLogTests {

	private final Log logger = mock();

	private final AtomicLong now = new AtomicLong();

	private final DroppingLog log = new DroppingLog(new RateLimitedLog(this.logger, this.now::get));

	@Test
	void aSeriesIsToldWhenItBeginsAndHowManyItWereWhenItHasEnded() {
		InOrder lines = inOrder(this.logger);
		began();
		passSeconds(2);
		this.log.ended("slow", 3);
		lines.verify(this.logger)
			.warn("Messages to 'slow' are dropped, from b@h and maybe others: 4 wait for its handler. Do slow work on another thread.");
		lines.verify(this.logger).warn("3 messages were dropped, the last of them to 'slow'");
		lines.verifyNoMoreInteractions();
	}

	@Test
	void manySeriesAreToldSeldomAndLoseNoCount() {
		InOrder lines = inOrder(this.logger);
		for (int i = 0; i < 10; i++) {
			passSeconds(2);
			began();
			passSeconds(1);
			this.log.ended("slow", 3);
		}
		passSeconds(4);
		this.log.ended("slow", 1);
		lines.verify(this.logger)
			.warn("Messages to 'slow' are dropped, from b@h and maybe others: 4 wait for its handler. Do slow work on another thread.");
		lines.verify(this.logger).warn("3 messages were dropped, the last of them to 'slow'");
		lines.verify(this.logger)
			.warn("28 messages were dropped, the last of them to 'slow' (and 9 more like it before)");
		lines.verifyNoMoreInteractions();
	}

	private void began() {
		this.log.began("slow", 4, NodeName.of("b@h"));
	}

	private void passSeconds(long seconds) {
		this.now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
	}

}
