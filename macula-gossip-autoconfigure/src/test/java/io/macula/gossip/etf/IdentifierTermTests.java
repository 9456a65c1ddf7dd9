package io.macula.gossip.etf;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Pids, ports, references and exports.
 */
class IdentifierTermTests {

	private static final AtomTerm NODE = AtomTerm.of("a@b");

	@ParameterizedTest
	@ValueSource(longs = { -1, 0x1_0000_0000L })
	void whenANumberTakesMoreThan32BitsShouldRefuseIt(long number) {
		assertThatIllegalArgumentException().isThrownBy(() -> new PidTerm(NODE, number, 0, 0))
			.withMessage("The id of a pid is " + number + "; it must be from 0 to 4294967295");
		assertThatIllegalArgumentException().isThrownBy(() -> new PidTerm(NODE, 0, number, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new PidTerm(NODE, 0, 0, number));
		assertThatIllegalArgumentException().isThrownBy(() -> new PortTerm(NODE, 0, number));
		assertThatIllegalArgumentException().isThrownBy(() -> new ReferenceTerm(NODE, number, List.of(1L)));
		assertThatIllegalArgumentException().isThrownBy(() -> new ReferenceTerm(NODE, 0, List.of(1L, number)));
	}

	@Test
	void whenAReferenceHasTooFewOrTooManyIdsShouldRefuseIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ReferenceTerm(NODE, 0, List.of()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ReferenceTerm(NODE, 0, List.of(1L, 2L, 3L, 4L, 5L, 6L)))
			.withMessage("A reference has 1 to 5 ids, not 6");
	}

	@Test
	void whenTheGivenIdsChangeAReferenceShouldStayAsItWas() {
		List<Long> ids = new ArrayList<>(List.of(1L));
		ReferenceTerm term = new ReferenceTerm(NODE, 0, ids);
		ids.clear();
		assertThat(term.ids()).containsExactly(1L);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 256 })
	void whenAnArityIsOutOfRangeShouldRefuseIt(int arity) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ExportTerm(NODE, NODE, arity))
			.withMessage("A function takes 0 to 255 arguments, not " + arity);
	}

	@Test
	void whenOneNumberDiffersShouldDiffer() {
		assertThat(new PidTerm(NODE, 1, 2, 3)).isEqualTo(new PidTerm(NODE, 1, 2, 3))
			.isNotEqualTo(new PidTerm(NODE, 1, 2, 4));
		assertThat(new PortTerm(NODE, -1, 3)).isEqualTo(new PortTerm(NODE, -1, 3))
			.isNotEqualTo(new PortTerm(NODE, -1, 4));
	}

}
