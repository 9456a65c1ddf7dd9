package io.macula.gossip.sample;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.jayway.jsonpath.JsonPath;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application that the guide makes, of its text alone: it is compiled, its test with
 * it, and two nodes of it do what the guide says.
 */
@Tag("once")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuideTests {

	private static final Path PROJECT = Path.of("..");

	/** A file is named in the words before its text. */
	private static final Pattern FILE = Pattern.compile(
			"`((?:src/[\\w/.-]+)|Dockerfile|compose\\.yaml)`[^`\\n]*(?:`[^`\\n]*`)?:\\n\\n```\\w+\\n(.*?)```",
			Pattern.DOTALL);

	private static final String SECRET = "a long random text";

	@TempDir
	private Path application;

	@Test
	void twoNodesOfItFindEachOtherCallEachOtherAndKeepAThirdOut() throws Exception {
		write();
		compile("src/main/java", "src/test/java");
		String port = String.valueOf(Loopback.freePort());
		String epmdPort = String.valueOf(Loopback.freePort());
		try (ChildProcess first = start("first", port, epmdPort, "--spring.profiles.active=secured");
				ChildProcess second = start("second", port, epmdPort, "--spring.profiles.active=secured");
				ChildProcess stranger = start("stranger", port, epmdPort)) {
			first.awaitLine((line) -> line.contains("second@127.0.0.1 joined: orders in zone north"));
			String web = webPort(first);
			assertThat(get(web, "/prices/apples")).isEqualTo("[\"second@127.0.0.1 sells it for 60\"]");
			stranger.awaitLine((line) -> line.contains("is open: every node on this network can link to it"));
			Awaitility.await()
				.until(() -> JsonPath.<List<String>>read(get(web, "/actuator/gossip"), "$..refused[*].reason")
					.contains("unsigned"));
			assertThat(JsonPath.<List<String>>read(get(web, "/actuator/gossip"), "$..members[*].name"))
				.containsExactly("second@127.0.0.1");
			second.terminate();
			first.awaitLine((line) -> line.contains("second@127.0.0.1 left: LINK_CLOSED"));
		}
	}

	/**
	 * The tests with containers run the sample's: the guide's differ by the name alone.
	 */
	@Test
	void itsContainersAreThoseOfTheSample() throws IOException {
		write();
		String image = Files.readString(PROJECT.resolve("sample-app/Dockerfile"))
			.replace("ARG BASE_IMAGE=eclipse-temurin:17-jre\n", "")
			.replace("${BASE_IMAGE}", "eclipse-temurin:17-jre")
			.replace("sample-app", "orders");
		assertThat(instructions(Files.readString(this.application.resolve("Dockerfile"))))
			.isEqualTo(instructions(image));
		assertThat(Files.readString(this.application.resolve("compose.yaml"))).contains("build: .",
				"node1:\n    <<: *node\n    ports:\n      - \"127.0.0.1:8080:8080\"\n  node2: *node\n  node3: *node");
	}

	private static List<String> instructions(String dockerfile) {
		return dockerfile.lines().filter((line) -> !line.isBlank() && !line.startsWith("#")).toList();
	}

	private void write() throws IOException {
		Map<String, String> files = FILE.matcher(Files.readString(PROJECT.resolve("docs/guide.md")))
			.results()
			.collect(Collectors.toMap((file) -> file.group(1), (file) -> file.group(2), String::concat));
		assertThat(files).hasSize(8);
		for (Map.Entry<String, String> file : files.entrySet()) {
			Path path = this.application.resolve(file.getKey());
			Files.createDirectories(path.getParent());
			Files.writeString(path, file.getValue());
		}
	}

	private void compile(String... directories) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<Path> sources = new ArrayList<>();
		for (String directory : directories) {
			try (Stream<Path> files = Files.walk(this.application.resolve(directory))) {
				files.filter((file) -> file.toString().endsWith(".java")).forEach(sources::add);
			}
		}
		StringWriter output = new StringWriter();
		try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
			Iterable<? extends JavaFileObject> units = manager.getJavaFileObjectsFromPaths(sources);
			boolean compiled = compiler.getTask(output, manager, null,
					List.of("-proc:none", "-parameters", "-d", this.application.resolve("classes").toString(),
							"-classpath", System.getProperty("java.class.path")),
					null, units)
				.call();
			assertThat(compiled).as(output.toString()).isTrue();
		}
	}

	private ChildProcess start(String name, String port, String epmdPort, String... arguments) {
		List<String> command = new ArrayList<>(ChildProcess.java("com.example.orders.OrdersApplication",
				"--server.port=0", "--server.address=127.0.0.1", "--macula.gossip.interfaces=127.0.0.1",
				"--macula.gossip.ttl=0", "--macula.gossip.node-name=" + name + "@127.0.0.1",
				"--macula.gossip.port=" + port, "--macula.gossip.distribution.epmd-port=" + epmdPort));
		command.addAll(List.of(arguments));
		String classPath = Stream
			.concat(Stream.of(this.application.resolve("classes"), this.application.resolve("src/main/resources"))
				.map(Path::toString), libraries())
			.collect(Collectors.joining(File.pathSeparator));
		command.set(command.indexOf("-cp") + 1, classPath);
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().put("GOSSIP_SECRET", SECRET);
		return new ChildProcess(builder);
	}

	/**
	 * Return what is on this class path but for the sample.
	 */
	private static Stream<String> libraries() {
		Path sample = Path.of("").toAbsolutePath();
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !Path.of(entry).startsWith(sample));
	}

	private static String webPort(ChildProcess process) {
		Pattern started = Pattern.compile(".*Tomcat started on port (\\d+).*");
		return process.lines()
			.stream()
			.map(started::matcher)
			.filter(Matcher::matches)
			.findFirst()
			.map((line) -> line.group(1))
			.orElseThrow();
	}

	private static String get(String port, String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

}
