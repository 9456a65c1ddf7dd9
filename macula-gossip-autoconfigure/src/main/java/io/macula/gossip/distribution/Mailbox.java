package io.macula.gossip.distribution;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * A process in the eyes of other nodes: a name, a number and a bounded queue, worked off
 * by the executor one after the other. Safe for use by several threads; adding never
 * waits.
 */
final class Mailbox {

	private final String name;

	private final long process;

	private final MessageHandler handler;

	private final Executor executor;

	private final int capacity;

	private final Queue<Runnable> deliveries = new ArrayDeque<>();

	private boolean running;

	Mailbox(String name, long process, MessageHandler handler, Executor executor, int capacity) {
		this.name = name;
		this.process = process;
		this.handler = handler;
		this.executor = executor;
		this.capacity = capacity;
	}

	String name() {
		return this.name;
	}

	long process() {
		return this.process;
	}

	MessageHandler handler() {
		return this.handler;
	}

	/**
	 * Have a message delivered.
	 * @param delivery hands it to the handler; throws nothing
	 * @return {@code false} if there is no room for it or the executor is gone
	 */
	boolean post(Runnable delivery) {
		synchronized (this.deliveries) {
			if (this.deliveries.size() >= this.capacity) {
				return false;
			}
			this.deliveries.add(delivery);
			if (this.running) {
				return true;
			}
			this.running = true;
		}
		try {
			this.executor.execute(this::run);
			return true;
		}
		catch (RejectedExecutionException ex) {
			synchronized (this.deliveries) {
				this.running = false;
				this.deliveries.remove(delivery);
			}
			return false;
		}
	}

	private void run() {
		for (Runnable delivery = next(); delivery != null; delivery = next()) {
			delivery.run();
		}
	}

	private @Nullable Runnable next() {
		synchronized (this.deliveries) {
			Runnable delivery = this.deliveries.poll();
			this.running = delivery != null;
			return delivery;
		}
	}

}
