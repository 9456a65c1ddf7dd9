package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.LinkSettings;
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
	void whenLimitIsOutsideItsRangeShouldNameItAndItsRange() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DistributionLimits(1, 1, 1024, 1024, 1024, 1, 1, 1, 1, 1))
			.withMessage("The limit 'frameBytes' is 1; it must be from 1024 to 134217728");
	}

	@Test
	void whenThereIsNoCookieShouldSaySo() {
		assertThatIllegalArgumentException().isThrownBy(Cookies::new)
			.withMessage("There is no cookie to prove: give one at least");
	}

	@Test
	void whenCookieIsAcceptedOnlyShouldNeverProveIt() {
		Cookie one = Cookie.of("one");
		Cookie two = Cookie.of("two");
		Cookies cookies = new Cookies(List.of(one), List.of(two, one));
		assertThat(cookies.proven()).containsExactly(one);
		assertThat(cookies.accepted()).containsExactly(one, two);
	}

	@Test
	void whenLinkSettingsChangeLaterShouldNotFollow() {
		LinkSettings links = new LinkSettings();
		DistributionSettings settings = settings(NAME, links);
		links.setHidden(false);
		assertThat(settings.links().isHidden()).isTrue();
	}

	@Test
	void whenNameCannotLinkShouldSaySo() {
		assertThatExceptionOfType(GossipConfigurationException.class)
			.isThrownBy(() -> settings(NodeName.of("\u65e5@host"), new LinkSettings()))
			.withMessageStartingWith("node-name: ")
			.withMessageContaining("cannot link: Erlang's distribution has names in ISO 8859-1 only.");
	}

	@Test
	void whenPortIsTakenShouldSaySo() throws Exception {
		try (ServerSocket taken = new ServerSocket(Loopback.freePort());
				TestNode node = TestNode.create(Loopback.freePort(), "a@127.0.0.1",
						(options) -> options.links((links) -> links.setPort(taken.getLocalPort())))) {
			assertThatExceptionOfType(IOException.class).isThrownBy(node.node()::start)
				.withMessageStartingWith("Node 'a@127.0.0.1' cannot listen on port " + taken.getLocalPort())
				.withMessageEndingWith("choose another port, or 0 to let the system choose");
		}
	}

	private static DistributionSettings settings(NodeName name, LinkSettings links) {
		return new DistributionSettings(name, new Cookies(Cookie.of("one")), links, DistributionLimits.defaults(),
				Runnable::run);
	}

}
