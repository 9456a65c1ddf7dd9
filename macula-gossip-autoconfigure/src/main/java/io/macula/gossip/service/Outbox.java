package io.macula.gossip.service;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What inputs led to, to be carried out in the order in which it arose, one thing at a
 * time and without the lock of the state. Whoever has put something in carries out what
 * there is, unless another thread is at it, which then does it all. Thread-safe; waits
 * for nobody but in {@link #finish(Duration)}.
 */
final class Outbox {

	private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

	private final ReentrantLock carrying = new ReentrantLock();

	private final Consumer<Throwable> failed;

	/**
	 * Create an empty outbox.
	 * @param failed takes what is thrown; the rest is carried out all the same
	 */
	Outbox(Consumer<Throwable> failed) {
		this.failed = failed;
	}

	/**
	 * Add something. With the lock of the state held, which makes the order.
	 */
	void add(Runnable action) {
		this.waiting.add(action);
	}

	/**
	 * Carry out what there is. Never with the lock of the state held.
	 */
	void carryOut() {
		while (!this.waiting.isEmpty() && !this.carrying.isHeldByCurrentThread() && this.carrying.tryLock()) {
			try {
				carryOutAll();
			}
			finally {
				this.carrying.unlock();
			}
		}
	}

	/**
	 * Carry out what there is, and wait for a thread that is at it. Does not wait where
	 * what is carried out calls it.
	 * @param patience how long to wait
	 */
	void finish(Duration patience) {
		if (this.carrying.isHeldByCurrentThread()) {
			return;
		}
		try {
			if (this.carrying.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
				try {
					carryOutAll();
				}
				finally {
					this.carrying.unlock();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			carryOut();
		}
	}

	private void carryOutAll() {
		for (Runnable action = this.waiting.poll(); action != null; action = this.waiting.poll()) {
			try {
				action.run();
			}
			catch (RuntimeException | Error ex) {
				this.failed.accept(ex);
			}
		}
	}

}
