package io.macula.gossip.service;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TeardownTests {

	private final List<String> steps = new ArrayList<>();

	@Test
	void eachStepIsTakenInOrderWhateverTheOthersThrow() {
		IllegalStateException first = new IllegalStateException("first");
		NoClassDefFoundError second = new NoClassDefFoundError("second");
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> Teardown.run(step("a", null), step("b", first), step("c", second), step("d", null)))
			.isSameAs(first)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).containsExactly(second));
		assertThat(this.steps).containsExactly("a", "b", "c", "d");
	}

	@Test
	void whatFailsAfterAFailureIsToldWithIt() {
		IllegalStateException failure = new IllegalStateException("cannot start");
		IllegalStateException another = new IllegalStateException("cannot stop");
		Teardown.after(failure, step("a", another), step("b", null));
		assertThat(failure.getSuppressed()).containsExactly(another);
		assertThat(this.steps).containsExactly("a", "b");
	}

	private Runnable step(String name, Throwable failure) {
		return () -> {
			this.steps.add(name);
			if (failure instanceof Error error) {
				throw error;
			}
			if (failure instanceof RuntimeException exception) {
				throw exception;
			}
		};
	}

}
