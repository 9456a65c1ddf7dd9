package io.macula.gossip.service;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.macula.gossip.ConnectRefusal;
import io.macula.gossip.LinkStatistics;
import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.LinkLayer;
import org.jspecify.annotations.Nullable;

/**
 * Measures attempts to link, and counts those of others that were dropped. Thread-safe.
 */
final class ConnectTimes {

	/**
	 * How many attempts are measured at once; those beyond are only made. There are as
	 * many at most as there are nodes in the table, unless what becomes of one is never
	 * told.
	 */
	private static final int MAX = 10_000;

	private final Map<NodeName, Long> underWay = new ConcurrentHashMap<>();

	private final LongAdder succeeded = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	private final Map<ConnectRefusal, LongAdder> refused = new ConcurrentHashMap<>();

	/**
	 * Those of the last session, which count until the next one.
	 */
	private @Nullable LinkLayer last;

	private long droppedBefore;

	/**
	 * Count for a new session as well.
	 */
	synchronized void attach(LinkLayer links) {
		this.droppedBefore = droppedHandshakes();
		this.last = links;
	}

	private synchronized long droppedHandshakes() {
		LinkLayer last = this.last;
		return this.droppedBefore + ((last != null) ? last.droppedHandshakes() : 0);
	}

	void begin(NodeName node) {
		if (this.underWay.size() < MAX) {
			this.underWay.put(node, System.nanoTime());
		}
	}

	/**
	 * A link stands. One that the other side made is no attempt of ours.
	 */
	void linked(NodeName node) {
		Long begun = this.underWay.remove(node);
		if (begun != null) {
			this.succeeded.increment();
			this.nanos.add(System.nanoTime() - begun);
		}
	}

	void failed(NodeName node) {
		if (this.underWay.remove(node) != null) {
			this.failed.increment();
		}
	}

	/**
	 * No attempt was made after all.
	 */
	void refused(NodeName node, ConnectRefusal reason) {
		this.underWay.remove(node);
		this.refused.computeIfAbsent(reason, (key) -> new LongAdder()).increment();
	}

	/**
	 * Forget the attempts under way: the session has ended.
	 */
	void clear() {
		this.underWay.clear();
	}

	LinkStatistics statistics() {
		Map<ConnectRefusal, Long> refused = new EnumMap<>(ConnectRefusal.class);
		this.refused.forEach((reason, count) -> refused.put(reason, count.sum()));
		return new LinkStatistics(this.succeeded.sum(), this.failed.sum(), Duration.ofNanos(this.nanos.sum()), refused,
				droppedHandshakes());
	}

}
