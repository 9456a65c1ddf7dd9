package io.macula.gossip.distribution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;

import io.macula.gossip.NodeName;
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

	private final DroppedMessages drops;

	private final HandlerFailures failures;

	private final Queue<Delivery> deliveries = new ArrayDeque<>();

	private boolean running;

	/**
	 * How many were dropped since it was last half empty.
	 */
	private long dropped;

	Mailbox(String name, long process, MessageHandler handler, Executor executor, int capacity, DroppedMessages drops) {
		this.name = name;
		this.process = process;
		this.handler = handler;
		this.executor = executor;
		this.capacity = capacity;
		this.drops = drops;
		this.failures = new HandlerFailures(name);
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
	 * Return what is told of the handler's failures.
	 * @return them, for the thread that the handler runs on
	 */
	HandlerFailures failures() {
		return this.failures;
	}

	/**
	 * Have a message delivered, or dropped where there is no room for it or the executor
	 * takes nothing.
	 * @param from the node that it came from
	 * @param delivery what is to become of it
	 */
	void post(NodeName from, Delivery delivery) {
		boolean room;
		boolean start;
		synchronized (this.deliveries) {
			room = this.deliveries.size() < this.capacity && this.deliveries.add(delivery);
			start = room && !this.running;
			this.running |= start;
			if (!room) {
				count(from, 1);
			}
		}
		if (!room) {
			delivery.drop();
		}
		else if (start) {
			start(from);
		}
	}

	private void start(NodeName from) {
		try {
			this.executor.execute(this::run);
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			// It is gone, or the system has no more threads
			List<Delivery> lost;
			synchronized (this.deliveries) {
				this.running = false;
				lost = new ArrayList<>(this.deliveries);
				this.deliveries.clear();
				count(from, lost.size());
			}
			lost.forEach(Delivery::drop);
		}
	}

	private void count(NodeName from, long number) {
		this.drops.count(number);
		if (this.dropped == 0 && number > 0) {
			this.drops.began(this.name, this.deliveries.size(), from);
		}
		this.dropped += number;
	}

	/**
	 * Tell how many were dropped, if any were that nobody was told of.
	 */
	void tellDropped() {
		synchronized (this.deliveries) {
			if (this.dropped > 0) {
				this.drops.ended(this.name, this.dropped);
				this.dropped = 0;
			}
		}
	}

	private void run() {
		for (Delivery delivery = next(); delivery != null; delivery = next()) {
			try {
				delivery.deliver();
			}
			catch (RuntimeException | Error ex) {
				// Not even the log took it: there is nobody left to tell
			}
		}
	}

	private @Nullable Delivery next() {
		synchronized (this.deliveries) {
			Delivery delivery = this.deliveries.poll();
			this.running = delivery != null;
			if (this.deliveries.size() <= this.capacity / 2) {
				tellDropped();
			}
			return delivery;
		}
	}

	/**
	 * What becomes of a message.
	 */
	interface Delivery {

		/**
		 * It is its turn. Called on the executor.
		 */
		void deliver();

		/**
		 * It is not delivered. Called on the thread that brought it.
		 */
		void drop();

	}

}
