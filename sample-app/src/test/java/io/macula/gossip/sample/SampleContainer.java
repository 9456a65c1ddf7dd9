package io.macula.gossip.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.jayway.jsonpath.JsonPath;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The sample in a container, watched by its log and, from inside the container, by its
 * endpoints, so that it need not be on a network to be asked.
 */
final class SampleContainer extends GenericContainer<SampleContainer> {

	private static final Pattern EVENT = Pattern
		.compile("^(\\S+) .*ClusterEventLogger\\s+: (\\S+) is (up|down: \\S+)$");

	private static final int STOP_SECONDS = 10;

	private final List<BridgeNetwork> furtherNetworks;

	private final List<String> log = new CopyOnWriteArrayList<>();

	private volatile int watchedFrom;

	SampleContainer(BridgeNetwork network, BridgeNetwork... furtherNetworks) {
		super(Docker.image());
		this.furtherNetworks = List.of(furtherNetworks);
		withNetwork(network.network());
		withEnv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx96m");
		// Docker knows the names of containers; no other name is asked for outside
		withCreateContainerCmdModifier((command) -> command.getHostConfig().withDns("127.0.0.1"));
		withLogConsumer(this::add);
		waitingFor(Wait.forLogMessage(".*Started SampleApplication.*\\n", 1));
	}

	@Override
	protected void containerIsCreated(String containerId) {
		this.furtherNetworks.forEach((network) -> network.connect(containerId));
	}

	/**
	 * Return the name that the node goes by now.
	 */
	String nodeName() {
		return JsonPath.read(get("/actuator/gossip"), "$.clusters.default.node");
	}

	/**
	 * Return the names of the nodes that the endpoint shows as up; one that is suspected
	 * still is.
	 */
	Set<String> up() {
		List<String> names = JsonPath.read(get("/actuator/gossip"),
				"$.clusters.default.members[?(@.state in ['connected', 'suspected'])].name");
		return new TreeSet<>(names);
	}

	/**
	 * Return what health names as the reasons for which the node cannot hear or be heard.
	 */
	List<String> problems() {
		return JsonPath.read(get("/actuator/health"), "$.components.gossip.details.problems");
	}

	boolean isUp() {
		return "UP".equals(JsonPath.read(get("/actuator/health"), "$.components.gossip.status"));
	}

	/**
	 * Return what the listener logged since the watch began, in order.
	 */
	List<String> seen() {
		return events().stream().skip(this.watchedFrom).map(Event::toString).toList();
	}

	/**
	 * Return what the listener logged of one node since the watch began, in order.
	 */
	List<String> seenOf(String node) {
		return seen().stream().filter((line) -> line.startsWith(node + " ")).toList();
	}

	/**
	 * Return when the listener logged this since the watch began.
	 */
	Instant timeOf(String line) {
		return events().stream()
			.skip(this.watchedFrom)
			.filter((event) -> event.toString().equals(line))
			.findFirst()
			.orElseThrow()
			.at();
	}

	/**
	 * Return what the listener logged since the start, in order.
	 */
	List<Event> events() {
		return this.log.stream()
			.map(EVENT::matcher)
			.filter(Matcher::find)
			.map((line) -> new Event(OffsetDateTime.parse(line.group(1)).toInstant(), line.group(2), line.group(3)))
			.toList();
	}

	/**
	 * Begin the watch anew: what was logged before is known.
	 */
	void watch() {
		this.watchedFrom = events().size();
	}

	/**
	 * Return the number that Docker's host gives to the bridge's port of this container.
	 */
	String bridgePort() {
		return bash("read -r port </sys/class/net/eth0/iflink; echo -n $port");
	}

	void pause() {
		getDockerClient().pauseContainerCmd(getContainerId()).exec();
	}

	void unpause() {
		getDockerClient().unpauseContainerCmd(getContainerId()).exec();
	}

	void kill() {
		getDockerClient().killContainerCmd(getContainerId()).exec();
	}

	/**
	 * Stop it as {@code docker stop} does.
	 * @return the status that process 1 ended with
	 */
	long terminate() {
		getDockerClient().stopContainerCmd(getContainerId()).withTimeout(STOP_SECONDS).exec();
		InspectContainerResponse.ContainerState state = getCurrentContainerInfo().getState();
		return state.getExitCodeLong();
	}

	@Override
	public String toString() {
		return getContainerId() + ":\n" + String.join("\n", this.log);
	}

	private void add(OutputFrame frame) {
		frame.getUtf8String().lines().forEach(this.log::add);
	}

	private String get(String path) {
		String response = bash(
				"exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET " + path + " HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3");
		return response.substring(response.indexOf("\r\n\r\n") + 4);
	}

	private String bash(String command) {
		try {
			return execInContainer("bash", "-c", command).getStdout();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What the listener logged of a node.
	 */
	record Event(Instant at, String node, String change) {

		@Override
		public String toString() {
			return this.node + " is " + this.change;
		}

	}

}
