package io.macula.gossip.test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.actuate.GossipEndpoint;
import io.macula.gossip.actuate.GossipMetrics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The network in memory, without a web stack and with either, with and without Actuator
 * and Micrometer.
 */
class TestNetworkCombinationsTests {

	@ParameterizedTest
	@CsvSource({ "NONE,true,true", "NONE,true,false", "NONE,false,true", "NONE,false,false", "SERVLET,true,true",
			"SERVLET,false,false", "REACTIVE,true,true", "REACTIVE,false,false" })
	void whateverElseIsThereNodesComeAndGo(WebApplicationType web, boolean actuator, boolean micrometer) {
		List<String> missing = new ArrayList<>();
		if (!actuator) {
			missing.addAll(List.of("org.springframework.boot.actuate", "org.springframework.boot.health"));
		}
		if (!micrometer) {
			missing.addAll(List.of("io.micrometer.core", "org.springframework.boot.micrometer"));
		}
		runner(web).withClassLoader(new FilteredClassLoader(missing.toArray(String[]::new)))
			.withUserConfiguration(Application.class, TestNetworkConfiguration.class)
			.withPropertyValues("spring.autoconfigure.exclude=" + autoConfigurations(missing),
					"management.endpoints.jmx.exposure.include=gossip", "spring.jmx.enabled=true")
			.run((context) -> {
				GossipClusterService cluster = context.getBean(GossipClusterService.class);
				GossipTestNode billing = context.getBean(GossipTestNetwork.class).join("billing@db1.example");
				assertThat(cluster.getConnected()).containsExactly(billing.name());
				assertThat(context.getBeansOfType(GossipMetrics.class)).hasSize(micrometer ? 1 : 0);
				assertThat(context.getBeansOfType(GossipEndpoint.class).values()).hasSize(actuator ? 1 : 0)
					.allSatisfy(
							(endpoint) -> assertThat(endpoint.gossip().clusters().get("default").members()).hasSize(1));
				billing.vanish();
				assertThat(cluster.getConnected()).isEmpty();
			});
	}

	private static AbstractApplicationContextRunner<?, ?, ?> runner(WebApplicationType web) {
		return switch (web) {
			case NONE -> new ApplicationContextRunner();
			case SERVLET -> new WebApplicationContextRunner();
			case REACTIVE -> new ReactiveWebApplicationContextRunner();
		};
	}

	/**
	 * Return the auto-configurations of the jars that are not there.
	 */
	private static String autoConfigurations(List<String> packages) {
		return ImportCandidates.load(AutoConfiguration.class, TestNetworkCombinationsTests.class.getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> packages.stream().anyMatch(name::startsWith))
			.collect(Collectors.joining(","));
	}

	/**
	 * An application that has nothing of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
