package io.macula.gossip.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.jayway.jsonpath.JsonPath;
import io.macula.gossip.FailureDetectionSettings;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.actuate.GossipEndpoint;
import io.macula.gossip.service.GossipClusterBuilder;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose context was processed ahead of time, as Spring Boot's plugins do
 * it: the code that comes of it is compiled, started, and forms a cluster.
 */
@Tag("once")
class AheadOfTimeTests {

	@TempDir
	private Path directory;

	@Test
	void theProcessedContextStartsAndFormsACluster() throws Exception {
		process();
		compile();
		int port = Loopback.freePort();
		int epmdPort = Loopback.freePort();
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.initialize();
		GossipClusterService other = new GossipClusterBuilder(scheduler).nodeName("other@127.0.0.1")
			.interfaces(Loopback.INTERFACES)
			.ttl(0)
			.port(port)
			.links((links) -> links.setEpmdPort(epmdPort))
			.build();
		other.start();
		try (ChildProcess application = new ChildProcess(
				command("--macula.gossip.interfaces=127.0.0.1", "--macula.gossip.ttl=0", "--macula.gossip.port=" + port,
						"--macula.gossip.metadata.zone=north", "--macula.gossip.distribution.epmd-port=" + epmdPort))) {
			application.awaitLine((line) -> line.contains("Starting AOT-processed"));
			application.awaitLine((line) -> line.contains("other@127.0.0.1 is up"));
			Awaitility.await().until(() -> other.getConnected().size() == 1);
			GossipNode node = other.getNodes().get(0);
			assertThat(node.application()).isEqualTo("orders");
			assertThat(node.metadata()).containsEntry("zone", "north");
			application.terminate();
			Awaitility.await().until(() -> other.getConnected().isEmpty());
		}
		finally {
			other.stop();
			scheduler.shutdown();
		}
	}

	@Test
	void whatIsReachedByReflectionIsHintedAt() throws Exception {
		process();
		String hints = Files.readString(
				this.directory.resolve("resources/META-INF/native-image/io.macula/orders/reachability-metadata.json"));
		List<String> types = JsonPath.read(hints, "$.reflection[*].type");
		assertThat(types).contains(name(GossipEndpoint.class), name(GossipEndpoint.GossipDescriptor.class),
				name(GossipEndpoint.ClusterDescriptor.class), name(GossipEndpoint.MemberDescriptor.class),
				name(GossipEndpoint.NodeDescriptor.class), name(GossipProperties.class),
				name(GossipProperties.Health.class), name(DistributionProperties.class),
				name(DistributionProperties.Ssl.class), name(FailureDetectionSettings.class));
	}

	private static String name(Class<?> type) {
		return type.getName();
	}

	private void process() throws Exception {
		SpringApplicationAotProcessor.main(new String[] { AheadOfTimeApplication.class.getName(), output("sources"),
				output("resources"), output("classes"), "io.macula", "orders", "--spring.application.name=orders",
				"--spring.main.web-application-type=none", "--management.endpoints.jmx.exposure.include=gossip",
				"--spring.jmx.enabled=true" });
	}

	private String output(String name) {
		return this.directory.resolve(name).toString();
	}

	private void compile() throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter problems = new StringWriter();
		try (Stream<Path> files = Files.walk(this.directory.resolve("sources"));
				StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
			List<Path> sources = files.filter((file) -> file.toString().endsWith(".java")).toList();
			assertThat(sources).isNotEmpty();
			boolean compiled = compiler
				.getTask(problems, manager, null,
						List.of("-proc:none", "-nowarn", "-d", output("classes"), "-classpath",
								output("classes") + File.pathSeparator + System.getProperty("java.class.path")),
						null, manager.getJavaFileObjectsFromPaths(sources))
				.call();
			assertThat(compiled).as(problems.toString()).isTrue();
		}
	}

	private List<String> command(String... arguments) {
		List<String> command = new ArrayList<>(ChildProcess.java("-Dspring.aot.enabled=true",
				AheadOfTimeApplication.class.getName(), "--spring.application.name=orders",
				"--spring.main.web-application-type=none", "--spring.main.keep-alive=true",
				"--management.endpoints.jmx.exposure.include=gossip", "--spring.jmx.enabled=true"));
		command.addAll(List.of(arguments));
		int classPath = command.indexOf("-cp") + 1;
		command.set(classPath,
				String.join(File.pathSeparator, output("classes"), output("resources"), command.get(classPath)));
		return command;
	}

}
