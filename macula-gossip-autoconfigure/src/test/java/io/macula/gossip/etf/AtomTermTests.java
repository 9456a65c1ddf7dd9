package io.macula.gossip.etf;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AtomTermTests {

	@Test
	void whenNamesAreEqualAtomsShouldBeEqual() {
		assertThat(AtomTerm.of("ok")).isEqualTo(new AtomTerm("ok")).hasSameHashCodeAs(new AtomTerm("ok"));
		assertThat(AtomTerm.of("ok")).isNotEqualTo(AtomTerm.of("error"));
	}

	@Test
	void whenNameHas255CharactersShouldTakeIt() {
		assertThat(AtomTerm.of("\uD83D\uDE00".repeat(255)).name()).hasSize(510);
	}

	@Test
	void whenNameHas256CharactersShouldRefuseIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> AtomTerm.of("a".repeat(256)))
			.withMessage("An atom has at most 255 characters; this one has 256");
	}

	@Test
	void whenNameHasHalfASurrogatePairShouldRefuseIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> AtomTerm.of("a\uD83D"))
			.withMessageContaining("surrogate");
		assertThatIllegalArgumentException().isThrownBy(() -> AtomTerm.of("\uDE00a"));
	}

}
