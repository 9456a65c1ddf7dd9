package io.macula.gossip.distribution.epmd;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EpmdRegistryTests {

	private static final byte[] DESCRIPTION = { 1, 2, 3 };

	private final EpmdRegistry registry = new EpmdRegistry(4369, 3, () -> 100);

	@Test
	void whenNameIsFreeShouldRegisterIt() {
		assertThat(this.registry.register("a", 1, DESCRIPTION)).hasValue(100);
		assertThat(this.registry.describe("a")).isEqualTo(DESCRIPTION);
	}

	@Test
	void whenNameIsTakenShouldRefuseIt() {
		this.registry.register("a", 1, DESCRIPTION);
		assertThat(this.registry.register("a", 2, new byte[0])).isEmpty();
		assertThat(this.registry.describe("a")).isEqualTo(DESCRIPTION);
	}

	@Test
	void whenFullShouldRefuseUntilANameIsFree() {
		for (String name : new String[] { "a", "b", "c" }) {
			assertThat(this.registry.register(name, 1, DESCRIPTION)).isPresent();
		}
		assertThat(this.registry.register("d", 1, DESCRIPTION)).isEmpty();
		this.registry.unregister("b");
		assertThat(this.registry.register("d", 1, DESCRIPTION)).isPresent();
	}

	@Test
	void whenNameReturnsShouldHaveAnotherCreationEachTime() {
		Set<Long> creations = new HashSet<>();
		for (int i = 0; i < 10; i++) {
			creations.add(this.registry.register("a", 1, DESCRIPTION).orElseThrow());
			this.registry.unregister("a");
		}
		assertThat(creations).hasSize(10);
	}

	@Test
	void whenCreationsAreUsedUpShouldBeginAnewWithoutZero() {
		EpmdRegistry registry = new EpmdRegistry(4369, 1, () -> EpmdRegistry.LAST_CREATION);
		OptionalLong last = registry.register("a", 1, DESCRIPTION);
		registry.unregister("a");
		OptionalLong first = registry.register("a", 1, DESCRIPTION);
		assertThat(last).hasValue(4294967295L);
		assertThat(first).hasValue(4);
		assertThat(last.getAsLong() % 3).as("also for nodes with creations of two bits")
			.isNotEqualTo(first.getAsLong() % 3);
	}

	@Test
	void whenManyNamesCameAndWentShouldForgetTheOldest() {
		for (int i = 0; i <= EpmdRegistry.MAX_FORMER_NAMES; i++) {
			this.registry.register("n" + i, 1, DESCRIPTION);
			this.registry.unregister("n" + i);
		}
		assertThat(this.registry.register("n0", 1, DESCRIPTION)).hasValue(100);
		assertThat(this.registry.register("n1", 1, DESCRIPTION)).hasValue(101);
	}

	@Test
	void whenNamesChangeShouldListThemAsTheyAre() {
		assertThat(names()).isEmpty();
		this.registry.register("a", 1, DESCRIPTION);
		this.registry.register("é", 65535, DESCRIPTION);
		assertThat(names()).isEqualTo("name a at port 1\nname é at port 65535\n");
		this.registry.unregister("a");
		assertThat(names()).isEqualTo("name é at port 65535\n");
	}

	@Test
	void whenNothingChangedShouldShareTheList() {
		assertThat(this.registry.names()).isSameAs(this.registry.names());
	}

	@Test
	void whenUnknownNameEndsShouldDoNothing() {
		this.registry.unregister("a");
		assertThat(this.registry.describe("a")).isNull();
	}

	private String names() {
		byte[] answer = this.registry.names();
		assertThat(answer).startsWith(0, 0, 0x11, 0x11);
		return new String(answer, 4, answer.length - 4, StandardCharsets.UTF_8);
	}

}
