package io.macula.gossip.etf;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ListTermTests {

	private static final Term ONE = IntegerTerm.of(1);

	private static final Term TWO = IntegerTerm.of(2);

	private static final Term THREE = IntegerTerm.of(3);

	@Test
	void whenThereIsNoValueShouldBeTheEmptyList() {
		assertThat(ListTerm.of()).isSameAs(ListTerm.EMPTY);
		assertThat(ListTerm.EMPTY.elements()).isEmpty();
		assertThat(ListTerm.EMPTY.isProper()).isTrue();
	}

	@Test
	void whenTheTailIsAListShouldContinueWithIt() {
		assertThat(ListTerm.withTail(List.of(ONE), ListTerm.of(TWO, THREE))).isEqualTo(ListTerm.of(ONE, TWO, THREE));
		assertThat(ListTerm.withTail(List.of(ONE), ListTerm.EMPTY)).isEqualTo(ListTerm.of(ONE));
		assertThat(ListTerm.withTail(List.of(ONE), ListTerm.withTail(List.of(TWO), THREE)))
			.isEqualTo(ListTerm.withTail(List.of(ONE, TWO), THREE));
	}

	@Test
	void whenTheTailIsAnotherTermShouldBeImproper() {
		ListTerm term = ListTerm.withTail(List.of(ONE), TWO);
		assertThat(term.isProper()).isFalse();
		assertThat(term.tail()).isEqualTo(TWO);
		assertThat(term.elements()).containsExactly(ONE);
		assertThat(term).isNotEqualTo(ListTerm.of(ONE, TWO))
			.isNotEqualTo(ListTerm.of(ONE))
			.isNotEqualTo(ListTerm.withTail(List.of(ONE), THREE))
			.hasSameHashCodeAs(ListTerm.withTail(List.of(ONE), TWO));
		assertThat(ListTerm.of(ONE)).isNotEqualTo(term);
	}

	@Test
	void whenThereIsATailWithoutAValueShouldRefuseIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> ListTerm.withTail(List.of(), ONE));
	}

}
