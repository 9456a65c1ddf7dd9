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
 * The table of nodes, by its size.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MembershipBenchmark {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	/**
	 * How many nodes the table holds.
	 */
	@Param({ "100", "1000", "10000" })
	public int nodes;

	private final InetSocketAddress source = new InetSocketAddress(InetAddress.getLoopbackAddress(), 45892);

	private List<NodeName> names;

	private Membership membership;

	private int next;

	private long now;

	/**
	 * Fill the table.
	 */
	@Setup
	public void fill() {
		this.names = IntStream.range(0, this.nodes).mapToObj((i) -> NodeName.of("node-" + i + "@10.0.0.1")).toList();
		this.membership = new Membership(new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL,
				FailureDetection.forInterval(INTERVAL), this.nodes), new SplittableRandom(), (effect) -> {
				}, 0);
		this.names.forEach((name) -> this.membership.heard(name, this.source, 0));
	}

	/**
	 * An announcement of a node that is known.
	 * @return what it was to the table
	 */
	@Benchmark
	public Hearing heard() {
		this.next = (this.next + 1) % this.nodes;
		return this.membership.heard(this.names.get(this.next), this.source, this.now);
	}

	/**
	 * A tick that looks at every node and finds them all well.
	 * @return when the next one is due
	 */
	@Benchmark
	public long tick() {
		this.membership.tick(this.now);
		return this.membership.nextDeadline();
	}

}
