package io.macula.gossip.etf;

import java.math.BigInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IntegerTermTests {

	private static final BigInteger BIG = BigInteger.ONE.shiftLeft(63);

	@ParameterizedTest
	@ValueSource(longs = { Long.MIN_VALUE, -1, 0, 255, 256, Long.MAX_VALUE })
	void whenALongHoldsItBothFormsShouldBeOne(long value) {
		IntegerTerm term = IntegerTerm.of(BigInteger.valueOf(value));
		assertThat(term).isEqualTo(IntegerTerm.of(value)).hasSameHashCodeAs(IntegerTerm.of(value));
		assertThat(term.isLong()).isTrue();
		assertThat(term.longValue()).isEqualTo(value);
		assertThat(term.bigIntegerValue()).isEqualTo(value);
	}

	@Test
	void whenNoLongHoldsItShouldSaySo() {
		IntegerTerm term = IntegerTerm.of(BIG);
		assertThat(term.isLong()).isFalse();
		assertThat(term.bigIntegerValue()).isEqualTo(BIG);
		assertThat(term).isEqualTo(IntegerTerm.of(BIG.add(BigInteger.ZERO)))
			.isNotEqualTo(IntegerTerm.of(0))
			.isNotEqualTo(IntegerTerm.of(BIG.negate().subtract(BigInteger.ONE)));
		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(term::longValue)
			.withMessage("An integer of 64 bits does not fit a long");
	}

	@Test
	void whenComparedShouldOrderByValue() {
		assertThat(IntegerTerm.of(1)).isLessThan(IntegerTerm.of(2)).isLessThan(IntegerTerm.of(BIG));
		assertThat(IntegerTerm.of(BIG.negate().subtract(BigInteger.ONE))).isLessThan(IntegerTerm.of(Long.MIN_VALUE));
	}

}
