package io.macula.gossip.distribution;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeName;
import io.macula.gossip.autoconfigure.GossipAutoConfiguration;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links with TLS from an SSL bundle of the application.
 */
@Timeout(60)
class SslBundleLinkTests {

	@TempDir
	private Path directory;

	@TempDir
	private Path renewed;

	private ApplicationContextRunner plain;

	@BeforeEach
	void choosePorts() {
		this.plain = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class, SslAutoConfiguration.class))
			.withPropertyValues("macula.gossip.interfaces=127.0.0.1", "macula.gossip.port=" + Loopback.freePort(),
					"macula.gossip.distribution.cookie=cookie",
					"macula.gossip.distribution.epmd-port=" + Loopback.freePort());
	}

	@Test
	void applicationsWithOneBundleLinkAndOneWithoutDoesNot() throws Exception {
		TestCertificates certificates = TestCertificates.create(this.directory);
		ApplicationContextRunner secure = secure(certificates);
		secure.withPropertyValues("macula.gossip.node-name=a@127.0.0.1")
			.run((first) -> secure.withPropertyValues("macula.gossip.node-name=b@127.0.0.1")
				.run((second) -> this.plain.withPropertyValues("macula.gossip.node-name=c@127.0.0.1").run((third) -> {
					GossipClusterService a = service(first);
					GossipClusterService c = service(third);
					Awaitility.await().until(() -> a.getConnected().size() == 1 && a.getDiscovered().size() == 2);
					assertThat(a.getConnected()).extracting((name) -> name.value()).containsExactly("b@127.0.0.1");
					assertThat(c.getConnected()).isEmpty();
				})));
	}

	@Test
	void whenTheBundleIsUpdatedShouldUseItForNewLinksAndKeepTheOthers() throws Exception {
		ApplicationContextRunner before = secure(TestCertificates.create(this.directory));
		ApplicationContextRunner after = secure(TestCertificates.create(this.renewed));
		NodeName b = NodeName.of("b@127.0.0.1");
		NodeName c = NodeName.of("c@127.0.0.1");
		before.withPropertyValues("macula.gossip.node-name=a@127.0.0.1")
			.run((first) -> before.withPropertyValues("macula.gossip.node-name=" + b).run((second) -> {
				GossipClusterService a = service(first);
				Awaitility.await().until(() -> a.getConnected().contains(b));
				Instant since = connectedAt(a, b);
				after.withPropertyValues("macula.gossip.enabled=false")
					.run((third) -> first.getBean(SslBundleRegistry.class)
						.updateBundle("links", third.getBean(SslBundles.class).getBundle("links")));
				after.withPropertyValues("macula.gossip.node-name=" + c).run((third) -> {
					Awaitility.await().until(() -> a.getConnected().contains(c));
					assertThat(connectedAt(a, b)).isEqualTo(since);
					assertThat(service(second).getConnected()).extracting(NodeName::value)
						.containsExactly("a@127.0.0.1");
				});
			}));
	}

	@Test
	void whenTheUpdateHasNoTruststoreShouldStayWithTheBundleAsItWas() throws Exception {
		ApplicationContextRunner secure = secure(TestCertificates.create(this.directory));
		secure.withPropertyValues("macula.gossip.node-name=a@127.0.0.1").run((first) -> {
			SslBundle bundle = first.getBean(SslBundles.class).getBundle("links");
			SslStoreBundle keysAlone = SslStoreBundle.of(bundle.getStores().getKeyStore(), "changeit", null);
			first.getBean(SslBundleRegistry.class).updateBundle("links", SslBundle.of(keysAlone, bundle.getKey()));
			secure.withPropertyValues("macula.gossip.node-name=b@127.0.0.1")
				.run((second) -> Awaitility.await().until(() -> service(first).getConnected().size() == 1));
		});
	}

	@Test
	void whenTheBundleHasNoTruststoreShouldEndTheStartAndSayWhatToSet() throws Exception {
		ApplicationContextRunner secure = keyed(TestCertificates.create(this.directory));
		secure.withPropertyValues("macula.gossip.node-name=a@127.0.0.1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(GossipConfigurationException.class, (ex) -> {
					assertThat(ex.getSetting()).isEqualTo("distribution.ssl.bundle");
					assertThat(ex.getProblem()).isEqualTo(
							"The SSL bundle 'links' has no truststore: every certificate of a public authority would be trusted.");
					assertThat(ex.getRemedy()).startsWith("Set its truststore to the authority that signs")
						.contains("spring.ssl.bundle.jks.links.truststore.location")
						.contains("spring.ssl.bundle.pem.links.truststore.certificate");
				}));
	}

	@Test
	void whenTheBundleIsMadeOfTrustManagersShouldNeedNoTruststore() throws Exception {
		secure(TestCertificates.create(this.directory)).run((context) -> {
			SslBundle bundle = context.getBean(SslBundles.class).getBundle("links");
			SslManagerBundle managers = SslManagerBundle.of(bundle.getManagers().getKeyManagerFactory(),
					bundle.getManagers().getTrustManagerFactory());
			this.plain.withPropertyValues("macula.gossip.distribution.ssl.bundle=own")
				.withBean(SslBundleRegistrar.class,
						() -> (registry) -> registry.registerBundle("own",
								SslBundle.of(SslStoreBundle.NONE, null, null, null, managers)))
				.run((other) -> assertThat(other).hasNotFailed());
		});
	}

	@Test
	void whenHostsAreVerifiedShouldLinkOnlyWhoseCertificateIsForItsHost() throws Exception {
		TestCertificates certificates = TestCertificates.create(this.directory);
		ApplicationContextRunner strict = secure(certificates)
			.withPropertyValues("macula.gossip.distribution.ssl.verify-host=true");
		strict.withPropertyValues("macula.gossip.node-name=a@127.0.0.1")
			.run((first) -> strict.withPropertyValues("macula.gossip.node-name=b@localhost")
				.run((second) -> strict.withPropertyValues("macula.gossip.node-name=c@127.0.0.2").run((third) -> {
					GossipClusterService a = service(first);
					Awaitility.await().until(() -> a.getConnected().size() == 1 && a.getDiscovered().size() == 2);
					assertThat(a.getConnected()).extracting(NodeName::value).containsExactly("b@localhost");
					assertThat(service(third).getConnected()).isEmpty();
				})));
	}

	private ApplicationContextRunner secure(TestCertificates certificates) {
		return keyed(certificates).withPropertyValues(
				"spring.ssl.bundle.jks.links.truststore.location=" + certificates.store().toUri(),
				"spring.ssl.bundle.jks.links.truststore.password=changeit");
	}

	private ApplicationContextRunner keyed(TestCertificates certificates) {
		return this.plain.withPropertyValues("spring.ssl.bundle.jks.links.key.alias=node",
				"spring.ssl.bundle.jks.links.keystore.location=" + certificates.store().toUri(),
				"spring.ssl.bundle.jks.links.keystore.password=changeit",
				"macula.gossip.distribution.ssl.bundle=links");
	}

	private static Instant connectedAt(GossipClusterService service, NodeName name) {
		return service.getNodes()
			.stream()
			.filter((node) -> node.name().equals(name))
			.map(GossipNode::connectedAt)
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
	}

	private static GossipClusterService service(ApplicationContext context) {
		return context.getBean(GossipClusterService.class);
	}

}
