package io.macula.gossip.benchmarks.comparison;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ClassPathTests {

	@Test
	void whatOneBringsBeyondAnotherDoesNotDependOnVersions() {
		ClassPath boot = of("slf4j-api-2.0.17.jar", "spring-core-7.0.1.jar");
		ClassPath other = of("comparison-other-0.1.0.jar", "slf4j-api-1.7.36.jar", "other-1.0.jar");
		assertThat(other.beyond(boot)).isEqualTo(of("other-1.0.jar"));
	}

	@Test
	void aVersionIsWhatFollowsTheName() {
		ClassPath pekko = of("pekko-cluster_2.13-1.6.0.jar", "pekko-cluster-typed_2.13-1.7.0.jar");
		assertThat(pekko.version("pekko-cluster-typed_2.13")).isEqualTo("1.7.0");
	}

	@Test
	void aModuleThatWasNotBuiltIsToldWithTheCommand() {
		assertThatIllegalStateException().isThrownBy(() -> ClassPath.of("nowhere"))
			.withMessageContaining("mvn package -f benchmarks/comparison");
	}

	private static ClassPath of(String... jars) {
		return new ClassPath(Stream.of(jars).map(Path::of).toList());
	}

}
