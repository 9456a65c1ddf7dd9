package io.macula.gossip.membership;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FailureDetectionTests {

	@Test
	void atTheDefaultIntervalAPauseOfThreeSecondsIsSurvivedAndFiveSecondsAreNot() {
		FailureDetection limits = FailureDetection.forInterval(Duration.ofMillis(1500));
		assertThat(limits.downAfter()).isGreaterThan(Duration.ofMillis(1500 + 3000)).isLessThan(Duration.ofSeconds(5));
		assertThat(limits.suspectAfter().plus(limits.probeTimeout())).isGreaterThan(Duration.ofMillis(1500 + 3000))
			.isLessThan(Duration.ofSeconds(5));
	}

	@ParameterizedTest
	@CsvSource({ "0, 2, 3", "-1, 2, 3", "2, 2, 3", "1, 3, 3", "1, 3, 2" })
	void limitsOutOfOrderAreRefused(int suspect, int down, int forget) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FailureDetection(Duration.ofSeconds(suspect), Duration.ofSeconds(down),
					Duration.ofSeconds(forget), Duration.ofSeconds(1)))
			.withMessageContaining("must be positive and each longer than the one before");
	}

}
