package io.macula.gossip.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.reset;

class LoopTicksTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private final TaskScheduler scheduler = mock();

	private final List<Throwable> refused = new ArrayList<>();

	private long now;

	private final LoopTicks ticks = new LoopTicks(this.scheduler, () -> this.now, INTERVAL, (number) -> {
	}, this.refused::add);

	/**
	 * When a context is closed its schedulers shut down first, and then its services are
	 * stopped: nobody is to be alarmed by each stop.
	 */
	@Test
	void whatIsRefusedForAMomentIsToldNobody() {
		refuse();
		wantTick();
		wantTick();
		assertThat(this.refused).isEmpty();
	}

	@Test
	void whatIsRefusedForLongIsTold() {
		refuse();
		wantTick();
		this.now = INTERVAL.toNanos();
		wantTick();
		assertThat(this.refused).hasSize(1).first().isInstanceOf(TaskRejectedException.class);
	}

	@Test
	void whatWasTakenMeanwhileBeginsAnew() {
		refuse();
		wantTick();
		take();
		wantTick();
		refuse();
		this.now = INTERVAL.toNanos();
		wantTick();
		assertThat(this.refused).isEmpty();
	}

	private void wantTick() {
		this.now++;
		this.ticks.arrived(Long.MAX_VALUE, this.now);
		this.ticks.schedule(Objects.requireNonNull(this.ticks.want(this.now, this.now)));
	}

	private void take() {
		reset(this.scheduler);
		given(this.scheduler.getClock()).willReturn(Clock.systemUTC());
	}

	private void refuse() {
		take();
		given(this.scheduler.schedule(any(Runnable.class), any(Instant.class)))
			.willThrow(new TaskRejectedException("shutting down"));
	}

}
