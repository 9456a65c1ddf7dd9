package io.macula.gossip.benchmarks.comparison;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void withoutOptionsAllIsMeasured() {
		Options options = Options.parse();
		assertThat(options.only()).isEmpty();
		assertThat(options.number("--rounds")).isEqualTo(10);
		assertThat(options.isShort()).isFalse();
	}

	@Test
	void onlyTheNamedSystemsAreMeasured() {
		assertThat(Options.parse("--only", "ours,jgroups").only()).containsExactly("ours", "jgroups");
	}

	@Test
	void aSystemThatIsNotHereIsToldWithThoseThatAre(@TempDir Path directory) {
		Options options = Options.parse("--only", "zookeeper");
		assertThatIllegalArgumentException().isThrownBy(() -> Systems.all(options, directory))
			.withMessageContaining("'zookeeper'")
			.withMessageContaining("jgroups");
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
