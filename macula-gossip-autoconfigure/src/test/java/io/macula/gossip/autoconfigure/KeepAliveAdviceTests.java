package io.macula.gossip.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications without a web server, in processes of their own: what else is alive there
 * decides.
 */
class KeepAliveAdviceTests {

	private static final String ADVICE = "Set spring.main.keep-alive=true if it is to stay";

	@Test
	void anApplicationThatEndsAtOnceIsToldHowToStay() {
		ChildProcess.Result result = run();
		assertThat(result.output()).contains("Nothing keeps this application running", ADVICE);
		assertThat(result.status()).isZero();
	}

	@Test
	void anApplicationThatIsKeptAliveIsToldNothing() {
		assertThat(run("--spring.main.keep-alive=true", "--close").output()).contains("ready").doesNotContain(ADVICE);
	}

	@Test
	void anApplicationThatHasAThreadOfItsOwnIsToldNothing() {
		assertThat(run("--thread").output()).contains("ready").doesNotContain(ADVICE);
	}

	@Test
	void anApplicationThatTakesPartInNoClusterIsToldNothing() {
		assertThat(run("--macula.gossip.auto-startup=false").output()).contains("ready").doesNotContain(ADVICE);
	}

	private static ChildProcess.Result run(String... arguments) {
		List<String> all = new ArrayList<>(
				List.of(Application.class.getName(), "--macula.gossip.interfaces=127.0.0.1", "--macula.gossip.ttl=0",
						"--macula.gossip.connection-mode=heartbeat", "--macula.gossip.port=" + Loopback.freePort()));
		all.addAll(List.of(arguments));
		return ChildProcess.run(ChildProcess.java(all.toArray(String[]::new)));
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(GossipAutoConfiguration.class)
	public static class Application {

		/**
		 * Start the application.
		 * @param arguments its arguments; {@code --close} ends it, and {@code --thread}
		 * has a thread of its own do so
		 */
		public static void main(String[] arguments) {
			List<String> all = List.of(arguments);
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			CountDownLatch done = new CountDownLatch(all.contains("--thread") ? 1 : 0);
			Thread worker = new Thread(() -> await(done));
			worker.setDaemon(!all.contains("--thread"));
			worker.start();
			ConfigurableApplicationContext context = application.run(arguments);
			System.out.println("ready");
			done.countDown();
			if (all.contains("--close")) {
				context.close();
			}
		}

		private static void await(CountDownLatch done) {
			try {
				done.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
