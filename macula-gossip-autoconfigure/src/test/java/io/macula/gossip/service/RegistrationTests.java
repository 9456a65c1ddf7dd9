package io.macula.gossip.service;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegistrationTests {

	private final Registration registration = new Registration();

	@Test
	void whenAnotherTakesOverInTimeShouldSayNothing() {
		this.registration.missing("the connection to EPMD ended", 0);
		assertThat(this.registration.untold(millis(9))).isNull();
		assertThat(this.registration.problem(millis(9))).isNull();
		assertThat(this.registration.there()).as("there is nothing to take back").isFalse();
		assertThat(this.registration.untold(millis(5000))).isNull();
	}

	@Test
	void whenItIsMissingForLongShouldSaySoOnceAndWhenItIsSolved() {
		this.registration.missing("the connection to EPMD ended", 0);
		this.registration.missing("EPMD does not answer", millis(1000));
		assertThat(this.registration.untold(millis(2000)))
			.isEqualTo("Other nodes cannot connect to this one: EPMD does not answer");
		assertThat(this.registration.untold(millis(2001))).isNull();
		assertThat(this.registration.problem(millis(9000))).isNotNull();
		assertThat(this.registration.there()).isTrue();
		assertThat(this.registration.problem(millis(9001))).isNull();
		assertThat(this.registration.there()).isFalse();
	}

	private static long millis(int millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
