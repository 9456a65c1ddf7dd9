package io.macula.gossip.etf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TermLimitsTests {

	@Test
	void defaultsAreAsDocumented() {
		assertThat(TermLimits.DEFAULTS).isEqualTo(new TermLimits(256, 100_000, 16_777_216));
	}

	@ParameterizedTest
	@CsvSource({ "-1, 1, 1, depth", "513, 1, 1, depth", "0, 0, 1, elements", "0, 1, 0, bytes",
			"0, 1, 134217729, bytes" })
	void whenANumberIsOutOfRangeShouldRefuseIt(int depth, int elements, int bytes, String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TermLimits(depth, elements, bytes))
			.withMessageStartingWith("The limit '" + name + "' is ");
	}

}
