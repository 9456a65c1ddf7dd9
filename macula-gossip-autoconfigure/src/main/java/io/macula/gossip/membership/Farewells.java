package io.macula.gossip.membership;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.macula.gossip.NodeName;

/**
 * The farewells of late, so that one that is recorded and sent again is not honoured.
 */
final class Farewells {

	private static final long WINDOW_MILLIS = 30_000;

	/**
	 * A farewell may come up to a window early, and stays valid for one after its time.
	 */
	private static final long KEEP_NANOS = Duration.ofMillis(2 * WINDOW_MILLIS).toNanos();

	private final Map<NodeName, Farewell> latest = new HashMap<>();

	private final int capacity;

	Farewells(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Say whether to honour a farewell, and remember it if so. With no room to remember
	 * it none is honoured: silence does the same, later.
	 */
	Admission admit(NodeName node, long sentMillis, long wallMillis, long now) {
		if (sentMillis < wallMillis - WINDOW_MILLIS || sentMillis > wallMillis + WINDOW_MILLIS) {
			return Admission.STALE;
		}
		Farewell last = this.latest.get(node);
		if (last != null && sentMillis == last.sentMillis) {
			return Admission.COPY;
		}
		if ((last != null) ? sentMillis < last.sentMillis : this.latest.size() >= this.capacity) {
			return Admission.STALE;
		}
		this.latest.put(node, new Farewell(sentMillis, now));
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

	private record Farewell(long sentMillis, long receivedAt) {

	}

}
