package io.macula.gossip.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is there when parts of Actuator are not on the class path, tried by starting an
 * application without their jars.
 */
@Tag("once")
class OptionalDependencyTests {

	@Test
	void withAllOfActuatorThereAreEndpointAndHealthAndMeters() throws Exception {
		assertThat(beansWithout()).contains("running", "gossipEndpoint", "gossipHealthContributor", "gossipMetrics");
	}

	@Test
	void withNoneOfActuatorTheServiceRuns() throws Exception {
		assertThat(beansWithout("spring-boot-actuator", "spring-boot-health", "spring-boot-micrometer-metrics",
				"micrometer-core"))
			.containsExactly("running");
	}

	@Test
	void withoutHealthThereAreEndpointAndMeters() throws Exception {
		assertThat(beansWithout("spring-boot-health")).containsExactlyInAnyOrder("running", "gossipEndpoint",
				"gossipMetrics");
	}

	@Test
	void withoutMetersThereAreEndpointAndHealth() throws Exception {
		assertThat(beansWithout("spring-boot-micrometer-metrics")).containsExactlyInAnyOrder("running",
				"gossipEndpoint", "gossipHealthContributor");
	}

	private static List<String> beansWithout(String... jars) throws Exception {
		List<URL> classPath = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			String file = Path.of(entry).getFileName().toString();
			if (Arrays.stream(jars).noneMatch(file::startsWith)) {
				classPath.add(Path.of(entry).toUri().toURL());
			}
		}
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(classPath.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			Object answer = loader.loadClass(Application.class.getName())
				.getMethod("start", int.class)
				.invoke(null, Loopback.freePort());
			return List.of(((String) answer).split(","));
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	/**
	 * The application, loaded anew for each class path.
	 */
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	public static class Application {

		/**
		 * Start and stop the application.
		 * @param port the UDP port
		 * @return what of ours was there, as words with commas between them
		 * @throws IOException never
		 */
		public static String start(int port) throws IOException {
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			try (ConfigurableApplicationContext context = application.run("--macula.gossip.interfaces=127.0.0.1",
					"--macula.gossip.port=" + port, "--macula.gossip.connection-mode=heartbeat",
					"--management.endpoints.jmx.exposure.include=*", "--spring.jmx.enabled=true")) {
				List<String> found = new ArrayList<>();
				if (context.getBean(GossipClusterService.class).isRunning()) {
					found.add("running");
				}
				Stream.of("gossipEndpoint", "gossipHealthContributor", "gossipMetrics")
					.filter(context::containsBean)
					.forEach(found::add);
				return String.join(",", found);
			}
		}

	}

}
