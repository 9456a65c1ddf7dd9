package io.macula.gossip.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WallClockTests {

	private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

	private Instant wall = START;

	private long nanos = 77;

	private final WallClock clock = new WallClock(new Clock() {

		@Override
		public Instant instant() {
			return WallClockTests.this.wall;
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}, () -> this.nanos);

	@Test
	void theSameTimeIsAlwaysTheSameInstant() {
		pass(Duration.ofSeconds(5), Duration.ofSeconds(5));
		long event = this.nanos;
		pass(Duration.ofSeconds(60), Duration.ofSeconds(60).plusMillis(400));
		assertThat(this.clock.toInstant(event)).isEqualTo(START.plusSeconds(5));
	}

	@Test
	void whenTheWallClockIsSetShouldFollowIt() {
		pass(Duration.ofSeconds(5), Duration.ofHours(8));
		assertThat(this.clock.toInstant(this.nanos)).isEqualTo(START.plus(Duration.ofHours(8)));
		assertThat(this.clock.toInstant(this.nanos - Duration.ofSeconds(1).toNanos()))
			.isEqualTo(START.plus(Duration.ofHours(8)).minusSeconds(1));
	}

	private void pass(Duration monotonic, Duration wall) {
		this.nanos += monotonic.toNanos();
		this.wall = this.wall.plus(wall);
	}

}
