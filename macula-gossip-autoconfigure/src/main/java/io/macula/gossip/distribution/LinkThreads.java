package io.macula.gossip.distribution;

import java.util.concurrent.ThreadFactory;

/**
 * Starts the threads of a node: daemons with names that tell what they are for.
 */
final class LinkThreads {

	private final ThreadFactory factory;

	LinkThreads(ThreadFactory factory) {
		this.factory = factory;
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
