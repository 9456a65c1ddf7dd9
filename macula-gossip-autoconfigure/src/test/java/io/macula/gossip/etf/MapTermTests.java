package io.macula.gossip.etf;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MapTermTests {

	private static final Term A = AtomTerm.of("a");

	private static final Term B = AtomTerm.of("b");

	private static final Term ONE = IntegerTerm.of(1);

	@Test
	void whenOnlyTheOrderDiffersShouldBeEqualAndKeepTheOrder() {
		MapTerm term = map(B, ONE, A, B);
		assertThat(term).isEqualTo(map(A, B, B, ONE)).hasSameHashCodeAs(map(A, B, B, ONE));
		assertThat(term.entries()).containsExactly(Map.entry(B, ONE), Map.entry(A, B));
		assertThat(term).hasToString("#{b => 1,a => b}");
		assertThat(term.size()).isEqualTo(2);
	}

	@Test
	void whenAPairDiffersShouldDiffer() {
		assertThat(MapTerm.of(A, ONE)).isNotEqualTo(MapTerm.of(B, ONE))
			.isNotEqualTo(MapTerm.of(A, B))
			.isNotEqualTo(MapTerm.EMPTY)
			.isNotEqualTo(A);
	}

	@Test
	void whenAskedForAKeyShouldGiveItsValue() {
		MapTerm term = map(ONE, A, FloatTerm.of(1), B);
		assertThat(term.get(ONE)).isEqualTo(A);
		assertThat(term.get(FloatTerm.of(1))).isEqualTo(B);
		assertThat(term.get(A)).isNull();
	}

	@Test
	void whenKeysAreMapsShouldFindThem() {
		MapTerm term = MapTerm.of(map(A, ONE, B, A), B);
		assertThat(term.get(map(B, A, A, ONE))).isEqualTo(B);
		assertThat(term.get(map(B, A, A, A))).isNull();
	}

	@Test
	void whenTheGivenMapChangesShouldStayAsItWas() {
		Map<Term, Term> pairs = new LinkedHashMap<>(Map.of(A, ONE));
		MapTerm term = MapTerm.of(pairs);
		pairs.clear();
		assertThat(term.entries()).hasSize(1);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> term.entries().clear());
	}

	@Test
	void whenTwoKeysAreEqualShouldRefuseThem() {
		Map<Term, Term> pairs = new IdentityHashMap<>();
		for (String name : List.of("a", "b", "a")) {
			pairs.put(new AtomTerm(name), ONE);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> MapTerm.of(pairs)).withMessage("The key a comes twice");
	}

	private static MapTerm map(Term key, Term value, Term otherKey, Term otherValue) {
		Map<Term, Term> pairs = new LinkedHashMap<>();
		pairs.put(key, value);
		pairs.put(otherKey, otherValue);
		return MapTerm.of(pairs);
	}

}
