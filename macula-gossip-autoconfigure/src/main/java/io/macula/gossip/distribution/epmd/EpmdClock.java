package io.macula.gossip.distribution.epmd;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Time as the registrar sees it, so that its tests need not wait for it.
 */
interface EpmdClock {

	/**
	 * Return the monotonic time.
	 * @return nanoseconds from some arbitrary start
	 */
	long nanoTime();

	/**
	 * Block for a while, or until there is no reason to any more.
	 * @param duration for how long
	 * @param closing ends the wait early when it is at zero
	 * @throws InterruptedException if the thread is interrupted
	 */
	void pause(Duration duration, CountDownLatch closing) throws InterruptedException;

	static EpmdClock system() {
		return new SystemClock();
	}

	/**
	 * The real time.
	 */
	final class SystemClock implements EpmdClock {

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

		@Override
		public void pause(Duration duration, CountDownLatch closing) throws InterruptedException {
			closing.await(duration.toNanos(), TimeUnit.NANOSECONDS);
		}

	}

}
