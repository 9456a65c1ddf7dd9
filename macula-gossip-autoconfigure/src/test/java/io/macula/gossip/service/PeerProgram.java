package io.macula.gossip.service;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.UnixOperatingSystemMXBean;
import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipListener;
import io.macula.gossip.GossipNode;
import io.macula.gossip.ListenOn;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeMetadataEvent;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.Protocol;
import io.macula.gossip.actuate.GossipHealthIndicator;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A program of one node or several, each of a cluster of its own, that runs until
 * standard input ends. The settings of a node are {@code key=value}, those of the next
 * one follow {@code --}.
 * <p>
 * It prints {@code > <ms> <cluster> ready <name>}, {@code renamed <name>},
 * {@code up <name>} and {@code down <name> <reason>}, with the milliseconds of the
 * machine's monotonic clock. To {@code status} on standard input it answers, for each
 * node, with {@code health}, {@code problem}, {@code count}, {@code interface} and
 * {@code member} lines and {@code end}, to {@code use} with what the process uses: bytes
 * of heap, threads, descriptors. To {@code restart} it stops and starts its nodes, and to
 * what {@link Hoard} knows it hoards that.
 */
public final class PeerProgram implements GossipListener {

	/**
	 * What a debugger has threads of this program throw.
	 */
	static final Error FAULT = new NoClassDefFoundError("thrown by a debugger");

	/**
	 * To whom a load is sent, which counts it.
	 */
	static final String LOAD = "load";

	private static final Duration LOAD_PERIOD = Duration.ofMillis(20);

	private static final byte[] LOAD_MESSAGE = new byte[1024];

	private final GossipClusterService service;

	private final LongAdder loadReceived = new LongAdder();

	private int loadAtOnce;

	private volatile long metadataNanos;

	private @Nullable NodeName printed;

	private PeerProgram(ThreadPoolTaskScheduler scheduler, List<String> settings) {
		GossipClusterBuilder builder = new GossipClusterBuilder(scheduler).listener(this);
		builder.links((links) -> links.setCookie("cookie"));
		for (String setting : settings) {
			int equals = setting.indexOf('=');
			apply(builder, setting.substring(0, equals), setting.substring(equals + 1));
		}
		this.service = builder.build();
		this.service.getMessenger().register(LOAD, (message) -> {
			this.loadReceived.increment();
			return null;
		});
		if (this.loadAtOnce > 0) {
			scheduler.scheduleWithFixedDelay(this::sendLoad, LOAD_PERIOD);
		}
	}

