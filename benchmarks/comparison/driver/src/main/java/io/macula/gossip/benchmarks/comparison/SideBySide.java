package io.macula.gossip.benchmarks.comparison;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Clusters of all systems that stand side by side at the same time, and a JVM that does
 * nothing beside them: what they need when nothing happens, and how long each takes to
 * miss a node that is frozen. Waiting for one of them costs nothing then.
 */
final class SideBySide {

	private static final int NODES = 3;

	private final Options options;

	private final Samples samples;

	private final Map<ComparedSystem, Cluster> clusters = new LinkedHashMap<>();

	SideBySide(Options options, Samples samples) {
		this.options = options;
		this.samples = samples;
	}

	void measure(List<ComparedSystem> systems, Ports ports) throws Exception {
		boolean steady = this.options.number("--steady") > 0;
		if (!steady && this.options.number("--freezes") == 0) {
			return;
		}
		try (Cluster idle = new Cluster(Systems.IDLE, ports.next(), Duration.ZERO)) {
			for (ComparedSystem system : systems) {
				this.samples.attempt(system.key(), () -> start(system, ports.next()));
			}
			if (steady) {
				idle.startTogether(1);
				steadyState(idle);
			}
			for (int round = 0; round < this.options.number("--freezes"); round++) {
				freeze();
			}
		}
		finally {
			this.clusters.values().forEach(Cluster::close);
		}
	}

	private void start(ComparedSystem system, int port) throws Exception {
		Cluster cluster = new Cluster(system, port, this.options.seconds("--bound"));
		this.clusters.put(system, cluster);
		cluster.startTogether(NODES);
	}

	private void steadyState(Cluster idle) throws Exception {
		Map<ComparedSystem, Cluster> all = new LinkedHashMap<>(this.clusters);
		all.put(Systems.IDLE, idle);
		wait(idle, "--settle");
		Map<NodeProcess, Double> before = new HashMap<>();
		all.forEach((system, cluster) -> this.samples.attempt(system.key(), () -> {
			for (NodeProcess node : cluster.members()) {
				before.put(node, node.cpuSeconds());
			}
		}));
		wait(idle, "--steady");
		all.forEach((system, cluster) -> this.samples.attempt(system.key(), () -> {
			for (NodeProcess node : cluster.members()) {
				double used = node.cpuSeconds() - before.get(node);
				this.samples.add(system.key(), Measure.CPU, used * 60 / this.options.number("--steady"));
				this.samples.add(system.key(), Measure.RESIDENT, node.residentMegabytes());
			}
		}));
	}

	private void wait(Cluster idle, String option) throws InterruptedException {
		if (!idle.members().get(0).lives(this.options.seconds(option))) {
			throw new IllegalStateException("The JVM that does nothing has ended");
		}
	}

	/**
	 * Freeze one node of each, after all have joined, and wait for one cluster after the
	 * other: who was missed when is in the lines that have come meanwhile.
	 */
	private void freeze() {
		Map<ComparedSystem, NodeProcess> joined = new LinkedHashMap<>();
		this.clusters.forEach((system, cluster) -> this.samples.attempt(system.key(),
				() -> joined.put(system, cluster.join().node())));
		Map<ComparedSystem, Long> frozen = new LinkedHashMap<>();
		joined.forEach((system, node) -> this.samples.attempt(system.key(), () -> frozen.put(system, node.freeze())));
		frozen.forEach((system, since) -> this.samples.attempt(system.key(), () -> {
			NodeProcess node = joined.get(system);
			this.samples.add(system.key(), Measure.FREEZE,
					this.clusters.get(system).gone(node, since, this.options.seconds("--missed-bound")));
			node.close();
		}));
	}

}
