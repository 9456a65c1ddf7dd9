package io.macula.gossip.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;

/**
 * Looks at the network again and again, on a thread of its own: listing the interfaces
 * may take long on some systems, and a new name ends links.
 */
final class NetworkFollower implements Runnable {

	private static final Duration LONGEST_PERIOD = Duration.ofMillis(1500);

	private static final Duration SHORTEST_PERIOD = Duration.ofMillis(200);

	private final Duration period;

	private final Runnable look;

	private final Log logger;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Thread thread;

	NetworkFollower(Duration interval, Runnable look, Log logger, String threadName) {
		Duration atMost = (interval.compareTo(LONGEST_PERIOD) < 0) ? interval : LONGEST_PERIOD;
		this.period = (atMost.compareTo(SHORTEST_PERIOD) > 0) ? atMost : SHORTEST_PERIOD;
		this.look = look;
		this.logger = logger;
		this.thread = new Thread(this, threadName);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Look no more, once a look that is under way has ended.
	 */
	void close() {
		this.closed.countDown();
	}

	@Override
	public void run() {
		try {
			while (!this.closed.await(this.period.toNanos(), TimeUnit.NANOSECONDS)) {
				look();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void look() {
		try {
			this.look.run();
		}
		catch (RuntimeException | Error ex) {
			this.logger.error("The network could not be followed once, and is followed on", ex);
		}
	}

}
