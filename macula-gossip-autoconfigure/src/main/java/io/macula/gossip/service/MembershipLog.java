package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;

/**
 * Logs who comes and goes, at most one line a second however many do. Not thread-safe.
 */
final class MembershipLog {

	private static final long GAP_NANOS = Duration.ofSeconds(1).toNanos();

	private static final int MAX_CHANGES = 10;

	private final Log logger;

	private final String cluster;

	private final List<String> changes = new ArrayList<>();

	private int omitted;

	private long nextLine;

	MembershipLog(Log logger, String cluster, long now) {
		this.logger = logger;
		this.cluster = cluster;
		this.nextLine = now;
	}

	void add(String change) {
		if (this.changes.size() < MAX_CHANGES) {
			this.changes.add(change);
		}
		else {
			this.omitted++;
		}
	}

	void flush(long now) {
		if (this.changes.isEmpty() || now - this.nextLine < 0) {
			return;
		}
		String more = (this.omitted > 0) ? ", and " + this.omitted + " more changes" : "";
		this.logger.info("Cluster '" + this.cluster + "': " + String.join(", ", this.changes) + more);
		this.changes.clear();
		this.omitted = 0;
		this.nextLine = now + GAP_NANOS;
	}

}
