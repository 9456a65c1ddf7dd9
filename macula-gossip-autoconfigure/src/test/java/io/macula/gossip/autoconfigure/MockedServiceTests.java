package io.macula.gossip.autoconfigure;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.actuate.GossipEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * What an application's tests may do to the service: replace it by a mock that was told
 * nothing.
 */
class MockedServiceTests {

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	class WithoutActuator {

		@MockitoBean
		private GossipClusterService service;

		@Autowired
		private ConfigurableApplicationContext context;

		@Test
		void theContextStartsAndTheMockDoesNot() {
			assertThat(this.context.getBean(GossipClusterService.class)).isSameAs(this.service);
			then(this.service).should(never()).start();
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = { "management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true" })
	@ImportAutoConfiguration({ GossipEndpointAutoConfiguration.class, GossipHealthContributorAutoConfiguration.class,
			GossipMetricsAutoConfiguration.class })
	class WithActuator {

		@MockitoBean
		private GossipClusterService service;

		@Autowired
		private GossipEndpoint endpoint;

		@Autowired
		private HealthIndicator gossipHealthContributor;

		@Autowired
		private MeterRegistry registry;

		@Test
		void theContextStartsAndNothingOfTheMockIsShown() {
			assertThat(this.endpoint.gossip().clusters()).isEmpty();
			assertThat(this.gossipHealthContributor.health().getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(this.registry.find("macula.gossip.nodes").meters()).isEmpty();
		}

		@Test
		void theMockCanBeToldWhatToAnswer() {
			given(this.service.getCluster()).willReturn("orders");
			assertThat(this.service.getCluster()).isEqualTo("orders");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(GossipAutoConfiguration.class)
	static class Application {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
