package io.macula.gossip.autoconfigure;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What stands on the console when a setting cannot work.
 */
@Tag("once")
@ExtendWith(OutputCaptureExtension.class)
class GossipConfigurationFailureAnalyzerTests {

	@ParameterizedTest
	@MethodSource("wrongValues")
	void aWrongValueIsReportedWithPropertyValueOriginAndRemedy(String property, String value, String problem,
			String remedy, CapturedOutput output) {
		run("--macula.gossip." + property + "=" + value);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(
					"Configuration property 'macula.gossip.%s' (set in \"macula.gossip.%s\" from property source \"commandLineArgs\") cannot be used: %s"
						.formatted(property, property, problem))
			.contains("Action:")
			.contains(remedy);
	}

	@Test
	void aBeanThatIsMissingSinceAllIsDisabledIsReportedWithWhatToDo(CapturedOutput output) {
		SpringApplication application = new SpringApplication(NeedsTheService.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--macula.gossip.enabled=false"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("needs a GossipClusterService, and macula.gossip.enabled=false removes it.")
			.contains(
					"Set macula.gossip.auto-startup=false in its place: every bean is there then, and nothing is started.");
	}

	@Test
	void aBeanThatIsMissingForAnotherReasonIsSpringBootsToReport(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Needs.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run());
		assertThat(output).contains("required a bean of type 'io.macula.gossip.GossipClusterService'")
			.doesNotContain("auto-startup");
	}

	@Test
	void anEmptySecretIsReported(CapturedOutput output) {
		run("--macula.gossip.secret=");
		assertThat(output).contains("Configuration property 'macula.gossip.secret'")
			.contains("The secret is empty.")
			.contains("leave the property out for an open cluster");
	}

	@Test
	void aNameThatErlangCannotWriteIsReported(CapturedOutput output) {
		run("--macula.gossip.node-name=\u0142@127.0.0.1");
		assertThat(output).contains("Configuration property 'macula.gossip.node-name'")
			.contains("@127.0.0.1' cannot link: Erlang's distribution has names in ISO 8859-1 only.")
			.contains("Use plain letters and digits, or set macula.gossip.connection-mode=heartbeat.");
	}

	@Test
	void aCookieThatErlangCannotWriteIsReportedAndNotShown(CapturedOutput output) {
		run("--macula.gossip.distribution.cookie=hush\u0142");
		assertThat(output).contains("Configuration property 'macula.gossip.distribution.cookie'")
			.contains(
					"A cookie has only characters of ISO 8859-1, best those of ASCII; this one has others. It comes from macula.gossip.distribution.cookie.")
			.contains("Set the same long random text of plain letters and digits on every node.")
			.doesNotContain("hush");
	}

	@Test
	void metadataThatIsTooLongIsReported(CapturedOutput output) {
		run("--macula.gossip.metadata.note=" + "x".repeat(1025));
		assertThat(output).contains("Configuration property 'macula.gossip.metadata'")
			.contains("The metadata 'note' is too long: use 1024 characters at most.");
	}

	@Test
	void aPortThatAnotherProgramHoldsIsReportedThoughItIsNotSet(CapturedOutput output) throws Exception {
		try (DatagramSocket other = new DatagramSocket(null)) {
			other.setReuseAddress(false);
			other.bind(new InetSocketAddress(Loopback.freePort()));
			run("--macula.gossip.port=" + other.getLocalPort());
			assertThat(output).contains("UDP port %d cannot be bound".formatted(other.getLocalPort()))
				.contains("Another program may hold it without sharing it (SO_REUSEADDR)");
		}
	}

	@Test
	void aGroupOfAFamilyThatIsNotHereIsReported() throws Exception {
		ChildProcess.Result result = ChildProcess
			.run(ChildProcess.java("-Djava.net.preferIPv4Stack=true", TestConfiguration.class.getName(),
					"--macula.gossip.addr=ff15::6d61:6375", "--macula.gossip.interfaces=::1"));
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.output()).contains("APPLICATION FAILED TO START")
			.contains("The sockets for ff15:0:0:0:0:0:6d61:6375 port 45892 cannot be opened: ")
			.contains("Set macula.gossip.addr to a group of the family that this machine has, on every node.");
	}

	static Stream<Arguments> wrongValues() {
		return Stream.of(
				Arguments.of("addr", "10.0.0.1", "'10.0.0.1' is not a multicast address.", "Use one in 224.0.0.0/4"),
				Arguments.of("port", "0", "0 is not a UDP port.", "Use one from 1 to 65535"),
				Arguments.of("port", "70000", "70000 is not a UDP port.", "Use one from 1 to 65535"),
				Arguments.of("interval", "0", "PT0S is not an interval between announcements.",
						"Use one from 10ms to 1h"),
				Arguments.of("ttl", "256", "256 is not a time to live.", "Use 1 for this subnet"),
				Arguments.of("max-nodes", "0", "0 is not a number of nodes.", "Use one from 1 to 1000000"),
				Arguments.of("node-name", "orders", "'orders' is not a node name",
						"Use a form such as orders-1@192.168.1.17"),
				Arguments.of("interfaces", "192.168.0.0/33", "'192.168.0.0/33' is not a network interface.",
						"Use names, addresses or networks, such as eth0, 192.168.1.17, 192.168.0.0/16, fd00::/8."),
				Arguments.of("peers", "db.example:0", "'db.example:0' is not a peer: 0 is not a UDP port.",
						"Use host names or addresses, with a port or not: db.example, 10.0.0.7:45892, fd00::7, [fd00::7]:45892."),
				Arguments.of("accepted-secrets", "old", "There are accepted secrets but none to sign with.",
						"Set macula.gossip.secret as well."),
				Arguments.of("distribution.port", "70000", "70000 is not a TCP port.",
						"Use one from 1 to 65535, or 0 to have one chosen."),
				Arguments.of("distribution.epmd-port", "0", "0 is not a TCP port.",
						"Use one from 1 to 65535; Erlang's is 4369."),
				Arguments.of("distribution.tick-time", "1ms", "PT0.001S is out of range.",
						"Use a duration from PT0.1S to PT24H."),
				Arguments.of("distribution.connect-timeout", "2h", "PT2H is out of range.",
						"Use a duration from PT0.001S to PT1H."),
				Arguments.of("distribution.ssl.bundle", "nope", "There is no SSL bundle named 'nope'.",
						"Define it under spring.ssl.bundle"),
				Arguments.of("failure-detection.down-after", "1s", "PT1S is not longer than the interval of PT1.5S.",
						"Use three intervals or more"));
	}

	private static void run(String argument) {
		SpringApplication application = new SpringApplication(TestConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		List<String> arguments = new ArrayList<>(List.of(argument));
		if (!argument.contains("interfaces")) {
			arguments.add("--macula.gossip.interfaces=127.0.0.1");
		}
		assertThatException().isThrownBy(() -> application.run(arguments.toArray(String[]::new)));
	}

	@Configuration(proxyBeanMethods = false)
	static class Needs {

		@Bean
		String needs(GossipClusterService service) {
			return service.getCluster();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(GossipAutoConfiguration.class)
	static class NeedsTheService extends Needs {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(GossipAutoConfiguration.class)
	public static class TestConfiguration {

		/**
		 * Start the application in a process of its own.
		 * @param arguments its arguments
		 */
		public static void main(String[] arguments) {
			SpringApplication application = new SpringApplication(TestConfiguration.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.run(arguments);
		}

	}

}
