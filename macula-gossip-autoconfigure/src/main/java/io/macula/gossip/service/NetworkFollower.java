package io.macula.gossip.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;

/**
 * Looks at the network again and again, on a thread of its own: listing the interfaces
 * may take long on some systems, and a new name ends links. It looks often while
 * something is missing, at once when an announcement could not be sent, and seldom
 * otherwise.
 */
final class NetworkFollower implements Runnable {

	private static final Duration UNSETTLED_PERIOD = Duration.ofMillis(500);

	private static final int SETTLED_INTERVALS = 4;

	private static final Duration LONGEST_SETTLED_PERIOD = Duration.ofSeconds(10);

	private final Duration settledPeriod;

	private final BooleanSupplier look;

	private final Log logger;

	private final Semaphore wakeUps = new Semaphore(0);

	private final Thread thread;

	private volatile boolean closed;

	/**
	 * Create a follower.
	 * @param interval time between two announcements
	 * @param look looks at the network, and says whether it is as it should be
	 * @param logger logs what goes wrong
	 * @param threadName name of the thread
	 */
	NetworkFollower(Duration interval, BooleanSupplier look, Log logger, String threadName) {
		Duration period = interval.multipliedBy(SETTLED_INTERVALS);
		period = (period.compareTo(UNSETTLED_PERIOD) > 0) ? period : UNSETTLED_PERIOD;
		this.settledPeriod = (period.compareTo(LONGEST_SETTLED_PERIOD) < 0) ? period : LONGEST_SETTLED_PERIOD;
		this.look = look;
		this.logger = logger;
		this.thread = new Thread(this, threadName);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Look now.
	 */
	void wakeUp() {
		this.wakeUps.release();
	}

	/**
	 * Look no more, once a look that is under way has ended.
	 */
	void close() {
		this.closed = true;
		wakeUp();
	}

	@Override
	public void run() {
		Duration period = this.settledPeriod;
		while (!this.closed) {
			try {
				this.wakeUps.tryAcquire(period.toNanos(), TimeUnit.NANOSECONDS);
				this.wakeUps.drainPermits();
				if (this.closed) {
					return;
				}
				period = UNSETTLED_PERIOD;
				if (look()) {
					period = this.settledPeriod;
				}
			}
			catch (InterruptedException ex) {
				// Nobody has reason to: it ends when it is closed
			}
			catch (RuntimeException | Error ex) {
				log(ex);
			}
		}
	}

	private boolean look() {
		return this.look.getAsBoolean();
	}

	private void log(Throwable failure) {
		try {
			this.logger.error("The network could not be followed once, and is followed on", failure);
		}
		catch (RuntimeException | Error ex) {
			// What failed may fail the log too, and this thread must go on
		}
	}

}
