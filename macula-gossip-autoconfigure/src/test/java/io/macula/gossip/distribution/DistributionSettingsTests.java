package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Settings and what they refuse.
 */
class DistributionSettingsTests {

	private static final NodeName NAME = NodeName.of("a@host");

	@Test
	void whenOnlyCookieIsSetShouldBeAsErlangsNodesAre() {
		DistributionSettings settings = DistributionSettings.builder(NAME).cookies(Cookie.of("one")).build();
		assertThat(settings.tickTime()).hasSeconds(60);
		assertThat(settings.handshakeTimeout()).hasSeconds(7);
		assertThat(settings.hidden()).isTrue();
		assertThat(settings.registered()).isTrue();
		assertThat(settings.listen().getPort()).isZero();
		assertThat(settings.tls()).isNull();
	}

	@Test
	void whenValueIsOutsideItsRangeShouldNameItAndTheRemedy() {
		DistributionSettingsBuilder builder = DistributionSettings.builder(NAME);
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessage("Node 'a@host' has no cookie: give one at least");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.tickTime(Duration.ofMillis(1)))
			.withMessage("tickTime is PT0.001S: give a duration from PT0.1S to PT24H");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.connectTimeout(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.handshakeTimeout(Duration.ofDays(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> new DistributionLimits(1, 1, 1024, 1, 1, 1, 1, 1))
			.withMessage("The limit 'frameBytes' is 1; it must be from 1024 to 134217728");
	}

	@Test
	void whenNameCannotLinkShouldSaySo() {
		assertThatIllegalArgumentException().isThrownBy(() -> DistributionSettings.builder(NodeName.of("\u65e5@host")))
			.withMessageContaining("cannot link: Erlang's distribution has names in ISO 8859-1 only");
	}

	@Test
	void whenPortIsTakenShouldSaySo() throws Exception {
		try (ServerSocket taken = new ServerSocket(Loopback.freePort(), 1, InetAddress.getLoopbackAddress());
				TestNode node = TestNode.create(Loopback.freePort(), "a@127.0.0.1", (builder) -> builder
					.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort())))) {
			assertThatExceptionOfType(IOException.class).isThrownBy(node.node()::start)
				.withMessageStartingWith("Node 'a@127.0.0.1' cannot listen on ")
				.withMessageEndingWith("choose another port, or 0 to let the system choose");
		}
	}

}
