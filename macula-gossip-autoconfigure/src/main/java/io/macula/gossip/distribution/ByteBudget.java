package io.macula.gossip.distribution;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many bytes may be held at once, by all who share in it. Safe for use by several
 * threads.
 */
final class ByteBudget {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition given = this.lock.newCondition();

	private final long limit;

	private long held;

	ByteBudget(long limit) {
		this.limit = limit;
	}

	/**
	 * Return a share that holds nothing yet.
	 * @return the share
	 */
	Share share() {
		return new Share();
	}

	/**
	 * Return how many bytes are held.
	 * @return the number
	 */
	long held() {
		this.lock.lock();
		try {
			return this.held;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What one message holds. Closed by whoever has it last.
	 */
	final class Share implements AutoCloseable {

		private long bytes;

		private Share() {
		}

		/**
		 * Hold another number of bytes than before, and wait for room.
		 * @param bytes how many
		 * @param nanos how long to wait at most, in nanoseconds
		 * @return whether there was room in time; if not, it holds what it held
		 */
		boolean resize(long bytes, long nanos) throws InterruptedException {
			ByteBudget budget = ByteBudget.this;
			budget.lock.lockInterruptibly();
			try {
				long left = nanos;
				while (!fits(bytes) && left > 0) {
					left = budget.given.awaitNanos(left);
				}
				if (!fits(bytes)) {
					return false;
				}
				hold(bytes);
				return true;
			}
			finally {
				budget.lock.unlock();
			}
		}

		/**
		 * Hold so many bytes at least. Does not wait.
		 * @param bytes how many
		 * @return whether there was room
		 */
		boolean raise(long bytes) {
			ByteBudget.this.lock.lock();
			try {
				if (!fits(Math.max(this.bytes, bytes))) {
					return false;
				}
				hold(Math.max(this.bytes, bytes));
				return true;
			}
			finally {
				ByteBudget.this.lock.unlock();
			}
		}

		/**
		 * Hand over what this holds, so that closing this gives nothing back.
		 * @return a share that holds it instead
		 */
		Share handOver() {
			ByteBudget.this.lock.lock();
			try {
				Share other = new Share();
				other.bytes = this.bytes;
				this.bytes = 0;
				return other;
			}
			finally {
				ByteBudget.this.lock.unlock();
			}
		}

		/**
		 * Give all back. Has no effect the second time.
		 */
		@Override
		public void close() {
			ByteBudget.this.lock.lock();
			try {
				hold(0);
			}
			finally {
				ByteBudget.this.lock.unlock();
			}
		}

		private boolean fits(long bytes) {
			return bytes <= this.bytes || ByteBudget.this.held - this.bytes + bytes <= ByteBudget.this.limit;
		}

		private void hold(long bytes) {
			ByteBudget.this.held += bytes - this.bytes;
			if (bytes < this.bytes) {
				ByteBudget.this.given.signalAll();
			}
			this.bytes = bytes;
		}

	}

}
