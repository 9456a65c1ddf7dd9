package io.macula.gossip.autoconfigure;

import java.util.List;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.Protocol;
import io.macula.gossip.testing.ChildProcess;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * When a start is rehearsed, and what.
 */
@Timeout(60)
class RehearsalApplicationListenerTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void isWantedUnlessThereIsOneProcessorAlone() {
		assertThat(RehearsalApplicationListener.isWanted(this.environment, 2)).isTrue();
		assertThat(RehearsalApplicationListener.isWanted(this.environment, 1)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "macula.gossip.enabled", "macula.gossip.auto-startup" })
	void isNotWantedForWhatDoesNotStart(String property) {
		this.environment.setProperty(property, "false");
		assertThat(RehearsalApplicationListener.isWanted(this.environment, 2)).isFalse();
	}

	@Test
	void beginsBeforeTheContextHasAnyBean() throws Exception {
		try (ChildProcess application = new ChildProcess(ChildProcess.java(Application.class.getName()))) {
			assertThat(application.awaitLine((line) -> line.startsWith("threads ")))
				.isEqualTo("threads [gossip-rehearsal]");
		}
	}

	@Test
	void rehearsesWhatTheApplicationIsSetTo() {
		this.environment.setProperty("macula.gossip.connection-mode", "heartbeat");
		this.environment.setProperty("macula.gossip.protocol", "libcluster");
		this.environment.setProperty("macula.gossip.secret", "of the application");
		GossipStatus status = RehearsalApplicationListener.builder(this.environment)
			.autoStartup(false)
			.build()
			.getStatus();
		assertThat(status.connectionMode()).isEqualTo(ConnectionMode.HEARTBEAT);
		assertThat(status.protocol()).isEqualTo(Protocol.LIBCLUSTER);
		assertThat(status.authenticated()).isTrue();
	}

	@Test
	void leavesAWrongValueToTheStart() {
		this.environment.setProperty("macula.gossip.protocol", "smoke");
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> RehearsalApplicationListener.builder(this.environment));
	}

	/**
	 * In a test of Spring Boot's.
	 */
	@Nested
	@SpringBootTest(classes = NothingConfiguration.class)
	class InATest {

		@Autowired
		private Environment environment;

		@Test
		void isNotWanted() {
			assertThat(RehearsalApplicationListener.isWanted(this.environment, 2)).isFalse();
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
			application.addListeners((ApplicationListener<ApplicationContextInitializedEvent>) (event) -> {
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
