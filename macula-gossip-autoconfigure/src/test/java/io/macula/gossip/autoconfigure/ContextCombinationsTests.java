package io.macula.gossip.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipListener;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.actuate.GossipEndpoint;
import io.macula.gossip.actuate.GossipMetrics;
import io.macula.gossip.service.GossipClusterBuilder;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.context.ServerPortInfoApplicationContextInitializer;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every kind of web server, with and without Actuator, Micrometer and Jackson: the
 * application starts with all auto-configurations that are left, another node links to it
 * and is told where its server is, and there is of Actuator's what there is place for.
 */
@Tag("once")
class ContextCombinationsTests {

	private static final int PORT = Loopback.freePort();

	private static final int EPMD_PORT = Loopback.freePort();

	private static final BlockingQueue<GossipNode> SEEN = new LinkedBlockingQueue<>();

	private static final ThreadPoolTaskScheduler SCHEDULER = new ThreadPoolTaskScheduler();

	private static final GossipClusterService OTHER = new GossipClusterBuilder(SCHEDULER).nodeName("other@127.0.0.1")
		.interfaces(Loopback.INTERFACES)
		.ttl(0)
		.port(PORT)
		.links((links) -> links.setEpmdPort(EPMD_PORT))
		.listener(GossipListener.of((event) -> {
			if (event instanceof NodeUpEvent) {
				SEEN.add(event.getNode());
			}
		}))
		.build();

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		SCHEDULER.initialize();
		OTHER.start();
	}

	@AfterAll
	static void stop() {
		OTHER.stop();
		SCHEDULER.shutdown();
	}

	static Stream<Combination> combinations() {
		List<Combination> combinations = new ArrayList<>();
		for (Web web : Web.values()) {
			for (int bits = 0; bits < 8; bits++) {
				combinations.add(new Combination(web, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0));
			}
		}
		return combinations.stream();
	}

	@ParameterizedTest
	@MethodSource("combinations")
	void whateverElseIsThereTheNodeIsUpAndActuatorHasItsPart(Combination combination) {
		switch (combination.web()) {
			case NONE -> check(new ApplicationContextRunner(), combination);
			case SERVLET ->
				check(new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new),
						combination);
			case REACTIVE ->
				check(new ReactiveWebApplicationContextRunner(AnnotationConfigReactiveWebServerApplicationContext::new),
						combination);
		}
	}

	private <R extends AbstractApplicationContextRunner<R, C, A>, C extends ConfigurableApplicationContext, A extends ApplicationContextAssertProvider<C>> void check(
			R runner, Combination combination) {
		runner.withClassLoader(new FilteredClassLoader(combination.missing()))
			.withInitializer(new ServerPortInfoApplicationContextInitializer())
			.withUserConfiguration(Application.class)
			.withPropertyValues("spring.application.name=orders", "server.port=0", "server.address=127.0.0.1",
					"spring.autoconfigure.exclude=" + combination.missingAutoConfigurations(),
					"management.endpoints.web.exposure.include=gossip", "management.endpoints.jmx.exposure.include=*",
					"spring.jmx.enabled=true", "macula.gossip.interfaces=127.0.0.1", "macula.gossip.ttl=0",
					"macula.gossip.port=" + PORT, "macula.gossip.distribution.epmd-port=" + EPMD_PORT)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				GossipNode seen = SEEN.poll(5, TimeUnit.SECONDS);
				assertThat(seen).isNotNull();
				assertThat(seen.name()).isEqualTo(context.getBean(GossipClusterService.class).getNodeName());
				assertThat(seen.application()).isEqualTo("orders");
				String port = context.getEnvironment().getProperty("local.server.port");
				assertThat(seen.metadata().get("http.port")).isEqualTo(port);
				assertThat(port != null).isEqualTo(combination.web() != Web.NONE);
				assertThat(context.getBeansOfType(GossipEndpoint.class)).hasSize(combination.actuator() ? 1 : 0);
				assertThat(context.containsBean("gossipHealthContributor")).isEqualTo(combination.actuator());
				assertThat(context.getBeansOfType(GossipMetrics.class)).hasSize(combination.micrometer() ? 1 : 0);
				if (port != null && combination.actuator() && combination.jackson()) {
					assertThat(membersThatTheEndpointShows(port)).containsExactly("other@127.0.0.1");
				}
			});
	}

	private static List<String> membersThatTheEndpointShows(String port) throws Exception {
		HttpResponse<String> response = HTTP.send(
				HttpRequest.newBuilder(URI.create("http://127.0.0.1:%s/actuator/gossip".formatted(port))).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonPath.read(response.body(), "$.clusters.default.members[*].name");
	}

	/**
	 * What serves HTTP.
	 */
	enum Web {

		NONE, SERVLET, REACTIVE

	}

	/**
	 * What is on the class path.
	 *
	 * @param web what serves HTTP
	 * @param actuator whether Actuator is there
	 * @param micrometer whether Micrometer is there
	 * @param jackson whether Jackson is there
	 */
	record Combination(Web web, boolean actuator, boolean micrometer, boolean jackson) {

		/**
		 * Return the packages of what is not there.
		 */
		String[] missing() {
			List<String> missing = new ArrayList<>();
			if (!this.actuator) {
				missing.add("org.springframework.boot.actuate");
				missing.add("org.springframework.boot.health");
			}
			if (!this.micrometer) {
				missing.add("io.micrometer.core");
				missing.add("org.springframework.boot.micrometer");
			}
			if (!this.jackson) {
				missing.add("tools.jackson");
				missing.add("org.springframework.boot.jackson");
			}
			return missing.toArray(String[]::new);
		}

		/**
		 * Return the auto-configurations of the jars that are not there.
		 */
		String missingAutoConfigurations() {
			List<String> missing = List.of(missing());
			return ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
				.getCandidates()
				.stream()
				.filter((name) -> missing.stream().anyMatch(name::startsWith))
				.collect(Collectors.joining(","));
		}

	}

	/**
	 * An application that has nothing of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
