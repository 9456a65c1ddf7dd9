package io.macula.gossip.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.jayway.jsonpath.JsonPath;
import io.macula.gossip.testing.ChildProcess;

/**
 * The sample in a process of its own, on the loopback interface.
 */
final class SampleProcess implements AutoCloseable {

	private static final Pattern WEB_PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Pattern EVENT = Pattern.compile("ClusterEventLogger\\s+: (\\S+ is (?:up|down: \\S+))");

	private final HttpClient client = HttpClient.newHttpClient();

	private final String name;

	private final ChildProcess process;

	SampleProcess(String name, int gossipPort, String interval) {
		this(name,
				List.of("--macula.gossip.interfaces=127.0.0.1", "--macula.gossip.port=" + gossipPort,
						"--macula.gossip.interval=" + interval, "--macula.gossip.connection-mode=heartbeat",
						"--macula.gossip.node-name=" + name));
	}

	SampleProcess(String name, List<String> arguments) {
		this.name = name;
		List<String> command = new ArrayList<>(ChildProcess.java(SampleApplication.class.getName(), "--server.port=0"));
		command.addAll(arguments);
		this.process = new ChildProcess(command);
	}

	String name() {
		return this.name;
	}

	/**
	 * Names of the nodes that the endpoint shows as connected.
	 */
	List<String> connected() {
		return JsonPath.read(get("/actuator/gossip"), "$.clusters.default.members[?(@.state == 'connected')].name");
	}

	String health() {
		return JsonPath.read(get("/actuator/health"), "$.components.gossip.status");
	}

	/**
	 * What the application's listener logged, in order.
	 */
	List<String> events() {
		return this.process.lines()
			.stream()
			.map(EVENT::matcher)
			.filter(Matcher::find)
			.map((matcher) -> matcher.group(1))
			.toList();
	}

	boolean isStarted() {
		return this.process.lines().stream().anyMatch((line) -> line.contains("Started SampleApplication"));
	}

	void kill() throws InterruptedException {
		this.process.kill();
	}

	void stop() throws InterruptedException {
		this.process.terminate();
	}

	@Override
	public void close() {
		this.process.close();
	}

	@Override
	public String toString() {
		return this.name + ":\n" + this.process;
	}

	/**
	 * What the endpoint says of why a node is here or not.
	 */
	List<String> explain(String node) {
		return JsonPath.read(get("/actuator/gossip/default/" + node), "$.explanation");
	}

	/**
	 * What the endpoint shows of one cluster.
	 */
	String cluster(String path) {
		return JsonPath.read(get("/actuator/gossip/default"), path);
	}

	private String get(String path) {
		int port = this.process.lines()
			.stream()
			.map(WEB_PORT::matcher)
			.filter(Matcher::find)
			.map((matcher) -> Integer.parseInt(matcher.group(1)))
			.findFirst()
			.orElseThrow();
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
			return this.client.send(request, HttpResponse.BodyHandlers.ofString()).body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
