package io.macula.gossip.benchmarks.comparison;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Clusters that are made for one round each: started together, joined, left, and one of
 * their nodes killed. The systems take turns, so that what else the machine does meets
 * all of them.
 */
final class Rounds {

	private final Options options;

	private final Samples samples;

	private final Ports ports;

	Rounds(Options options, Samples samples, Ports ports) {
		this.options = options;
		this.samples = samples;
		this.ports = ports;
	}

	void measure(List<ComparedSystem> systems) {
		for (int round = 0; round < this.options.number("--rounds"); round++) {
			// Those that only show that they work need not have the machine for
			// themselves
			Stream<ComparedSystem> turns = this.options.isShort() ? systems.parallelStream() : systems.stream();
			turns.forEach((system) -> this.samples.attempt(system.key(), () -> round(system)));
		}
	}

	private void round(ComparedSystem system) throws Exception {
		Duration missed = this.options.seconds("--missed-bound");
		try (Cluster cluster = new Cluster(system, this.ports.next(), this.options.seconds("--bound"))) {
			double together = cluster.startTogether(this.options.number("--nodes"));
			if (!this.options.isShort()) {
				add(system, Measure.COLD_START, together);
			}
			NodeProcess node = join(system, cluster);
			if (!this.options.isShort()) {
				add(system, Measure.LEAVE, cluster.leave(node, missed));
				node = cluster.join().node();
			}
			add(system, Measure.KILL, cluster.kill(node, missed));
		}
	}

	private NodeProcess join(ComparedSystem system, Cluster cluster) throws Exception {
		Cluster.Join join = cluster.join();
		add(system, Measure.JOIN_SEES, join.sees());
		add(system, Measure.JOIN_SEEN, join.seen());
		add(system, Measure.JOIN_CALL, join.call());
		add(system, Measure.JOIN_PROCESS, join.process());
		return join.node();
	}

	private void add(ComparedSystem system, Measure measure, double value) {
		this.samples.add(system.key(), measure, value);
	}

}
