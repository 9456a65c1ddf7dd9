package io.macula.gossip.service;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.sun.management.UnixOperatingSystemMXBean;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipListener;
import io.macula.gossip.NodeDiscoveredEvent;
import io.macula.gossip.NodeName;
import io.macula.gossip.testing.ChildProcess;
import io.macula.gossip.testing.Flood;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.WireScript;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Five linked nodes in this process at their default settings, beside a process that
 * floods them with whatever one core can send.
 */
final class FloodedCluster implements AutoCloseable {

	/**
	 * How long each kind of flood lasts.
	 */
	private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("gossip.flood.seconds", 1));

	/**
	 * A second is promised; the build may be on a machine that does other things as well.
	 * A connection that the system drops takes it a second, then three.
	 */
	private static final Duration UP_WITHIN = Duration.ofSeconds(4);

	/**
	 * Where a machine that does other things has the nodes lose a half of all datagrams,
	 * a pair of them hears nothing of each other in one of four intervals: six of those.
	 */
	private static final Duration UP_WITHIN_BESIDE_A_TARPIT = Duration.ofSeconds(9);

	private static final Duration BETWEEN_NEWCOMERS = Duration.ofSeconds(5);

	private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

	/**
	 * Names that lead nowhere are connected to until they are forgotten, 30 s after they
	 * were last heard.
	 */
	private static final Duration BACK_WITHIN = Duration.ofSeconds(45);

	private static final long MEGABYTE = 1024 * 1024;

	/**
	 * Of all nodes in this process: their tables may hold thousands of names.
	 */
	private static final long MOST_HEAP = 128 * MEGABYTE;

	private static final long MOST_HEAP_LEFT = 32 * MEGABYTE;

	/**
	 * For each node, 64 handshakes and 16 dials, and what always runs.
	 */
	private static final int MOST_THREADS_EACH = 100;

	/**
	 * For each node, 64 handshakes and 16 dials; of one, what EPMD grants.
	 */
	private static final int MOST_DESCRIPTORS = 6 * 100 + 256 + 1024;

	private static final int LINES_A_SECOND = 2;

	private static final UnixOperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(UnixOperatingSystemMXBean.class);

	private final TestCluster cluster = new TestCluster();

	private final TestCluster.Recorder recorder = new TestCluster.Recorder();

	private final LoggedLines log = new LoggedLines();

	private final int epmdPort = Loopback.freePort();

	private final List<GossipClusterService> nodes = new ArrayList<>();

	private final UnaryOperator<GossipClusterBuilder> settings;

	private final GossipClusterService newcomer;

	private final Duration joinsWithout;

	private final ChildProcess flood;

	/**
	 * Start the nodes and wait until each has linked to each.
	 * @param settings what is not as by default
	 */
	FloodedCluster(UnaryOperator<GossipClusterBuilder> settings) throws Exception {
		this.settings = settings;
		for (String name : List.of("a", "b", "c", "d", "e")) {
			this.nodes.add(node(name + "@127.0.0.1", (builder) -> builder.listener(GossipListener.of(this::record))));
		}
		this.nodes.forEach(GossipClusterService::start);
		await(Duration.ofSeconds(20)).until(() -> isWhole(this.nodes));
		this.newcomer = node("newcomer@127.0.0.1", UnaryOperator.identity());
		// What is made once, such as classes, is made before anything is counted
		comeAndGo();
		this.joinsWithout = comeAndGo();
		List<String> ports = new ArrayList<>();
		try (WireScript script = new WireScript(this.epmdPort)) {
			for (GossipClusterService node : this.nodes) {
				ports.add(String.valueOf(script.portOf(node.getNodeName().localPart())));
			}
		}
		String names = this.nodes.stream().map((node) -> node.getNodeName().value()).collect(Collectors.joining(","));
		this.flood = new ChildProcess(
				ChildProcess.java("-XX:+UseSerialGC", "-Xmx64m", Flood.class.getName(), "" + this.cluster.port(),
						"" + this.epmdPort, FloodTests.SECRET, FloodTests.COOKIE, names, String.join(",", ports)));
	}

	/**
	 * Flood the nodes, have another one come meanwhile, and assert that all is as it was.
	 * @return what was sent, in words
	 */
	String survives(Flood.Kind kind) throws Exception {
		return survives(kind, true);
	}

	/**
	 * Flood the nodes, and assert that all is as it was for those that are linked.
	 */
	void keepsTogether(Flood.Kind kind) throws Exception {
		survives(kind, false);
	}

	private String survives(Flood.Kind kind, boolean newcomers) throws Exception {
		this.recorder.events.clear();
		Use before = Use.afterCollection();
		this.log.begin();
		long began = System.nanoTime();
		this.flood.writeLine(kind.name());
		this.flood.awaitLine((line) -> line.equals("begun"));
		List<Duration> joins = new ArrayList<>();
		Use most = before;
		long nextJoin = System.nanoTime();
		while (System.nanoTime() - began < LENGTH.toNanos() || (newcomers && joins.isEmpty())) {
			if (newcomers && System.nanoTime() - nextJoin >= 0) {
				joins.add(comeAndGo());
				nextJoin = System.nanoTime() + BETWEEN_NEWCOMERS.toNanos();
			}
			most = most.or(Use.now());
			assertThat(isWhole(this.nodes)).as("%s: each has each other one", kind).isTrue();
			LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
		}
		most = most.or(Use.afterCollection());
		this.flood.writeLine("end");
		String sent = this.flood.awaitLine((line) -> line.startsWith("sent "));
		double seconds = (System.nanoTime() - began) / 1e9;
		int lines = this.log.count();
		System.out.printf(
				"%s: %s in %.1f s, newcomers up within %s, without it %s, at most %s, before %s, %d lines in the log%n",
				kind, sent, seconds, joins, this.joinsWithout, most, before, lines);
		Duration limit = (kind == Flood.Kind.TARPIT) ? UP_WITHIN_BESIDE_A_TARPIT : UP_WITHIN;
		assertThat(joins).as("%s: time until a newcomer is up", kind).allMatch((time) -> time.compareTo(limit) < 0);
		assertThat(most.heap() - before.heap()).as("%s: bytes of heap in the flood", kind).isLessThan(MOST_HEAP);
		assertThat(most.threads() - before.threads()).as("%s: threads in the flood", kind)
			.isLessThan(MOST_THREADS_EACH * (this.nodes.size() + 1));
		assertThat(most.descriptors() - before.descriptors()).as("%s: descriptors in the flood", kind)
			.isLessThan(MOST_DESCRIPTORS);
		assertThat(lines).as("%s: lines in the log in %.1f s", kind, seconds)
			.isLessThanOrEqualTo((int) Math.ceil(LINES_A_SECOND * this.nodes.size() * (seconds + 1)));
		await(BACK_WITHIN).untilAsserted(() -> {
			assertThat(Use.now().threads()).as("%s: threads after it", kind).isLessThanOrEqualTo(before.threads() + 8);
			assertThat(Use.now().descriptors()).as("%s: descriptors after it", kind)
				.isLessThanOrEqualTo(before.descriptors() + 8);
		});
		assertThat(Use.afterCollection().heap() - before.heap()).as("%s: bytes of heap after it", kind)
			.isLessThan(MOST_HEAP_LEFT);
		assertThat(this.recorder.events).as("%s: what listeners were told", kind)
			.filteredOn((event) -> event.startsWith("NodeDown"))
			.hasSize(joins.size() * this.nodes.size())
			.allMatch((event) -> event.equals("NodeDownEvent newcomer@127.0.0.1 LINK_CLOSED"));
		return sent;
	}

	/**
	 * Remember who comes and goes. Who is discovered is forgotten: as many are as are
	 * sent, and what the test keeps of them counts as heap of the nodes.
	 */
	private void record(GossipEvent event) {
		if (!(event instanceof NodeDiscoveredEvent)) {
			this.recorder.onEvent(event);
		}
	}

	/**
	 * Start another node, and stop it once all nodes have it and it has all of them.
	 * @return how long that took
	 */
	private Duration comeAndGo() {
		List<GossipClusterService> all = new ArrayList<>(this.nodes);
		all.add(this.newcomer);
		long began = System.nanoTime();
		this.newcomer.start();
		await(Duration.ofSeconds(15)).until(() -> isWhole(all));
		Duration took = Duration.ofNanos(System.nanoTime() - began);
		this.newcomer.stop();
		await(Duration.ofSeconds(5)).until(() -> isWhole(this.nodes));
		return took;
	}

	private static boolean isWhole(List<GossipClusterService> nodes) {
		Set<NodeName> names = nodes.stream().map(GossipClusterService::getNodeName).collect(Collectors.toSet());
		return nodes.stream().allMatch((node) -> {
			Set<NodeName> seen = new TreeSet<>(node.getConnected());
			seen.add(node.getNodeName());
			return seen.equals(names);
		});
	}

	private GossipClusterService node(String name, UnaryOperator<GossipClusterBuilder> listening) {
		return this.cluster.node(name,
				(builder) -> this.settings.apply(listening.apply(builder.connectionMode(ConnectionMode.DISTRIBUTION)
					.interval(Duration.ofMillis(1500))
					.links((links) -> links.setEpmdPort(this.epmdPort)))));
	}

	private static ConditionFactory await(Duration limit) {
		return Awaitility.await().atMost(limit).pollInterval(Duration.ofMillis(5));
	}

	@Override
	public void close() {
		if (this.flood != null) {
			this.flood.close();
		}
		this.cluster.close();
		this.log.end();
	}

	/**
	 * What this process uses.
	 *
	 * @param heap how many bytes of its heap
	 * @param threads how many threads
	 * @param descriptors how many files and sockets it has open
	 */
	private record Use(long heap, int threads, long descriptors) {

		static Use now() {
			return new Use(0, ManagementFactory.getThreadMXBean().getThreadCount(),
					SYSTEM.getOpenFileDescriptorCount());
		}

		static Use afterCollection() {
			System.gc();
			Use now = now();
			return new Use(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), now.threads,
					now.descriptors);
		}

		Use or(Use other) {
			return new Use(Math.max(this.heap, other.heap), Math.max(this.threads, other.threads),
					Math.max(this.descriptors, other.descriptors));
		}

		@Override
		public String toString() {
			return "%.1f MB of heap, %d threads and %d descriptors".formatted(this.heap / (double) MEGABYTE,
					this.threads, this.descriptors);
		}

	}

	/**
	 * The lines that the nodes log.
	 */
	private static final class LoggedLines extends AppenderBase<ILoggingEvent> {

		private final Logger logger = (Logger) LoggerFactory.getLogger("io.macula.gossip");

		private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

		LoggedLines() {
			setContext(this.logger.getLoggerContext());
			start();
			this.logger.addAppender(this);
		}

		@Override
		protected void append(ILoggingEvent event) {
			this.lines.add(event.getFormattedMessage());
		}

		void begin() {
			this.lines.clear();
		}

		int count() {
			return this.lines.size();
		}

		void end() {
			this.logger.detachAppender(this);
		}

	}

}
