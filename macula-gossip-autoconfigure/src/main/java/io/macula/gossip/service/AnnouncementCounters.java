package io.macula.gossip.service;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.macula.gossip.AnnouncementResult;

/**
 * Counts announcements by what became of them. Thread-safe.
 */
final class AnnouncementCounters {

	private final LongAdder[] counters = Stream.generate(LongAdder::new)
		.limit(AnnouncementResult.values().length)
		.toArray(LongAdder[]::new);

	void count(AnnouncementResult result) {
		this.counters[result.ordinal()].increment();
	}

	long get(AnnouncementResult result) {
		return this.counters[result.ordinal()].sum();
	}

}
