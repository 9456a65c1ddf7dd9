package io.macula.gossip.autoconfigure;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.actuate.GossipEndpoint;
import io.macula.gossip.actuate.GossipHealthIndicator;
import io.macula.gossip.actuate.GossipMetrics;
import io.macula.gossip.service.GossipClusterBuilder;
import io.macula.gossip.testing.Loopback;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoint, health and meters, each gated by itself.
 */
class GossipActuatorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class, GossipEndpointAutoConfiguration.class,
				GossipHealthContributorAutoConfiguration.class, GossipMetricsAutoConfiguration.class))
		.withPropertyValues("macula.gossip.interfaces=127.0.0.1", "macula.gossip.port=" + Loopback.freePort(),
				"macula.gossip.ttl=0", "macula.gossip.connection-mode=heartbeat");

	@Test
	void whenTheEndpointIsExposedShouldBeThere() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=gossip")
			.run((context) -> assertThat(context).hasSingleBean(GossipEndpoint.class));
	}

	@Test
	void whenTheEndpointIsNotExposedShouldNotBeThere() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(GossipEndpoint.class));
	}

	@Test
	void whenHealthIsThereShouldContribute() {
		this.contextRunner.run((context) -> assertThat(context.getBean("gossipHealthContributor"))
			.isInstanceOf(GossipHealthIndicator.class));
	}

	@Test
	void whenHealthIsDisabledShouldNotContribute() {
		this.contextRunner.withPropertyValues("management.health.gossip.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("gossipHealthContributor"));
	}

	@Test
	void whenThereAreTwoClustersShouldShowBoth() {
		this.contextRunner.withUserConfiguration(SecondClusterConfiguration.class)
			.withPropertyValues("management.endpoints.web.exposure.include=gossip")
			.run((context) -> {
				HealthContributor health = context.getBean("gossipHealthContributor", HealthContributor.class);
				assertThat(health).isInstanceOfSatisfying(CompositeHealthContributor.class,
						(composite) -> assertThat(composite.stream()).hasSize(2));
				assertThat(context.getBean(GossipEndpoint.class).gossip().clusters()).containsOnlyKeys("default",
						"audit");
			});
	}

	@Test
	void whenThereIsARegistryShouldMeasure() {
		this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(GossipMetrics.class));
	}

	@Test
	void whenThereIsNoRegistryShouldNotMeasure() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(GossipMetrics.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class SecondClusterConfiguration {

		@Bean(defaultCandidate = false)
		GossipClusterService audit(GossipClusterBuilder builder) {
			return builder.cluster("audit").port(Loopback.freePort()).build();
		}

	}

}
