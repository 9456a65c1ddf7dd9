package io.macula.gossip.membership;

/**
 * Whether this process has listened for long enough to judge the silence of others: one
 * that was paused, or whose receiving stood still, has not heard what they said.
 */
final class Attention {

	private static final int PAUSE_INTERVALS = 2;

	private static final int LATE_FRACTION = 5;

	private final long interval;

	private final boolean needsListening;

	private long lastTick;

	/**
	 * Whether the last tick was late and counted as a pause. Not two in a row do: a
	 * scheduler that is always late would have nobody judged, ever.
	 */
	private boolean excused;

	/**
	 * When what waited to be received was last read.
	 */
	private long listenedAt;

	private long judgeFrom;

	/**
	 * Start listening.
	 * @param interval time between two announcements
	 * @param needsListening whether the silence of announcements is all that there is to
	 * judge by: a probe is answered over a link
	 * @param now the time now
	 */
	Attention(long interval, boolean needsListening, long now) {
		this.interval = interval;
		this.needsListening = needsListening;
		this.lastTick = now;
		this.listenedAt = now;
		this.judgeFrom = now;
	}

	/**
	 * What waited to be received was read, or there was nothing.
	 */
	void listening(long now) {
		wakeUpIfPaused(now);
		wakeUpIfDeaf(now);
		this.listenedAt = now;
	}

	/**
	 * Time passed.
	 * @param due when it should have been told of that
	 */
	void ticked(long now, long due) {
		wakeUpIfPaused(now);
		boolean late = now - due > this.interval / LATE_FRACTION;
		if (late && !this.excused) {
			// What came meanwhile waits in the buffers: time to read it is enough
			this.judgeFrom = MonotonicTime.later(this.judgeFrom, now + this.interval / 2);
		}
		this.excused = late && !this.excused;
		this.lastTick = now;
		wakeUpIfDeaf(now);
	}

	/**
	 * This node hears where it did not before: what the others said there meanwhile is
	 * lost, and each says something again within an interval.
	 */
	void hearsAnew(long now) {
		this.judgeFrom = MonotonicTime.later(this.judgeFrom, now + PAUSE_INTERVALS * this.interval);
	}

	/**
	 * Return from when on others may be judged, as far as is known now.
	 */
	long judgeFrom() {
		return this.judgeFrom;
	}

	/**
	 * Neither thread ran: it was this process that stood still. Where only the ticks are
	 * late, the others were heard all the same.
	 */
	private void wakeUpIfPaused(long now) {
		if (now - MonotonicTime.later(this.lastTick, this.listenedAt) > PAUSE_INTERVALS * this.interval) {
			this.judgeFrom = now + PAUSE_INTERVALS * this.interval;
		}
	}

	/**
	 * There will be some time to read what waits.
	 */
	private void wakeUpIfDeaf(long now) {
		if (this.needsListening && now - this.listenedAt > PAUSE_INTERVALS * this.interval) {
			this.judgeFrom = MonotonicTime.later(this.judgeFrom, now + this.interval / 2);
		}
	}

}
