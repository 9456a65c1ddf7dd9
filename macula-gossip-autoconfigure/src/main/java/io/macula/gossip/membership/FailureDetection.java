package io.macula.gossip.membership;

import java.time.Duration;

/**
 * How long a node may be silent. The first three are counted from the last sign of life.
 *
 * @param suspectAfter when it is suspected, and probed if it has a link: lower finds a
 * dead node sooner, and costs a probe for every few datagrams lost
 * @param downAfter when a node without a link, in heartbeat mode, is down: lower is a
 * faster {@code NodeDown}, and takes nodes down that pause or whose announcements get
 * lost; a pause of {@code p} and {@code n} announcements lost in a row are survived if it
 * is longer than the interval plus {@code p}, and than {@code n + 1} intervals
 * @param forgetAfter when a node that is not up is no longer listed: higher keeps the
 * trace of dead nodes for longer, and their places in the table
 * @param probeTimeout how long a node that is linked has to answer a probe before it is
 * down: lower is a faster {@code NodeDown}, and takes nodes down that pause for longer
 * than it and what is left of the silence before
 */
public record FailureDetection(Duration suspectAfter, Duration downAfter, Duration forgetAfter, Duration probeTimeout) {

	private static final double SUSPECT_INTERVALS = 2.1;

	private static final double DOWN_INTERVALS = 3.2;

	private static final double FORGET_INTERVALS = 20;

	private static final double PROBE_INTERVALS = 1.2;

	/**
	 * Create limits.
	 * @throws IllegalArgumentException unless all are positive and each of the first
	 * three is longer than the one before
	 */
	public FailureDetection {
		if (suspectAfter.isNegative() || suspectAfter.isZero() || suspectAfter.compareTo(downAfter) >= 0
				|| downAfter.compareTo(forgetAfter) >= 0) {
			throw new IllegalArgumentException("suspect-after (" + suspectAfter + "), down-after (" + downAfter
					+ ") and forget-after (" + forgetAfter + ") must be positive and each longer than the one before");
		}
		if (probeTimeout.isNegative() || probeTimeout.isZero()) {
			throw new IllegalArgumentException("probe-timeout (" + probeTimeout + ") must be positive");
		}
	}

	/**
	 * Return the limits that suit an interval: at 1500 ms a pause of 3 s takes nobody
	 * down, and a vanished host is down in less than 5 s.
	 * @param interval time between two announcements of a node
	 * @return suspected after 2.1, down after 3.2 and forgotten after 20 intervals, and
	 * 1.2 intervals to answer a probe
	 */
	public static FailureDetection forInterval(Duration interval) {
		return new FailureDetection(times(interval, SUSPECT_INTERVALS), times(interval, DOWN_INTERVALS),
				times(interval, FORGET_INTERVALS), times(interval, PROBE_INTERVALS));
	}

	static long suspectNanos(long interval) {
		return (long) (interval * SUSPECT_INTERVALS);
	}

	static long downNanos(long interval) {
		return (long) (interval * DOWN_INTERVALS);
	}

	/**
	 * Return the interval, in nanoseconds, that a limit of silence suits.
	 */
	static long intervalFor(Duration downAfter) {
		return (long) (downAfter.toNanos() / DOWN_INTERVALS);
	}

	private static Duration times(Duration interval, double factor) {
		return Duration.ofNanos((long) (interval.toNanos() * factor));
	}

}
