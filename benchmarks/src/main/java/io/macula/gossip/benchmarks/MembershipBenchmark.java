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
import io.macula.gossip.membership.Effect;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The table of nodes, by its size. Time goes on at the pace of the announcements: each
 * node is heard once an interval.
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

	/**
	 * What makes them count as connected.
	 */
	@Param({ "HEARTBEAT", "DISTRIBUTION" })
	public ConnectionMode mode;

	private final InetSocketAddress source = new InetSocketAddress(InetAddress.getLoopbackAddress(), 45892);

	private List<NodeName> names;

	private Membership membership;

	private int next;

	private long now;

	private int changes;

	/**
	 * Fill the table.
	 */
	@Setup
	public void fill() {
		this.names = IntStream.range(0, this.nodes).mapToObj((i) -> NodeName.of("node-" + i + "@10.0.0.1")).toList();
		this.membership = new Membership(
				new MembershipSettings(this.mode, INTERVAL, FailureDetection.forInterval(INTERVAL), this.nodes),
				new SplittableRandom(), (effect) -> {
					if (effect instanceof Effect.Up || effect instanceof Effect.Down) {
						this.changes++;
					}
				}, 0);
		for (NodeName name : this.names) {
			this.membership.heard(name, this.source, 0);
			if (this.mode == ConnectionMode.DISTRIBUTION) {
				this.membership.linkUp(name, this.source.getAddress(), false, 0);
			}
		}
	}

	/**
	 * An announcement of a node that is known, with its share of the ticks that are due.
	 * @return what it was to the table
	 */
	@Benchmark
	public Hearing heard() {
		Hearing hearing = hear();
		if (this.now - this.membership.nextDeadline() >= 0) {
			this.membership.tick(this.now);
		}
		return hearing;
	}

	/**
	 * An announcement, and a tick that looks at every node and finds them all well.
	 * @return when the next one is due
	 */
	@Benchmark
	public long tick() {
		hear();
		this.membership.tick(this.now);
		return this.membership.nextDeadline();
	}

	/**
	 * Check that nobody was taken for silent, which would have been measured instead.
	 */
	@TearDown
	public void allAreWell() {
		if (this.membership.view().size() != this.nodes || this.changes != this.nodes) {
			throw new IllegalStateException("%d nodes, %d changes: time passed otherwise than it should"
				.formatted(this.membership.view().size(), this.changes));
		}
	}

	private Hearing hear() {
		this.next = (this.next + 1) % this.nodes;
		this.now += INTERVAL.toNanos() / this.nodes;
		return this.membership.heard(this.names.get(this.next), this.source, this.now);
	}

}
