package io.macula.gossip.service;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.TaskScheduler;

/**
 * The ticks of a loop, of which one is under way at a time, by numbers that grow. Its
 * owner guards it with a lock, but for {@link #schedule(Tick)} and {@link #cancel()},
 * which call the scheduler: for one thread at a time, without that lock.
 * <p>
 * A scheduler may refuse a tick, lose it, or bring it late. One that is overdue is
 * replaced, and whichever of the two comes first counts: so that one that brings every
 * tick late still brings some.
 */
final class LoopTicks {

	private static final long FIRST_PATIENCE_NANOS = Duration.ofMillis(500).toNanos();

	private static final long LONGEST_PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

	private final TaskScheduler scheduler;

	private final LongSupplier time;

	private final LongConsumer tick;

	private final Consumer<Throwable> refused;

	private final long firstPatience;

	private long patience;

	private volatile long newest;

	private long oldestThatCounts = 1;

	private boolean underWay;

	/**
	 * The scheduler did not take the last one: there is no need to wait for it long.
	 */
	private volatile boolean lastRefused;

	private long refusedSince;

	private long at;

	private @Nullable ScheduledFuture<?> future;

	/**
	 * Create ticks, none of which is under way.
	 * @param scheduler brings them
	 * @param time the clock that the times of ticks are by
	 * @param interval time between two announcements
	 * @param tick takes each, with its number
	 * @param refused takes what the scheduler throws, once it has thrown for some time:
	 * one that is shutting down refuses too, and the owner is stopped next
	 */
	LoopTicks(TaskScheduler scheduler, LongSupplier time, Duration interval, LongConsumer tick,
			Consumer<Throwable> refused) {
		this.scheduler = scheduler;
		this.time = time;
		this.tick = tick;
		this.refused = refused;
		this.firstPatience = Math.max(interval.toNanos(), FIRST_PATIENCE_NANOS);
		this.patience = this.firstPatience;
	}

	/**
	 * Ask for a tick.
	 * @param wanted when it is to come
	 * @param now the time now
	 * @return what to schedule, or {@code null} if the one under way does
	 */
	@Nullable Tick want(long wanted, long now) {
		if (this.underWay && this.at - wanted <= 0) {
			return replaceLost(now);
		}
		this.underWay = true;
		this.at = wanted;
		this.newest++;
		this.oldestThatCounts = this.newest;
		return new Tick(this.newest, wanted, true);
	}

	/**
	 * Ask for another tick if the one under way is overdue.
	 * @param now the time now
	 * @return what to schedule, or {@code null} if it is not
	 */
	@Nullable Tick replaceLost(long now) {
		if (!this.underWay || now - this.at <= (this.lastRefused ? this.firstPatience : this.patience)) {
			return null;
		}
		this.patience = Math.min(2 * this.patience, LONGEST_PATIENCE_NANOS);
		this.at = now;
		this.newest++;
		return new Tick(this.newest, now, false);
	}

	/**
	 * A tick has come.
	 * @return whether it counts
	 */
	boolean arrived(long number, long now) {
		if (number < this.oldestThatCounts) {
			return false;
		}
		if (now - this.at < this.firstPatience) {
			this.patience = this.firstPatience;
		}
		this.underWay = false;
		this.oldestThatCounts = this.newest + 1;
		return true;
	}

	/**
	 * Have the scheduler bring a tick, unless another has been asked for since.
	 */
	void schedule(Tick wanted) {
		if (wanted.number() != this.newest) {
			return;
		}
		try {
			if (wanted.instead()) {
				cancel();
			}
			Duration delay = Duration.ofNanos(Math.max(0, wanted.at() - this.time.getAsLong()));
			Instant time = this.scheduler.getClock().instant().plus(delay);
			this.future = this.scheduler.schedule(() -> this.tick.accept(wanted.number()), time);
			this.lastRefused = false;
		}
		catch (RuntimeException | Error ex) {
			// It counts as lost. Where the scheduler is shutting down it will stop us
			// next; if not, health shows that the loop does not run.
			long now = this.time.getAsLong();
			if (!this.lastRefused) {
				this.refusedSince = now;
				this.lastRefused = true;
			}
			else if (now - this.refusedSince >= this.firstPatience) {
				this.refused.accept(ex);
			}
		}
	}

	/**
	 * Let no tick come any more.
	 */
	void cancel() {
		ScheduledFuture<?> scheduled = this.future;
		if (scheduled != null) {
			scheduled.cancel(false);
		}
	}

	/**
	 * A tick to be scheduled.
	 *
	 * @param number its number
	 * @param at when it is to come
	 * @param instead whether the one before need not come any more
	 */
	record Tick(long number, long at, boolean instead) {

	}

}
