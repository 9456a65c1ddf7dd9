package io.macula.gossip.service;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

class RateLimitedLogTests {

	private final Log logger = mock();

	private long now = 1;

	private final RateLimitedLog log = new RateLimitedLog(this.logger, () -> this.now);

	@Test
	void aKindIsWarnedOfOnceInThirtySecondsAndTheRestIsCounted() {
		for (int i = 0; i < 100; i++) {
			this.log.warn(RateLimitedLog.Kind.FORGED, () -> "forged");
		}
		this.now += Duration.ofSeconds(30).toNanos();
		this.log.warn(RateLimitedLog.Kind.FORGED, () -> "forged");
		InOrder order = inOrder(this.logger);
		order.verify(this.logger).warn("forged");
		order.verify(this.logger).warn("forged (and 99 more like it before)");
		then(this.logger).shouldHaveNoMoreInteractions();
	}

	@Test
	void whatIsNotedIsLoggedByWhoeverMayWaitForTheLog() {
		this.log.note(RateLimitedLog.Kind.FORGED, () -> "forged");
		IllegalStateException failure = new IllegalStateException();
		this.log.note("failed", failure);
		then(this.logger).shouldHaveNoInteractions();
		this.log.logNoted();
		this.log.logNoted();
		then(this.logger).should().warn("forged");
		then(this.logger).should().error("failed", failure);
		then(this.logger).shouldHaveNoMoreInteractions();
	}

	@Test
	void whenAFloodEndsShouldTellOnceHowManyWereNotLogged() {
		for (int i = 0; i < 100; i++) {
			this.log.note(RateLimitedLog.Kind.FORGED, () -> "forged");
		}
		this.log.logNoted();
		this.now += Duration.ofSeconds(29).toNanos();
		this.log.logNoted();
		this.now += Duration.ofSeconds(1).toNanos();
		this.log.logNoted();
		this.now += Duration.ofSeconds(60).toNanos();
		this.log.logNoted();
		InOrder order = inOrder(this.logger);
		order.verify(this.logger).warn("forged");
		order.verify(this.logger).warn("99 more like it were not logged: forged");
		then(this.logger).shouldHaveNoMoreInteractions();
	}

	@Test
	void differentKindsAreASecondApart() {
		this.log.warn(RateLimitedLog.Kind.FORGED, () -> "forged");
		this.log.warn(RateLimitedLog.Kind.FULL, () -> "full");
		this.now += Duration.ofSeconds(1).toNanos();
		this.log.warn(RateLimitedLog.Kind.FULL, () -> "full");
		InOrder order = inOrder(this.logger);
		order.verify(this.logger).warn("forged");
		order.verify(this.logger).warn("full (and 1 more like it before)");
		then(this.logger).shouldHaveNoMoreInteractions();
	}

}
