package io.macula.gossip;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Settings of links and what they refuse.
 */
class LinkSettingsTests {

	@Test
	void whenNothingIsSetShouldBeAsErlangsNodesAre() {
		LinkSettings settings = new LinkSettings();
		settings.check();
		assertThat(settings.getTickTime()).hasSeconds(60);
		assertThat(settings.getEpmdPort()).isEqualTo(4369);
		assertThat(settings.isHidden()).isTrue();
		assertThat(settings.getConnectTo()).isEqualTo(ConnectTo.PROVEN);
		assertThat(settings.getListenOn()).isEqualTo(ListenOn.CHOSEN);
		assertThat(settings.getPort()).isZero();
		assertThat(settings.tls()).isNull();
		assertThat(settings.threads().newThread(() -> {
		})).isNotNull();
	}

	@Test
	void whenValueIsOutsideItsRangeShouldNameItAndTheRemedy() {
		assertRefused((settings) -> settings.setPort(-1), "distribution.port: -1 is not a TCP port. Use one from 1");
		assertRefused((settings) -> settings.setPort(65536), "distribution.port: 65536 is not a TCP port.");
		assertRefused((settings) -> settings.setEpmdPort(0), "distribution.epmd-port: 0 is not a TCP port.");
		assertRefused((settings) -> settings.setTickTime(Duration.ofMillis(1)),
				"distribution.tick-time: PT0.001S is out of range. Use a duration from PT0.1S to PT24H.");
		assertRefused((settings) -> settings.setConnectTimeout(Duration.ZERO),
				"distribution.connect-timeout: PT0S is out of range. Use a duration from PT0.001S to PT1H.");
	}

	@Test
	void whenCopiedShouldHaveTheSameAndNotFollow() throws Exception {
		LinkSettings settings = new LinkSettings();
		LinkTls tls = new LinkTls(SSLContext.getDefault());
		settings.setCookie("cookie");
		settings.setAcceptedCookies(List.of("other"));
		settings.setPort(1);
		settings.setEpmdPort(2);
		settings.setEmbeddedEpmd(false);
		settings.setTickTime(Duration.ofSeconds(3));
		settings.setConnectTimeout(Duration.ofSeconds(4));
		settings.setHidden(false);
		settings.setConnectTo(ConnectTo.ANNOUNCED);
		settings.setListenOn(ListenOn.ALL);
		settings.useThreads(Thread::new);
		settings.followTls(() -> tls);
		LinkSettings copy = new LinkSettings(settings);
		assertThat(copy).usingRecursiveComparison().isEqualTo(settings);
		assertThat(copy.tls()).isSameAs(tls);
		settings.setCookie("new");
		assertThat(copy.getCookie()).isEqualTo("cookie");
	}

	@Test
	void whenHostsAreVerifiedShouldDemandCertificates() throws Exception {
		SSLContext context = SSLContext.getDefault();
		assertThatIllegalArgumentException().isThrownBy(() -> new LinkTls(context, false, List.of(), List.of(), true))
			.withMessage("Hosts cannot be verified without certificates of both sides");
		assertThat(new LinkTls(context).verifyHost()).isFalse();
	}

	private static void assertRefused(Consumer<LinkSettings> change, String words) {
		LinkSettings settings = new LinkSettings();
		change.accept(settings);
		assertThatExceptionOfType(GossipConfigurationException.class).isThrownBy(settings::check)
			.withMessageStartingWith(words);
	}

}
