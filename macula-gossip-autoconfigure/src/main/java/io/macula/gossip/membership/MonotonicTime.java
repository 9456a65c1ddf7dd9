package io.macula.gossip.membership;

/**
 * Compares times of a monotonic clock, whose numbers may overflow between them.
 */
public final class MonotonicTime {

	private MonotonicTime() {
	}

	/**
	 * Return the earlier of two times.
	 * @param first a time in nanoseconds
	 * @param second a time in nanoseconds, less than 292 years from the first
	 * @return the earlier one
	 */
	public static long earlier(long first, long second) {
		return (first - second <= 0) ? first : second;
	}

	/**
	 * Return the later of two times.
	 * @param first a time in nanoseconds
	 * @param second a time in nanoseconds, less than 292 years from the first
	 * @return the later one
	 */
	public static long later(long first, long second) {
		return (first - second >= 0) ? first : second;
	}

}
