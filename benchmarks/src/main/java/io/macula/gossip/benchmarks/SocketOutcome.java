package io.macula.gossip.benchmarks;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.macula.gossip.ConnectionMode;

/**
 * What was told within some time, and the sizes that sound nodes saw, at steps of it.
 */
final class SocketOutcome {

	private final BitSet unsound;

	final Map<String, Integer> reasons = new TreeMap<>();

	final Set<Integer> distinct = new HashSet<>();

	int downs;

	int downsOfSound;

	int downsOfUnsound;

	int downsAmongSound;

	int smallest = Integer.MAX_VALUE;

	private long sum;

	private long count;

	SocketOutcome(SocketCluster cluster, ConnectionMode mode, BitSet unsound, long began, long ended, int step) {
		this.unsound = unsound;
		// What is told on the last millisecond is still to be read
		SocketCluster.pass(200);
		int[] sizes = new int[cluster.size()];
		Arrays.fill(sizes, 1);
		long look = began;
		for (SocketCluster.Told told : cluster.told(mode, Long.MIN_VALUE)) {
			for (; look < told.at() && look <= ended; look += step) {
				look(sizes);
			}
			sizes[told.observer()] += told.change();
			if (told.isDown() && told.at() >= began && told.at() <= ended) {
				count(told);
			}
		}
		for (; look <= ended; look += step) {
			look(sizes);
		}
	}

	private void look(int[] sizes) {
		for (int node = this.unsound.nextClearBit(0); node < sizes.length; node++) {
			this.distinct.add(sizes[node]);
			this.smallest = Math.min(this.smallest, sizes[node]);
			this.sum += sizes[node];
			this.count++;
		}
	}

	private void count(SocketCluster.Told told) {
		boolean soundObserver = !this.unsound.get(told.observer());
		boolean soundSubject = !this.unsound.get(told.subject());
		this.downs++;
		this.downsOfSound += soundSubject ? 1 : 0;
		this.downsOfUnsound += (soundObserver && !soundSubject) ? 1 : 0;
		this.downsAmongSound += (soundObserver && soundSubject) ? 1 : 0;
		if (soundObserver) {
			this.reasons.merge(told.reason(), 1, Integer::sum);
		}
	}

	double mean() {
		return (double) this.sum / this.count;
	}

}
