package io.macula.gossip.distribution.handshake;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Cookies.
 */
class CookieTests {

	@Test
	void shouldMakeTheDigestThatErlangMakes() {
		// erlang:md5(["secret", integer_to_list(4294967295)])
		assertThat(HexFormat.of().formatHex(Cookie.of("secret").digest(-1)))
			.isEqualTo("5dfd181e69aa587cc812eb333e6536b6");
		assertThat(Cookie.of("secret").answers(-1, Cookie.of("secret").digest(-1))).isTrue();
		assertThat(Cookie.of("secret").answers(-1, Cookie.of("other").digest(-1))).isFalse();
	}

	@Test
	void shouldBeEqualByText() {
		assertThat(Cookie.of("secret")).isEqualTo(Cookie.of("secret")).hasSameHashCodeAs(Cookie.of("secret"));
		assertThat(Cookie.of("secret")).isNotEqualTo(Cookie.of("other"));
	}

	@Test
	void shouldNeverBeShown() {
		assertThat(Cookie.of("secret").toString()).doesNotContain("secret");
	}

	@Test
	void whenNoAtomOfErlangCanBeItShouldSayWhyWithoutShowingIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> Cookie.of(""))
			.withMessage("A cookie has 1 to 255 characters; this one has 0");
		assertThatIllegalArgumentException().isThrownBy(() -> Cookie.of("x".repeat(256)))
			.withMessage("A cookie has 1 to 255 characters; this one has 256");
		assertThatIllegalArgumentException().isThrownBy(() -> Cookie.of("\u65e5"))
			.withMessage("A cookie has only characters of ISO 8859-1, best those of ASCII; this one has others");
	}

}
