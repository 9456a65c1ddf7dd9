package io.macula.gossip.test;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Knows what is under way on other threads, so that a test can go on when all of it is
 * done. Thread-safe.
 */
final class Activity {

	private final ThreadLocal<Boolean> within = ThreadLocal.withInitial(() -> false);

	private int underWay;

	private long count;

	/**
	 * Return an executor whose tasks count.
	 */
	Executor counting(Executor executor) {
		return (task) -> {
			began();
			boolean taken = false;
			try {
				executor.execute(() -> run(task));
				taken = true;
			}
			finally {
				if (!taken) {
					ended();
				}
			}
		};
	}

	/**
	 * Say whether this thread runs what counts, and would wait for itself.
	 */
	boolean isWithin() {
		return this.within.get();
	}

	/**
	 * Return how often something began.
	 */
	synchronized long count() {
		return this.count;
	}

	synchronized void began() {
		this.underWay++;
		this.count++;
	}

	synchronized void ended() {
		this.underWay--;
		notifyAll();
	}

	/**
	 * Wait until nothing is under way.
	 * @param deadline when to give up, by {@link System#nanoTime()}
	 */
	synchronized void awaitQuiet(long deadline) throws InterruptedException {
		for (long left = deadline - System.nanoTime(); this.underWay > 0
				&& left > 0; left = deadline - System.nanoTime()) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
	}

	private void run(Runnable task) {
		this.within.set(true);
		try {
			task.run();
		}
		finally {
			this.within.remove();
			ended();
		}
	}

}
