package io.macula.gossip.autoconfigure;

import java.util.List;
import java.util.Map;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.Protocol;
import io.macula.gossip.testing.ChildProcess;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a start is rehearsed, and what.
 */
@Timeout(60)
class RehearsalApplicationListenerTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void isWantedUnlessThereIsOneProcessorAlone() {
		assertThat(RehearsalApplicationListener.nodeToCome(this.environment, 2)).isNotNull();
		assertThat(RehearsalApplicationListener.nodeToCome(this.environment, 1)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "macula.gossip.enabled, false", "macula.gossip.auto-startup, off", "macula.gossip.enabled, nonsense",
			"macula.gossip.enabled, ${nothing.yet}", "macula.gossip.protocol, smoke",
			"macula.gossip.protocol, ${nothing.yet}" })
	void isNotWantedForWhatDoesNotStartOrIsNotKnownYet(String property, String value) {
		this.environment.setProperty(property, value);
		assertThat(RehearsalApplicationListener.nodeToCome(this.environment, 2)).isNull();
	}

	@Test
	void isNotWantedWhileSpringCloudLooksForProperties() {
		this.environment.getPropertySources().addFirst(new MapPropertySource("bootstrap", Map.of()));
		assertThat(RehearsalApplicationListener.nodeToCome(this.environment, 2)).isNull();
	}

	@Test
	void beginsAsSoonAsThePropertiesAreKnown() throws Exception {
		try (ChildProcess application = new ChildProcess(
				ChildProcess.java("-XX:ActiveProcessorCount=2", Application.class.getName()))) {
			assertThat(application.awaitLine((line) -> line.startsWith("threads ")))
				.isEqualTo("threads [gossip-rehearsal]");
		}
	}

	@Test
	void rehearsesWhatTheApplicationIsSetTo() {
		this.environment.setProperty("macula.gossip.connection-mode", "heartbeat");
		this.environment.setProperty("macula.gossip.protocol", "libcluster");
		this.environment.setProperty("macula.gossip.secret", "of the application");
		GossipStatus status = RehearsalApplicationListener.nodeToCome(this.environment, 2)
			.builder()
			.autoStartup(false)
			.build()
			.getStatus();
		assertThat(status.connectionMode()).isEqualTo(ConnectionMode.HEARTBEAT);
		assertThat(status.protocol()).isEqualTo(Protocol.LIBCLUSTER);
		assertThat(status.authenticated()).isTrue();
	}

	/**
	 * In a test of Spring Boot's.
	 */
	@Nested
	@SpringBootTest(classes = NothingConfiguration.class)
	class InATest {

		@Autowired
		private ConfigurableEnvironment environment;

		@Test
		void isNotWanted() {
			assertThat(RehearsalApplicationListener.nodeToCome(this.environment, 2)).isNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NothingConfiguration {

	}

	/**
	 * An application that ends before it has a bean.
	 */
	public static final class Application {

		private Application() {
		}

		public static void main(String[] arguments) {
			SpringApplication application = new SpringApplication(NothingConfiguration.class);
			application.addListeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>) (event) -> {
				List<String> threads = Thread.getAllStackTraces()
					.keySet()
					.stream()
					.map(Thread::getName)
					.filter("gossip-rehearsal"::equals)
					.toList();
				System.out.println("threads " + threads);
				System.exit(0);
			});
			application.run(arguments);
		}

	}

}
