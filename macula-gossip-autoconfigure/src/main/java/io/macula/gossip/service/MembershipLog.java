package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Makes lines for the log of who comes and goes, at most one a second however many do.
 * Not thread-safe.
 */
final class MembershipLog {

	private static final long GAP_NANOS = Duration.ofSeconds(1).toNanos();

	private static final int MAX_CHANGES = 10;

	private final String cluster;

	private final List<String> changes = new ArrayList<>();

	private int omitted;

	private long nextLineAt;

	MembershipLog(String cluster, long now) {
		this.cluster = cluster;
		this.nextLineAt = now;
	}

	void add(String change) {
		if (this.changes.size() < MAX_CHANGES) {
			this.changes.add(change);
		}
		else {
			this.omitted++;
		}
	}

	/**
	 * Return whether there are changes that no line told yet.
	 */
	boolean isWaiting() {
		return !this.changes.isEmpty();
	}

	/**
	 * Return when the next line may be logged.
	 */
	long nextLineAt() {
		return this.nextLineAt;
	}

	/**
	 * Return a line with the changes so far, or {@code null} if there are none or the
	 * last line was less than a second ago.
	 */
	@Nullable String takeLine(long now) {
		if (this.changes.isEmpty() || now - this.nextLineAt < 0) {
			return null;
		}
		this.nextLineAt = now + GAP_NANOS;
		return takeLastLine();
	}

	/**
	 * Return a line with the changes so far whenever the last one was, or {@code null} if
	 * there are none.
	 */
	@Nullable String takeLastLine() {
		if (this.changes.isEmpty()) {
			return null;
		}
		String more = (this.omitted > 0) ? ", and " + this.omitted + " more changes" : "";
		String line = "Cluster '" + this.cluster + "': " + String.join(", ", this.changes) + more;
		this.changes.clear();
		this.omitted = 0;
		return line;
	}

}
