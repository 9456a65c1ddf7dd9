package io.macula.gossip.autoconfigure;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

import io.macula.gossip.testing.ChildProcess;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has not yet moved to Spring Boot 4, tried with the jars of the last
 * Spring Boot 3, which the build puts into {@code target/boot-3}.
 */
class SpringBoot3Tests {

	@Test
	void onSpringBoot3TheStartEndsInAReportThatNamesTheVersionNeeded() throws Exception {
		Path jars = Path.of("target", "boot-3").toAbsolutePath();
		assertThat(jars).as("copied in the phase process-test-resources").isNotEmptyDirectory();
		String classPath = String.join(File.pathSeparator, location(GossipAutoConfiguration.class),
				location(Application.class), jars + File.separator + "*");
		ChildProcess.Result result = ChildProcess
			.run(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
					Application.class.getName()));
		assertThat(result.status()).isNotZero();
		assertThat(result.output()).contains("APPLICATION FAILED TO START")
			.contains(
					"macula-gossip-spring-boot-starter needs Spring Boot 4.0 or later, and this application runs on 3.")
			.doesNotContain("ClassNotFoundException", "NoClassDefFoundError");
	}

	private static String location(Class<?> type) throws URISyntaxException {
		return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
	}

	/**
	 * The application.
	 */
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	public static class Application {

		/**
		 * Start it.
		 * @param arguments none
		 */
		public static void main(String[] arguments) {
			SpringApplication.run(Application.class, arguments);
		}

	}

}
