package io.macula.gossip.etf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BitStringTermTests {

	@Test
	void whenOnlyUnusedBitsDifferShouldBeEqual() {
		BitStringTerm term = BitStringTerm.of(new byte[] { 1, 0x5F }, 3);
		assertThat(term).isEqualTo(BitStringTerm.of(new byte[] { 1, 0x40 }, 3))
			.hasSameHashCodeAs(BitStringTerm.of(new byte[] { 1, 0x40 }, 3));
		assertThat(term.bytes()).containsExactly(1, 0x40);
		assertThat(term.lastBits()).isEqualTo(3);
	}

	@Test
	void whenTheNumberOfBitsDiffersShouldDiffer() {
		assertThat(BitStringTerm.of(new byte[1], 3)).isNotEqualTo(BitStringTerm.of(new byte[1], 4));
	}

	@Test
	void whenArraysChangeShouldStayAsItWas() {
		byte[] bytes = { 0x40 };
		BitStringTerm term = BitStringTerm.of(bytes, 2);
		bytes[0] = 0;
		term.bytes()[0] = 0;
		assertThat(term.bytes()).containsExactly(0x40);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 8 })
	void whenTheNumberOfBitsIsOutOfRangeShouldRefuseIt(int bits) {
		assertThatIllegalArgumentException().isThrownBy(() -> BitStringTerm.of(new byte[1], bits))
			.withMessage("The last byte of a bit string has 1 to 7 bits, not " + bits);
	}

	@Test
	void whenThereIsNoByteShouldRefuseIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> BitStringTerm.of(new byte[0], 1));
	}

}
