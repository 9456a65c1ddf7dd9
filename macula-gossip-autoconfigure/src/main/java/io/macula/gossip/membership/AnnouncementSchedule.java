package io.macula.gossip.membership;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to announce this node: at once at the start, then every interval, and sooner when
 * a newcomer was heard, so that it need not wait for an interval to hear of us.
 * <p>
 * One answer serves every newcomer. It is delayed by chance, and no answer comes sooner
 * after another announcement than five times the longest delay; both grow with the number
 * of nodes, so that neither a hundred newcomers nor a thousand members cause a storm.
 * <p>
 * Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class AnnouncementSchedule {

	private static final long MIN_SPREAD_NANOS = Duration.ofMillis(10).toNanos();

	private static final long SPREAD_NANOS_PER_NODE = 100_000;

	private static final int GAP_SPREADS = 5;

	private final long interval;

	private final RandomGenerator random;

	private long lastAt;

	private long nextAt;

	/**
	 * Create a schedule.
	 * @param interval time between two announcements
	 * @param random source of the delays
	 * @param firstAt when the first announcement is due
	 */
	public AnnouncementSchedule(Duration interval, RandomGenerator random, long firstAt) {
		this.interval = interval.toNanos();
		this.random = random;
		this.lastAt = firstAt;
		this.nextAt = firstAt;
	}

	/**
	 * A newcomer was heard.
	 * @param nodes how many nodes are known
	 * @param now the time now
	 */
	public void newcomer(int nodes, long now) {
		long spread = Math.min(Math.max(MIN_SPREAD_NANOS, nodes * SPREAD_NANOS_PER_NODE), this.interval);
		long earliest = MonotonicTime.later(now, this.lastAt + GAP_SPREADS * spread);
		this.nextAt = MonotonicTime.earlier(this.nextAt, earliest + this.random.nextLong(spread));
	}

	/**
	 * Have the next announcement come now.
	 * @param now the time now
	 */
	public void expedite(long now) {
		this.nextAt = MonotonicTime.earlier(this.nextAt, now);
	}

	/**
	 * This node was announced.
	 * @param now the time now
	 */
	public void announced(long now) {
		this.lastAt = now;
		this.nextAt = now + this.interval;
	}

	/**
	 * Return when the next announcement is due.
	 * @return a time of the monotonic clock
	 */
	public long nextAt() {
		return this.nextAt;
	}

}
