package io.macula.gossip.membership;

import java.time.Duration;

/**
 * How long a node may be silent. All three are counted from its last announcement.
 *
 * @param suspectAfter when it is suspected: lower shows trouble sooner, and shows it for
 * every lost datagram
 * @param downAfter when it is down: lower is a faster {@code NodeDown}, and takes nodes
 * down that pause or whose announcements get lost; a pause of {@code p} and {@code n}
 * announcements lost in a row are survived if it is longer than the interval plus
 * {@code p}, and than {@code n + 1} intervals
 * @param forgetAfter when it is no longer listed: higher keeps the trace of dead nodes
 * for longer, and their places in the table
 */
public record FailureDetection(Duration suspectAfter, Duration downAfter, Duration forgetAfter) {

	private static final double SUSPECT_INTERVALS = 2.1;

	private static final double DOWN_INTERVALS = 3.2;

	private static final double FORGET_INTERVALS = 20;

	/**
	 * Create limits.
	 * @throws IllegalArgumentException unless each is longer than the one before and the
	 * first is positive
	 */
	public FailureDetection {
		if (suspectAfter.isNegative() || suspectAfter.isZero() || suspectAfter.compareTo(downAfter) >= 0
				|| downAfter.compareTo(forgetAfter) >= 0) {
			throw new IllegalArgumentException(
					"suspect-after (%s), down-after (%s) and forget-after (%s) must be positive and each longer than the one before"
						.formatted(suspectAfter, downAfter, forgetAfter));
		}
	}

	/**
	 * Return the limits that suit an interval: at 1500 ms a pause of 3 s takes nobody
	 * down, and a vanished host is down in less than 5 s.
	 * @param interval time between two announcements of a node
	 * @return suspected after 2.1, down after 3.2 and forgotten after 20 intervals
	 */
	public static FailureDetection forInterval(Duration interval) {
		return new FailureDetection(times(interval, SUSPECT_INTERVALS), times(interval, DOWN_INTERVALS),
				times(interval, FORGET_INTERVALS));
	}

	private static Duration times(Duration interval, double factor) {
		return Duration.ofNanos((long) (interval.toNanos() * factor));
	}

}
