package io.macula.gossip.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;

/**
 * A time that stands still until a test has it pass, and a scheduler that goes by it.
 * Thread-safe.
 */
final class MemoryTime implements TaskScheduler {

	private final Executor executor;

	private final PriorityQueue<Task> waiting = new PriorityQueue<>();

	private final Instant begin = Instant.now();

	private final long beginNanos = System.nanoTime();

	private volatile long nanos = this.beginNanos;

	MemoryTime(Executor executor) {
		this.executor = executor;
	}

	long nanoTime() {
		return this.nanos;
	}

	/**
	 * Let time pass until something is due, or for a step if nothing is before.
	 * @param step the most that may pass, in nanoseconds
	 */
	void pass(long step) {
		synchronized (this.waiting) {
			long end = this.nanos + step;
			Task next = this.waiting.peek();
			this.nanos = (next != null && next.at - end < 0) ? Math.max(this.nanos, next.at) : end;
		}
	}

	/**
	 * Run what is due.
	 */
	void runDue() {
		synchronized (this.waiting) {
			for (Task next = this.waiting.peek(); next != null
					&& next.at - this.nanos <= 0; next = this.waiting.peek()) {
				this.waiting.remove();
				this.executor.execute(next);
			}
		}
	}

	@Override
	public Clock getClock() {
		return new TimeClock();
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		Task scheduled;
		synchronized (this.waiting) {
			Duration delay = Duration.between(getClock().instant(), startTime);
			scheduled = new Task(task, this.nanos + Math.max(0, delay.toNanos()));
			this.waiting.add(scheduled);
		}
		runDue();
		return scheduled;
	}

	@Override
	public @Nullable ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		throw new UnsupportedOperationException("Only single tasks are scheduled here");
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		throw new UnsupportedOperationException("Only single tasks are scheduled here");
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		throw new UnsupportedOperationException("Only single tasks are scheduled here");
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		throw new UnsupportedOperationException("Only single tasks are scheduled here");
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		throw new UnsupportedOperationException("Only single tasks are scheduled here");
	}

	/**
	 * The wall clock of this time.
	 */
	private final class TimeClock extends Clock {

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return MemoryTime.this.begin.plusNanos(MemoryTime.this.nanos - MemoryTime.this.beginNanos);
		}

	}

	/**
	 * A task and when it is due.
	 */
	private final class Task extends FutureTask<@Nullable Void> implements ScheduledFuture<@Nullable Void> {

		private final long at;

		private Task(Runnable task, long at) {
			super(task, null);
			this.at = at;
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(this.at - MemoryTime.this.nanos, TimeUnit.NANOSECONDS);
		}

		@Override
		public int compareTo(Delayed other) {
			return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}
