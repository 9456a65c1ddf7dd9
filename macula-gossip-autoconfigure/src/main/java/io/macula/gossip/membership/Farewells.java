package io.macula.gossip.membership;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * The farewells that were honoured of late, so that one that is recorded and sent again
 * is not honoured, and what was sent before it and is received after it does not bring
 * the node back.
 */
final class Farewells {

	private static final long WINDOW_MILLIS = 30_000;

	/**
	 * A farewell may come up to a window early, and stays valid for one after its time.
	 */
	private static final long KEEP_NANOS = Duration.ofMillis(2 * WINDOW_MILLIS).toNanos();

	/**
	 * In the order in which they came, of which the first ones are forgotten when there
	 * are too many.
	 */
	private final Map<NodeName, Farewell> latest = new LinkedHashMap<>();

	private final int capacity;

	private final long ignoreNanos;

	/**
	 * Create an empty memory.
	 * @param capacity for how many nodes there is room
	 * @param ignoreNanos how long after a farewell an announcement of the node is taken
	 * for one that was sent before it
	 */
	Farewells(int capacity, long ignoreNanos) {
		this.capacity = capacity;
		this.ignoreNanos = ignoreNanos;
	}

	/**
	 * Say whether the node has just left, so that what is heard of it is old.
	 */
	boolean hasJustLeft(NodeName node, long now) {
		Farewell last = this.latest.get(node);
		return last != null && now - last.receivedAt < this.ignoreNanos;
	}

	/**
	 * Say whether to honour a farewell, and remember it if so.
	 */
	Admission admit(NodeName node, long sentMillis, long wallMillis, long now) {
		if (sentMillis < wallMillis - WINDOW_MILLIS || sentMillis > wallMillis + WINDOW_MILLIS) {
			return Admission.STALE;
		}
		Farewell last = this.latest.get(node);
		if (last != null && last.isCopy(sentMillis)) {
			return Admission.COPY;
		}
		if (last != null && sentMillis <= last.newestMillis) {
			return Admission.STALE;
		}
		this.latest.remove(node);
		this.latest.put(node, new Farewell(last, sentMillis, wallMillis, now));
		if (this.latest.size() > this.capacity) {
			Iterator<NodeName> oldest = this.latest.keySet().iterator();
			oldest.next();
			oldest.remove();
		}
		return Admission.NEW;
	}

	void prune(long now) {
		this.latest.values().removeIf((farewell) -> now - farewell.receivedAt > KEEP_NANOS);
	}

	/**
	 * What a farewell is.
	 */
	enum Admission {

		/**
		 * To be honoured.
		 */
		NEW,

		/**
		 * The same as one that came before: networks and senders with several interfaces
		 * make copies.
		 */
		COPY,

		/**
		 * Not to be honoured.
		 */
		STALE

	}

	/**
	 * What is remembered of a node's farewells.
	 */
	private static final class Farewell {

		private static final int REMEMBERED = 8;

		/**
		 * Older ones are refused. Never ahead of our own time: where anybody can forge a
		 * farewell, one from the future must not make the node's own stale.
		 */
		private final long newestMillis;

		private final long receivedAt;

		/**
		 * The times of the last ones, for those that were ahead of ours.
		 */
		private final long[] sent = new long[REMEMBERED];

		Farewell(@Nullable Farewell before, long sentMillis, long wallMillis, long now) {
			this.newestMillis = Math.min(sentMillis, wallMillis);
			this.receivedAt = now;
			this.sent[0] = sentMillis;
			if (before != null) {
				System.arraycopy(before.sent, 0, this.sent, 1, REMEMBERED - 1);
			}
		}

		boolean isCopy(long sentMillis) {
			for (long one : this.sent) {
				if (one == sentMillis) {
					return true;
				}
			}
			return false;
		}

	}

}
