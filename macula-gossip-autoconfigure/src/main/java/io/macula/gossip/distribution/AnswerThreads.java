package io.macula.gossip.distribution;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what depends on the answers to calls. It is the application's and may block, even
 * for the answer to another call: so nothing waits for a thread here, and there are as
 * many as there are answers being taken, up to a limit. Safe for use by several threads.
 */
final class AnswerThreads {

	private static final int IDLE_SECONDS = 10;

	private final ThreadPoolExecutor pool;

	/**
	 * Has its thread before it is needed, when there may be no other.
	 */
	private final ThreadPoolExecutor reserve;

	/**
	 * Create threads, of which none runs yet.
	 * @param threads makes them
	 * @param name their name
	 * @param most how many there may be, beside the one in reserve
	 */
	AnswerThreads(LinkThreads threads, String name, int most) {
		this.pool = new ThreadPoolExecutor(0, most, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(task) -> threads.create(name, task));
		this.reserve = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> threads.create(name, task));
	}

	/**
	 * Start the thread in reserve.
	 */
	void start() {
		this.reserve.prestartCoreThread();
	}

	/**
	 * Run a task; or another one in its place, on the thread in reserve, where all others
	 * are busy or the system has no more. After the end the other one is run by the
	 * caller.
	 * @param task the task
	 * @param instead what to run if it cannot be run
	 */
	void run(Runnable task, Runnable instead) {
		try {
			this.pool.execute(task);
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			runInReserve(instead);
		}
	}

	private void runInReserve(Runnable task) {
		try {
			this.reserve.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	/**
	 * Let the threads end when they are done.
	 */
	void close() {
		this.pool.shutdown();
		this.reserve.shutdown();
	}

}
