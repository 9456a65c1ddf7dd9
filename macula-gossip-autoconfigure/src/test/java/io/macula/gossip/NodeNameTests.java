package io.macula.gossip;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NodeNameTests {

	@Test
	void partsAreWhatStandsAroundTheAt() {
		NodeName name = NodeName.of("orders-1@192.168.1.17");
		assertThat(name.localPart()).isEqualTo("orders-1");
		assertThat(name.host()).isEqualTo("192.168.1.17");
		assertThat(name).hasToString("orders-1@192.168.1.17");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a@b", "n0de_x.y-z@host-1.example.org", "zażółć@host.example", "a#1@h", "a@::1" })
	void validNamesAreTaken(String value) {
		assertThat(NodeName.isValid(value)).isTrue();
		assertThat(NodeName.of(value).value()).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a\n@c", "a@b\u0000", "a|b@c", "a\u202eb@c",
			"a\u00a0@c", "a@\u2028" })
	void invalidNamesAreRefused(String value) {
		assertThat(NodeName.isValid(value)).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> NodeName.of(value))
			.withMessageContaining("is not a node name: write name@host");
	}

	@Test
	void refusalDoesNotRepeatControlCharacters() {
		assertThatIllegalArgumentException().isThrownBy(() -> NodeName.of("a\r\nINFO forged@c"))
			.withMessageStartingWith("'a??INFO forged@c'");
	}

	@Test
	void lengthIsCountedInCharactersNotBytes() {
		String emoji = "\uD83D\uDE00";
		assertThat(NodeName.isValid(emoji.repeat(253) + "@h")).isTrue();
		assertThat(NodeName.isValid(emoji.repeat(254) + "@h")).isFalse();
	}

	@Test
	void namesAreOrderedAsText() {
		assertThat(NodeName.of("a@b")).isLessThan(NodeName.of("b@a"));
	}

}
