package io.macula.gossip.service;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes pools of daemon threads that end when there is nothing to do. What the threads
 * are is the user's choice: virtual ones will do.
 */
final class DaemonThreads {

	private static final int IDLE_SECONDS = 10;

	private final ThreadFactory factory;

	/**
	 * Create a maker of pools.
	 * @param factory makes the threads, which are given their names here
	 */
	DaemonThreads(ThreadFactory factory) {
		this.factory = factory;
	}

	ThreadPoolExecutor pool(String threadName, int threads, int capacity) {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(capacity), (task) -> thread(threadName, task));
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/**
	 * Make a pool in which no task waits for another: for those whose number is bounded
	 * by what gives them to it.
	 */
	ThreadPoolExecutor elastic(String threadName) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(task) -> thread(threadName, task));
	}

	ScheduledThreadPoolExecutor timer(String threadName) {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, (task) -> thread(threadName, task));
		timer.setRemoveOnCancelPolicy(true);
		timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		timer.allowCoreThreadTimeOut(true);
		return timer;
	}

	private Thread thread(String name, Runnable task) {
		Thread thread = this.factory.newThread(task);
		thread.setName(name);
		// A virtual one always is
		if (!thread.isDaemon()) {
			thread.setDaemon(true);
		}
		return thread;
	}

}
