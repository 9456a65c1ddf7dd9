package io.macula.gossip.distribution;

import java.util.concurrent.ThreadFactory;

/**
 * Starts the threads of a node: daemons with names that tell what they are for.
 */
final class LinkThreads {

	/**
	 * Enough for the deepest term that is read and for TLS. Only what is used of it takes
	 * memory.
	 */
	private static final long STACK_BYTES = 512 * 1024;

	private final ThreadFactory factory;

	LinkThreads(ThreadFactory factory) {
		this.factory = factory;
	}

	static Thread platformThread(Runnable task) {
		return new Thread(null, task, "gossip-link", STACK_BYTES);
	}

	Thread create(String name, Runnable task) {
		Thread thread = this.factory.newThread(task);
		thread.setName(name);
		if (!thread.isDaemon()) {
			thread.setDaemon(true);
		}
		return thread;
	}

	void start(String name, Runnable task) {
		create(name, task).start();
	}

}
