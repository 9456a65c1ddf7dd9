package io.macula.gossip.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for what another thread or process is about to do.
 */
public final class Eventually {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Duration STEP = Duration.ofMillis(10);

	private Eventually() {
	}

	/**
	 * Block until a condition holds, 10 s at most.
	 * @param what the condition in words
	 * @param condition the condition
	 */
	public static void holds(String what, Callable<Boolean> condition) throws Exception {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		while (!condition.call()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("Not within %d s: %s".formatted(LIMIT.toSeconds(), what));
			}
			LockSupport.parkNanos(STEP.toNanos());
		}
	}

}
