package io.macula.gossip.distribution;

import java.nio.file.Path;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.autoconfigure.GossipAutoConfiguration;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links with TLS from an SSL bundle of the application.
 */
class SslBundleLinkTests {

	@TempDir
	private Path directory;

	@Test
	void applicationsWithOneBundleLinkAndOneWithoutDoesNot() throws Exception {
		TestCertificates.create(this.directory);
		String store = this.directory.resolve("store.p12").toUri().toString();
		ApplicationContextRunner plain = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class, SslAutoConfiguration.class))
			.withPropertyValues("macula.gossip.interfaces=127.0.0.1", "macula.gossip.port=" + Loopback.freePort(),
					"macula.gossip.distribution.cookie=cookie",
					"macula.gossip.distribution.epmd-port=" + Loopback.freePort());
		ApplicationContextRunner secure = plain.withPropertyValues("spring.ssl.bundle.jks.links.key.alias=node",
				"spring.ssl.bundle.jks.links.keystore.location=" + store,
				"spring.ssl.bundle.jks.links.keystore.password=changeit",
				"spring.ssl.bundle.jks.links.truststore.location=" + store,
				"spring.ssl.bundle.jks.links.truststore.password=changeit",
				"macula.gossip.distribution.ssl.bundle=links");
		secure.withPropertyValues("macula.gossip.node-name=a@127.0.0.1")
			.run((first) -> secure.withPropertyValues("macula.gossip.node-name=b@127.0.0.1")
				.run((second) -> plain.withPropertyValues("macula.gossip.node-name=c@127.0.0.1").run((third) -> {
					GossipClusterService a = first.getBean(GossipClusterService.class);
					GossipClusterService c = third.getBean(GossipClusterService.class);
					Awaitility.await().until(() -> a.getConnected().size() == 1 && a.getDiscovered().size() == 2);
					assertThat(a.getConnected()).extracting((name) -> name.value()).containsExactly("b@127.0.0.1");
					assertThat(c.getConnected()).isEmpty();
				})));
	}

}
