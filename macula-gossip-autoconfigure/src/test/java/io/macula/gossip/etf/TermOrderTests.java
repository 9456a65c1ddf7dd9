package io.macula.gossip.etf;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.macula.gossip.testing.Seed;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TermOrderTests {

	private static final int SEED = Seed.of(TermOrderTests.class);

	private static final TermOrder ORDER = TermOrder.INSTANCE;

	@Test
	void onlyEqualTermsShouldCompareAsEqualAndEachPairOneWay() {
		List<Term> terms = terms(600);
		for (Term one : terms) {
			for (Term other : terms) {
				int order = ORDER.compare(one, other);
				if ((order == 0) != one.equals(other)
						|| Integer.signum(order) != -Integer.signum(ORDER.compare(other, one))) {
					throw new AssertionError("Wrong order of " + one + " and " + other);
				}
			}
		}
	}

	@Test
	void whenSortedEveryTermShouldComeBeforeAllThatFollow() {
		List<Term> terms = terms(600);
		terms.sort(ORDER);
		for (int first = 0; first < terms.size(); first++) {
			for (int second = first; second < terms.size(); second++) {
				if (ORDER.compare(terms.get(first), terms.get(second)) > 0) {
					throw new AssertionError("Wrong order of " + terms.get(first) + " and " + terms.get(second));
				}
			}
		}
	}

	@Test
	void whenListsDifferOnlyInTheirTailsShouldTellThemApart() {
		Term one = IntegerTerm.of(1);
		List<Term> elements = List.of(one);
		assertThat(ORDER.compare(ListTerm.of(one), ListTerm.withTail(elements, one))).isNegative();
		assertThat(ORDER.compare(ListTerm.withTail(elements, one), ListTerm.of(one))).isPositive();
		assertThat(ORDER.compare(ListTerm.withTail(elements, one), ListTerm.withTail(elements, TupleTerm.of())))
			.isNegative();
		assertThat(ORDER.compare(ListTerm.withTail(elements, one), ListTerm.withTail(elements, one))).isZero();
	}

	@Test
	void whenANumberIsAnIntegerShouldComeBeforeEveryFloat() {
		assertThat(ORDER.compare(IntegerTerm.of(2), FloatTerm.of(1))).isNegative();
		assertThat(ORDER.compare(FloatTerm.of(-0.0), FloatTerm.of(0.0))).isNegative();
	}

	private static List<Term> terms(int count) {
		TermGenerator generator = TermGenerator.ofEverything(new Random(SEED));
		List<Term> terms = new ArrayList<>();
		for (int index = 0; index < count; index++) {
			terms.add(generator.next());
		}
		return terms;
	}

}
