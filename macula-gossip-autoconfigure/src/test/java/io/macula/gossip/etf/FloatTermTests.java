package io.macula.gossip.etf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FloatTermTests {

	@Test
	void whenSignsOfZeroDifferShouldDiffer() {
		assertThat(FloatTerm.of(0.0)).isEqualTo(FloatTerm.of(0.0)).isNotEqualTo(FloatTerm.of(-0.0));
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void whenNotFiniteShouldRefuseIt(double value) {
		assertThatIllegalArgumentException().isThrownBy(() -> FloatTerm.of(value))
			.withMessage("Erlang has no float " + value);
	}

}
