package io.macula.gossip.distribution;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * How many bytes may be held at once, by all who share in it. Where somebody could wait,
 * what he holds already counts twice when he wants more: so whoever takes all that he can
 * leaves as much to the others. Safe for use by several threads.
 */
final class ByteBudget {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition given = this.lock.newCondition();

	private final long limit;

	private long held;

	private final AtomicLong refusals = new AtomicLong();

	ByteBudget(long limit) {
		this.limit = limit;
	}

	/**
	 * Return an account that holds nothing yet.
	 * @return the account
	 */
	Account account() {
		return new Account();
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
	 * Return how often there was no room for somebody in time.
	 * @return a number that never falls
	 */
	long refusals() {
		return this.refusals.get();
	}

	private boolean refused() {
		this.refusals.incrementAndGet();
		return false;
	}

	/**
	 * What one link holds.
	 */
	final class Account {

		private long bytes;

		private Account() {
		}

		/**
		 * Return a share that holds nothing yet.
		 * @return the share
		 */
		Share share() {
			return new Share(this);
		}

		/**
		 * Say whether there would be no room for so many bytes more.
		 * @param more how many
		 * @return whether there would not
		 */
		boolean isFullFor(long more) {
			ByteBudget.this.lock.lock();
			try {
				return !fits(more);
			}
			finally {
				ByteBudget.this.lock.unlock();
			}
		}

		/**
		 * Hold so many bytes more, and wait for room.
		 * @param more how many
		 * @param nanos how long to wait at most, in nanoseconds
		 * @param open whether it is worth while to wait on; asked again after
		 * {@link #wakeUp()}
		 * @return whether there was room in time
		 */
		boolean take(long more, long nanos, BooleanSupplier open) throws InterruptedException {
			ByteBudget budget = ByteBudget.this;
			budget.lock.lockInterruptibly();
			try {
				long left = nanos;
				while (!fits(more) && left > 0 && open.getAsBoolean()) {
					left = budget.given.awaitNanos(left);
				}
				return fits(more) && add(more);
			}
			finally {
				budget.lock.unlock();
			}
		}

		/**
		 * Hold so many bytes more. Does not wait.
		 * @param more how many
		 * @return whether there was room
		 */
		boolean take(long more) {
			ByteBudget.this.lock.lock();
			try {
				return fits(more) && add(more);
			}
			finally {
				ByteBudget.this.lock.unlock();
			}
		}

		/**
		 * Give bytes back.
		 * @param fewer how many
		 */
		void give(long fewer) {
			ByteBudget.this.lock.lock();
			try {
				add(-fewer);
			}
			finally {
				ByteBudget.this.lock.unlock();
			}
		}

		/**
		 * Have those who wait ask again whether that is worth while.
		 */
		void wakeUp() {
			ByteBudget.this.lock.lock();
			try {
				ByteBudget.this.given.signalAll();
			}
			finally {
				ByteBudget.this.lock.unlock();
			}
		}

		private boolean fits(long more) {
			return ByteBudget.this.held + this.bytes + more <= ByteBudget.this.limit;
		}

		private boolean add(long more) {
			this.bytes += more;
			ByteBudget.this.held += more;
			if (more < 0) {
				ByteBudget.this.given.signalAll();
			}
			return true;
		}

	}

	/**
	 * What one message holds. Closed by whoever has it last.
	 */
	final class Share implements AutoCloseable {

		private final Account account;

		private long bytes;

		private Share(Account account) {
			this.account = account;
		}

		/**
		 * Hold another number of bytes than before, and wait for room, of which what the
		 * account holds otherwise takes twice as much.
		 * @param bytes how many
		 * @param nanos how long to wait at most, in nanoseconds
		 * @return whether there was room in time; if not, it holds what it held
		 */
		boolean resize(long bytes, long nanos) throws InterruptedException {
			ByteBudget budget = ByteBudget.this;
			budget.lock.lockInterruptibly();
			try {
				long left = nanos;
				while (!fitsBesideOthers(bytes) && left > 0) {
					left = budget.given.awaitNanos(left);
				}
				return (fitsBesideOthers(bytes)) ? hold(bytes) : refused();
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
				long most = Math.max(this.bytes, bytes);
				return (fits(most)) ? hold(most) : refused();
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
				Share other = new Share(this.account);
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

		private boolean fitsBesideOthers(long bytes) {
			return bytes <= this.bytes || fits(bytes + this.account.bytes - this.bytes);
		}

		private boolean hold(long bytes) {
			long more = bytes - this.bytes;
			this.bytes = bytes;
			return this.account.add(more);
		}

	}

}
