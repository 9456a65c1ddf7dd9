package io.macula.gossip.distribution;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what depends on the answers to calls. It is the application's and may block, even
 * for the answer to another call: so nothing waits for a thread here, and there are as
 * many as there are answers being taken. Safe for use by several threads.
 */
final class AnswerThreads implements Executor {

	private static final int IDLE_SECONDS = 10;

	private final ThreadPoolExecutor pool;

	AnswerThreads(LinkThreads threads, String name) {
		this.pool = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), (task) -> threads.create(name, task));
	}

	/**
	 * Run a task, on the calling thread where there is no other: when this is closed, or
	 * the system has no more threads.
	 * @param task the task
	 */
	@Override
	public void execute(Runnable task) {
		try {
			this.pool.execute(task);
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			task.run();
		}
	}

	/**
	 * Let the threads end when they are done.
	 */
	void close() {
		this.pool.shutdown();
	}

}
