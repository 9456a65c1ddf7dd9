package io.macula.gossip.etf;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TupleTermTests {

	private static final AtomTerm OK = AtomTerm.of("ok");

	@Test
	void whenValuesAreEqualShouldBeEqual() {
		TupleTerm term = TupleTerm.of(OK, IntegerTerm.of(1));
		assertThat(term).isEqualTo(new TupleTerm(List.of(OK, IntegerTerm.of(1))))
			.hasSameHashCodeAs(new TupleTerm(List.of(OK, IntegerTerm.of(1))));
		assertThat(term).isNotEqualTo(TupleTerm.of(IntegerTerm.of(1), OK));
		assertThat(TupleTerm.of()).isNotEqualTo(ListTerm.EMPTY);
		assertThat(term.size()).isEqualTo(2);
		assertThat(term.get(0)).isEqualTo(OK);
	}

	@Test
	void whenTheGivenListChangesShouldStayAsItWas() {
		List<Term> elements = new ArrayList<>(List.of(OK));
		TupleTerm term = new TupleTerm(elements);
		elements.clear();
		assertThat(term.elements()).containsExactly(OK);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> term.elements().clear());
	}

}
