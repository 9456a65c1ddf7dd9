package io.macula.gossip.service;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes pools of daemon threads that end when there is nothing to do.
 */
final class DaemonThreadPool {

	private static final int IDLE_SECONDS = 10;

	private DaemonThreadPool() {
	}

	static ThreadPoolExecutor create(String threadName, int threads, int capacity) {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(capacity), (task) -> thread(threadName, task));
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/**
	 * Make a pool in which no task waits for another: for those whose number is bounded
	 * by what gives them to it.
	 */
	static ThreadPoolExecutor elastic(String threadName) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(task) -> thread(threadName, task));
	}

	private static Thread thread(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

}
