package io.macula.gossip.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.distribution.handshake.Cookie;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CookieChoiceTests {

	@TempDir
	private Path home;

	@BeforeEach
	void writeFile() throws Exception {
		Files.writeString(this.home.resolve(".erlang.cookie"), "from-file\n");
	}

	@Test
	void theConfiguredCookieComesFirst() {
		CookieChoice choice = choose("mine", List.of("old"), List.of("secret"), Map.of("MACULA_COOKIE", "env"));
		assertThat(choice.cookies().proven()).containsExactly(Cookie.of("mine"), Cookie.of("old"));
		assertThat(choice.cookies().acceptedOnly()).isEmpty();
		assertThat(choice.open()).isFalse();
	}

	@Test
	void theEnvironmentComesNextInItsOrder() {
		assertThat(choose(null, List.of(), List.of("secret"), Map.of("ERLANG_COOKIE", "e", "RELEASE_COOKIE", "r"))
			.cookies()
			.proven()).containsExactly(Cookie.of("r"));
		CookieChoice choice = choose(null, List.of(), List.of(), Map.of("MACULA_COOKIE", "", "ERLANG_COOKIE", "e"));
		assertThat(choice.cookies().proven()).containsExactly(Cookie.of("e"));
		assertThat(choice.source()).isEqualTo("the environment variable ERLANG_COOKIE");
	}

	@Test
	void aCookieIsDerivedFromEachSecretAsErlangDerivesIt() {
		CookieChoice choice = choose(null, List.of(), List.of("hush", "old"), Map.of());
		assertThat(choice.cookies().proven()).containsExactly(
				Cookie.of("A4B251331048B88B70A43957CD7CE5EF4BB8EB8AF3A7D1B0E163C46C07991436"),
				Cookie.of(CookieChoice.derive("old")));
		assertThat(choice.open()).isFalse();
	}

	@Test
	void whereNothingIsSetTheClusterIsOpenAndTheUsersCookieIsOnlyAccepted() {
		CookieChoice choice = choose(null, List.of(), List.of(), Map.of());
		assertThat(choice.cookies().proven()).containsExactly(Cookie.of("macula"));
		assertThat(choice.cookies().acceptedOnly()).containsExactly(Cookie.of("from-file"));
		assertThat(choice.open()).isTrue();
	}

	@Test
	void inAnOpenClusterFurtherCookiesAreOnlyAcceptedAndThereIsNoKey() {
		CookieChoice choice = choose(null, List.of("old"), List.of(), Map.of());
		assertThat(choice.cookies().proven()).containsExactly(Cookie.of("macula"));
		assertThat(choice.cookies().acceptedOnly()).contains(Cookie.of("old"));
		assertThat(choice.keys()).isEmpty();
		CookieChoice same = choose("macula", List.of(), List.of(), Map.of());
		assertThat(same.open()).as("it is known to all, whoever sets it").isTrue();
		assertThat(same.keys()).isEmpty();
		CookieChoice fromEnvironment = choose(null, List.of("old"), List.of(), Map.of("MACULA_COOKIE", "macula"));
		assertThat(fromEnvironment.open()).as("it is known to all, wherever it stands").isTrue();
		assertThat(fromEnvironment.keys()).isEmpty();
		assertThat(fromEnvironment.cookies().proven()).containsExactly(Cookie.of("macula"));
	}

	@Test
	void aKeyIsMadeOfWhateverThereIs() {
		assertThat(choose("mine", List.of(), List.of(), Map.of()).keys()).hasSize(1);
		assertThat(choose("macula", List.of(), List.of("secret"), Map.of()).keys()).hasSize(1);
		assertThat(choose(null, List.of(), List.of("new", "old"), Map.of()).keys()).as("each with its own cookie")
			.hasSize(2);
		assertThat(choose("mine", List.of("other"), List.of("new", "old"), Map.of()).keys()).hasSize(4);
		assertThat(CookieChoice.choose("mine", List.of(), null, List.of("to-come"), (name) -> null, this.home).keys())
			.as("without a secret, and with the one to come")
			.hasSize(2);
		assertThat(choose("mine", List.of("macula"), List.of(), Map.of()).keys()).as("what all know proves nothing")
			.hasSize(1);
	}

	@Test
	void aCookieThatCannotBeOneIsReportedWithItsSource() {
		assertThatExceptionOfType(GossipConfigurationException.class)
			.isThrownBy(() -> choose(null, List.of(), List.of(), Map.of("ERLANG_COOKIE", "x".repeat(300))))
			.withMessageStartingWith("distribution.cookie: A cookie has 1 to 255 characters; this one has 300.")
			.withMessageContaining("It comes from the environment variable ERLANG_COOKIE.");
	}

	private CookieChoice choose(@Nullable String configured, List<String> accepted, List<String> secrets,
			Map<String, String> environment) {
		return CookieChoice.choose(configured, accepted, secrets.isEmpty() ? null : secrets.get(0),
				secrets.stream().skip(1).toList(), environment::get, this.home);
	}

}
