package io.macula.gossip.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;
import io.macula.gossip.membership.FailureDetection;
import io.macula.gossip.membership.Hearing;
import io.macula.gossip.membership.Membership;
import io.macula.gossip.membership.MembershipSettings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a name costs that nobody has heard of, in a full table: whoever can send datagrams
 * decides how often that is paid.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StrangerBenchmark {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final int STRANGERS = 1 << 17;

	/**
	 * How many nodes the table holds.
	 */
	@Param({ "4096", "50000" })
	public int nodes;

	private final InetSocketAddress source = new InetSocketAddress(InetAddress.getLoopbackAddress(), 45892);

	private final List<NodeName> strangers = names("stranger", STRANGERS);

	private Membership full;

	private Membership unlinked;

	private int next;

	private long now;

	/**
	 * Fill a table with nodes that are up, and one with nodes that could not be linked
	 * to.
	 */
	@Setup
	public void fill() {
		this.full = membership(ConnectionMode.HEARTBEAT);
		this.unlinked = membership(ConnectionMode.DISTRIBUTION);
		for (NodeName name : names("node", this.nodes)) {
			this.full.heard(name, this.source, 0);
			this.unlinked.heard(name, this.source, 0);
			this.unlinked.connectFailed(name, "refused", 0);
		}
	}

	/**
	 * A stranger in a table of nodes that are all up: there is no room.
	 * @return what it was to the table
	 */
	@Benchmark
	public Hearing refused() {
		return this.full.heard(stranger(), this.source, ++this.now);
	}

	/**
	 * A stranger takes the place of who was silent for the longest, and is refused its
	 * link.
	 * @return what it was to the table
	 */
	@Benchmark
	public Hearing displacing() {
		NodeName stranger = stranger();
		Hearing hearing = this.unlinked.heard(stranger, this.source, ++this.now);
		this.unlinked.connectFailed(stranger, "refused", this.now);
		return hearing;
	}

	private NodeName stranger() {
		this.next = (this.next + 1) & (STRANGERS - 1);
		return this.strangers.get(this.next);
	}

	private Membership membership(ConnectionMode mode) {
		return new Membership(
				new MembershipSettings(mode, INTERVAL, FailureDetection.forInterval(INTERVAL), this.nodes),
				new SplittableRandom(), (effect) -> {
				}, 0);
	}

	private static List<NodeName> names(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((i) -> NodeName.of(prefix + "-" + i + "@10.0.0.1")).toList();
	}

}
