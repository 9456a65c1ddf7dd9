package io.macula.gossip.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.NetworkNamespaces;
import io.macula.gossip.testing.Requires;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to an application's tests when the starter comes to its class path: to the
 * classes below, loaded as the test framework loads them.
 */
@Tag("once")
class QuietTestsTests {

	@Test
	void aTestHasTheBeansAndNothingIsStartedWhateverTheApplicationIsConfiguredTo() {
		assertThat(isRunningIn(PlainTest.class)).isFalse();
	}

	@Test
	void aTestThatAsksToStartsTheService() {
		assertThat(isRunningIn(AskingTest.class)).isTrue();
	}

	@Test
	void testsShareTheirContextAsBefore() {
		TestContext first = new TestContextManager(PlainTest.class).getTestContext();
		TestContext second = new TestContextManager(SecondPlainTest.class).getTestContext();
		assertThat(first.getApplicationContext()).isSameAs(second.getApplicationContext());
		first.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
	}

	@Test
	@Requires(NetworkNamespaces.class)
	void aTestSendsNoPacketUnlessItAsksTo() {
		assertThat(packetsOf(AskingTest.class)).isPositive();
		assertThat(packetsOf(PlainTest.class)).isZero();
	}

	private static boolean isRunningIn(Class<?> testClass) {
		TestContext test = new TestContextManager(testClass).getTestContext();
		ApplicationContext context = test.getApplicationContext();
		try {
			assertThat(context.containsBean("gossipTaskScheduler")).isTrue();
			return context.getBean(GossipClusterService.class).isRunning();
		}
		finally {
			test.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		}
	}

	private static long packetsOf(Class<?> testClass) {
		ChildProcess.Result result = ChildProcess
			.run(NetworkNamespaces.command(ChildProcess.java(PacketCount.class.getName(), testClass.getName())));
		assertThat(result.status()).as(result.output()).isZero();
		String count = result.output().lines().filter((line) -> line.startsWith("packets ")).findFirst().orElseThrow();
		return Long.parseLong(count.substring("packets ".length()));
	}

	/**
	 * Says how many packets leave while a test has its context, and for some intervals.
	 */
	public static final class PacketCount {

		private PacketCount() {
		}

		/**
		 * Count.
		 * @param arguments name of the test class
		 * @throws Exception if the class is not there
		 */
		public static void main(String[] arguments) throws Exception {
			long before = sent();
			new TestContextManager(Class.forName(arguments[0])).getTestContext().getApplicationContext();
			new CountDownLatch(1).await(1, TimeUnit.SECONDS);
			System.out.println("packets " + (sent() - before));
			System.exit(0);
		}

		/**
		 * Read the counter of the one interface that there is.
		 */
		private static long sent() throws IOException {
			String line = Files.readAllLines(Path.of("/proc/net/dev"))
				.stream()
				.filter((candidate) -> candidate.strip().startsWith("lo:"))
				.findFirst()
				.orElseThrow();
			return Long.parseLong(line.substring(line.indexOf(':') + 1).strip().split("\\s+")[9]);
		}

	}

	/**
	 * A test that knows nothing of this starter, of an application that is configured to
	 * start the service.
	 */
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "spring.config.location=classpath:quiet-tests/")
	static class PlainTest {

	}

	/**
	 * A test of another class with the same context.
	 */
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "spring.config.location=classpath:quiet-tests/")
	static class SecondPlainTest {

	}

	/**
	 * A test that asks for the service.
	 */
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = { "spring.config.location=classpath:quiet-tests/", "macula.gossip.auto-startup=true" })
	static class AskingTest {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