	/**
	 * Run the nodes until standard input ends, then stop them.
	 * @param args the settings
	 * @throws Exception if standard input fails
	 */
	public static void main(String[] args) throws Exception {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setDaemon(true);
		scheduler.initialize();
		List<PeerProgram> nodes = new ArrayList<>();
		List<String> all = List.of(args);
		while (!all.isEmpty()) {
			int end = all.contains("--") ? all.indexOf("--") : all.size();
			nodes.add(new PeerProgram(scheduler, all.subList(0, end)));
			all = all.subList(Math.min(end + 1, all.size()), all.size());
		}
		nodes.forEach((node) -> node.service.start());
		nodes.forEach(PeerProgram::printName);
		scheduler.scheduleWithFixedDelay(() -> nodes.forEach(PeerProgram::printName), Duration.ofMillis(20));
		try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				obey(line, nodes);
			}
		}
		nodes.forEach((node) -> node.service.stop());
	}

	private static void obey(String line, List<PeerProgram> nodes) {
		switch (line) {
			case "status" -> nodes.forEach(PeerProgram::printStatus);
			case "use" -> nodes.get(0).printUse();
			case "restart" -> {
				nodes.forEach((node) -> node.service.stop());
				nodes.forEach((node) -> node.service.start());
			}
			default -> {
				Hoard.of(line);
				nodes.get(0).print("returned " + line);
			}
		}
	}

	@Override
	public void onNodeUp(NodeUpEvent event) {
		print(event, "up", "");
	}

	@Override
	public void onNodeDown(NodeDownEvent event) {
		print(event, "down", " " + event.getReason());
	}

	@Override
	public void onNodeMetadata(NodeMetadataEvent event) {
		if (this.metadataNanos > 0) {
			LockSupport.parkNanos(this.metadataNanos);
		}
	}

	private void apply(GossipClusterBuilder builder, String key, String value) {
		switch (key) {
			case "cluster" -> builder.cluster(value);
			case "app" -> builder.applicationName(value);
			case "name" -> builder.nodeName(value);
			case "addr" -> builder.addr(value);
			case "port" -> builder.port(Integer.parseInt(value));
			case "interval" -> builder.interval(Duration.ofMillis(Long.parseLong(value)));
			case "ttl" -> builder.ttl(Integer.parseInt(value));
			case "secret" -> builder.secret(value);
			case "cookie" -> builder.links((links) -> links.setCookie(value.isEmpty() ? null : value));
			case "interfaces" -> builder.interfaces(List.of(value.split(",")));
			case "peers" -> builder.peers(List.of(value.split(",")));
			case "mode" -> builder.connectionMode(ConnectionMode.valueOf(value));
			case "protocol" -> builder.protocol(Protocol.valueOf(value));
			case "listen-on" -> builder.links((links) -> links.setListenOn(ListenOn.valueOf(value)));
			case "hidden" -> builder.links((links) -> links.setHidden(Boolean.parseBoolean(value)));
			case "epmd" -> builder.links((links) -> links.setEpmdPort(Integer.parseInt(value)));
			case "slow-listener" -> slowListener(Long.parseLong(value));
			case "load" -> useLoad(Integer.parseInt(value));
			default -> throw new IllegalArgumentException(key);
		}
	}

	private void slowListener(long millis) {
		this.metadataNanos = TimeUnit.MILLISECONDS.toNanos(millis);
	}

	private void useLoad(int atOnce) {
		this.loadAtOnce = atOnce;
	}

	/**
	 * Send each node that is up some messages of a kilobyte.
	 */
	private void sendLoad() {
		for (NodeName node : this.service.getConnected()) {
			for (int i = 0; i < this.loadAtOnce; i++) {
				this.service.getMessenger().send(node, LOAD, LOAD_MESSAGE);
			}
		}
	}

	private synchronized void printName() {
		NodeName name = this.service.getNodeName();
		if (!Objects.equals(name, this.printed)) {
			print(((this.printed == null) ? "ready " : "renamed ") + name);
			this.printed = name;
		}
	}

	private void printStatus() {
		Health health = new GossipHealthIndicator(this.service, 0).health();
		print("health " + ((health != null) ? health.getStatus() : null));
		this.service.getStatus().problems().forEach((problem) -> print("problem " + problem));
		for (AnnouncementResult result : AnnouncementResult.values()) {
			print("count " + result + " " + this.service.getAnnouncementCount(result));
		}
		print("count LOAD " + this.loadReceived);
		print("count DROPPED " + this.service.getMessageStatistics().dropped());
		this.service.getStatus()
			.interfaces()
			.forEach((used) -> print(
					"interface " + used.name() + " " + used.address().getHostAddress() + " " + used.reason()));
		for (GossipNode node : this.service.getNodes()) {
			print("member " + node.name() + " " + node.state() + ((node.lastError() != null) ? " " : "")
					+ Objects.requireNonNullElse(node.lastError(), ""));
		}
		print("end");
	}

	/**
	 * Print what is left of the heap after a collection, the threads and the descriptors.
	 */
	private void printUse() {
		System.gc();
		print("use " + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + " "
				+ ManagementFactory.getThreadMXBean().getThreadCount() + " "
				+ ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class).getOpenFileDescriptorCount());
	}

	private void print(GossipEvent event, String what, String reason) {
		print(what + " " + event.getNode().name() + reason);
	}

	private void print(String what) {
		System.out.println(
				"> " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + " " + this.service.getCluster() + " " + what);
	}

}
