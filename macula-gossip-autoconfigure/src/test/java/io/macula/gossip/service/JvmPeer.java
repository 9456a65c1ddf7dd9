package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;

/**
 * Nodes of ours in a process of its own that tell who comes and goes. See
 * {@link PeerProgram}.
 */
final class JvmPeer implements AutoCloseable {

	private final ChildProcess process;

	private final List<Told> told = new CopyOnWriteArrayList<>();

	private final String configuredName;

	private volatile int from;

	/**
	 * Start a process.
	 * @param prefix command before that of the JVM, such as one that changes the host
	 * @param settings settings of {@link PeerProgram}
	 */
	JvmPeer(List<String> prefix, String... settings) {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(ChildProcess.java("-XX:+UseSerialGC", "-Xmx64m", "-Xshare:auto", PeerProgram.class.getName()));
		command.addAll(Arrays.asList(settings));
		this.configuredName = Arrays.stream(settings)
			.filter((setting) -> setting.startsWith("name="))
			.map((setting) -> setting.substring("name=".length()))
			.findFirst()
			.orElse("");
		this.process = new ChildProcess(new ProcessBuilder(command), this::read);
	}

	/**
	 * Start a node on the loopback interface that BEAM nodes see in {@code nodes()}.
	 */
	static JvmPeer onLoopback(String name, int port, int epmdPort) {
		return new JvmPeer(List.of(), "name=" + name, "port=" + port, "epmd=" + epmdPort, "ttl=0", "hidden=false",
				"interfaces=" + String.join(",", Loopback.INTERFACES));
	}

	/**
	 * Return the name of the node in the default cluster, empty before it started if none
	 * was given.
	 */
	String name() {
		return name(GossipClusterService.DEFAULT_CLUSTER);
	}

	/**
	 * Return the name that the node in a cluster has now, empty before it started if none
	 * was given.
	 */
	String name(String cluster) {
		return of(cluster, 0).filter((line) -> line.what.matches("ready|renamed"))
			.reduce((before, line) -> line)
			.map(Told::about)
			.orElse(this.configuredName);
	}

	boolean isReady() {
		return this.told.stream().anyMatch((line) -> line.what.equals("ready"));
	}

	/**
	 * Return what was seen of a node: {@code up name} and {@code down REASON name}, in
	 * order.
	 */
	List<String> seen(String node) {
		return seen(GossipClusterService.DEFAULT_CLUSTER, node).stream().map((line) -> line.what + " " + node).toList();
	}

	/**
	 * Return what was seen of a node in a cluster since {@link #forget()}.
	 */
	List<Told> seen(String cluster, String node) {
		return of(cluster, this.from).filter(Told::isSeen).filter((line) -> line.about.equals(node)).toList();
	}

	/**
	 * Return what was seen of all nodes of a cluster since {@link #forget()}.
	 */
	List<Told> allSeen(String cluster) {
		return of(cluster, this.from).filter(Told::isSeen).toList();
	}

	/**
	 * Return the nodes of a cluster that are up by all that was seen, whatever was
	 * forgotten.
	 */
	Set<String> up(String cluster) {
		Set<String> up = new TreeSet<>();
		of(cluster, 0).filter(Told::isSeen).forEach((line) -> {
			if (line.what.equals("up")) {
				up.add(line.about);
			}
			else {
				up.remove(line.about);
			}
		});
		return up;
	}

	/**
	 * Return what a process told of itself, such as {@code returned}, and when.
	 */
	List<Told> told(String what) {
		return this.told.stream().filter((line) -> line.what.equals(what)).toList();
	}

	/**
	 * Return all lines that the process wrote for people to read.
	 */
	List<String> log() {
		return this.process.lines().stream().filter((line) -> !line.startsWith("> ")).toList();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Have what was seen begin now.
	 */
	void forget() {
		this.from = this.told.size();
	}

	/**
	 * Ask a node for its status.
	 * @return lines such as {@code problem …} and {@code member name CONNECTED}
	 */
	List<String> status(String cluster) {
		int start = this.told.size();
		this.process.writeLine("status");
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> of(cluster, start).anyMatch((line) -> line.what.equals("end")));
		return of(cluster, start).takeWhile((line) -> !line.what.equals("end"))
			.filter((line) -> line.what.matches("health|problem|count|interface|member"))
			.map((line) -> line.what + " " + line.about)
			.toList();
	}

	/**
	 * Return how many announcements of a node had a result.
	 */
	long count(String cluster, AnnouncementResult result) {
		return count(cluster, result.name());
	}

	/**
	 * Return what a node counted by a name that {@link PeerProgram} has for it.
	 */
	long count(String cluster, String what) {
		String begin = "count " + what + " ";
		return status(cluster).stream()
			.filter((line) -> line.startsWith(begin))
			.mapToLong((line) -> Long.parseLong(line.substring(begin.length())))
			.sum();
	}

	List<String> status() {
		return status(GossipClusterService.DEFAULT_CLUSTER);
	}

	/**
	 * Have the process do something that {@link PeerProgram} knows.
	 */
	void command(String line) {
		this.process.writeLine(line);
	}

	/**
	 * Send the process a signal.
	 * @param name the signal without SIG, such as STOP
	 */
	void signal(String name) {
		this.process.signal(name);
	}

	/**
	 * End the process as SIGKILL does.
	 */
	void kill() throws Exception {
		this.process.kill();
	}

	void stop() throws Exception {
		this.process.endInput();
		this.process.awaitExit();
	}

	long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.close();
	}

	@Override
	public String toString() {
		return name() + ": " + this.process;
	}

	private Stream<Told> of(String cluster, int start) {
		return this.told.stream().skip(start).filter((line) -> line.cluster.equals(cluster));
	}

	private void read(String line) {
		if (line.startsWith("> ")) {
			this.told.add(Told.of(line));
		}
	}

	/**
	 * What a node told.
	 *
	 * @param at milliseconds of the machine's monotonic clock
	 * @param cluster the cluster
	 * @param what what it told, such as {@code up} or {@code down SILENT}
	 * @param about what about, such as the name of a node
	 */
	record Told(long at, String cluster, String what, String about) {

		private static Told of(String line) {
			String[] words = line.split(" ", 5);
			String about = (words.length > 4) ? words[4] : "";
			String what = words[3];
			if (what.equals("down")) {
				what = what + about.substring(about.indexOf(' '));
				about = about.substring(0, about.indexOf(' '));
			}
			return new Told(Long.parseLong(words[1]), words[2], what, about);
		}

		private boolean isSeen() {
			return this.what.equals("up") || this.what.startsWith("down ");
		}

		@Override
		public String toString() {
			return this.at + " " + this.what + " " + this.about;
		}

	}

}
