package io.macula.gossip.benchmarks.comparison;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void withoutOptionsAllIsMeasured() {
		Options options = Options.parse();
		assertThat(options.includes("jgroups")).isTrue();
		assertThat(options.number("--rounds")).isEqualTo(10);
		assertThat(options.isShort()).isFalse();
	}

	@Test
	void onlyTheNamedSystemsAreMeasured() {
		Options options = Options.parse("--only", "ours,jgroups");
		assertThat(options.includes("jgroups")).isTrue();
		assertThat(options.includes("hazelcast")).isFalse();
	}

	@Test
	void whatIsGivenAfterShortHolds() {
		Options options = Options.parse("--short", "--bound", "5");
		assertThat(options.number("--rounds")).isOne();
		assertThat(options.seconds("--bound")).hasSeconds(5);
	}

	@Test
	void aWrongOptionIsToldWithAllThatThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--round", "5"))
			.withMessageContaining("--round is no option")
			.withMessageContaining("--rounds N");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--rounds"));
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--rounds", "many").number("--rounds"))
			.withMessageContaining("many");
	}

}
