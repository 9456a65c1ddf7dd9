package io.macula.gossip.distribution.epmd;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until a test advances it, and whose pauses end when the test
 * says so.
 */
final class SteppedClock implements EpmdClock {

	private final AtomicLong now = new AtomicLong();

	private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();

	private final Semaphore steps = new Semaphore(0);

	@Override
	public long nanoTime() {
		return this.now.get();
	}

	@Override
	public void pause(Duration duration, CountDownLatch closing) throws InterruptedException {
		this.pauses.add(duration);
		while (closing.getCount() > 0 && !this.steps.tryAcquire(10, TimeUnit.MILLISECONDS)) {
			// Neither yet
		}
		this.now.addAndGet(duration.toNanos());
	}

	void advance(Duration duration) {
		this.now.addAndGet(duration.toNanos());
	}

	/**
	 * Wait until the registrar pauses.
	 * @return how long it means to
	 */
	Duration nextPause() throws InterruptedException {
		Duration pause = this.pauses.poll(10, TimeUnit.SECONDS);
		return (pause != null) ? pause : Duration.ZERO;
	}

	boolean hasPaused() {
		return !this.pauses.isEmpty();
	}

	/**
	 * End the pause that is on, or the next.
	 */
	void step() {
		this.steps.release();
	}

}
