package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.macula.gossip.EventStatistics;
import io.macula.gossip.GossipEvent;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events one at a time and in order, on a thread that does nothing else and ends
 * when there is nothing to do. Thread-safe.
 */
final class EventDispatcher {

	/**
	 * How many events wait when it is time to say so.
	 */
	private static final int LONG_BACKLOG = 10_000;

	private final Log logger;

	private final RateLimitedLog warnings;

	private final List<Supplier<List<Consumer<GossipEvent>>>> listeners;

	private final EventLanes lanes;

	private final Executor executor;

	private final Object monitor = new Object();

	private boolean delivering;

	private volatile @Nullable Thread thread;

	/**
	 * Create a dispatcher.
	 * @param executor has one thread, on which events are delivered
	 * @param maxDiscovered most discoveries that wait while a listener blocks; more are
	 * dropped
	 * @param listeners are looked up and called in this order for each event
	 * @param logger logs what listeners throw, each time
	 * @param warnings logs that a listener is slow
	 */
	EventDispatcher(Executor executor, int maxDiscovered, List<Supplier<List<Consumer<GossipEvent>>>> listeners,
			Log logger, RateLimitedLog warnings) {
		this.listeners = List.copyOf(listeners);
		this.lanes = new EventLanes(maxDiscovered);
		this.logger = logger;
		this.warnings = warnings;
		this.executor = executor;
	}

	/**
	 * Deliver an event soon, on the dispatcher's thread.
	 */
	void dispatch(GossipEvent event) {
		boolean added = this.lanes.add(event);
		if (!added || this.lanes.size() >= LONG_BACKLOG) {
			this.warnings.note(RateLimitedLog.Kind.EVENTS,
					() -> "A listener blocks and %d events wait for it%s. Do slow work on another thread."
						.formatted(this.lanes.size(), added ? "" : ": " + event + " is lost"));
		}
		synchronized (this.monitor) {
			if (this.delivering) {
				return;
			}
			this.delivering = true;
		}
		boolean started = false;
		try {
			this.executor.execute(this::deliverAll);
			started = true;
		}
		finally {
			// The next event tries again
			if (!started) {
				deliveryEnded();
			}
		}
	}

	EventStatistics statistics() {
		return new EventStatistics(this.lanes.size(), this.lanes.dropped());
	}

	/**
	 * Wait until the events dispatched so far are delivered. Returns at once when called
	 * by a listener.
	 * @return whether they were delivered in time
	 */
	boolean awaitDelivery(Duration timeout) {
		if (Thread.currentThread() == this.thread) {
			return false;
		}
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			synchronized (this.monitor) {
				for (long left = timeout.toNanos(); this.delivering && left > 0; left = deadline - System.nanoTime()) {
					TimeUnit.NANOSECONDS.timedWait(this.monitor, left);
				}
				return !this.delivering;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void deliverAll() {
		this.thread = Thread.currentThread();
		boolean ended = false;
		try {
			while (!ended) {
				GossipEvent event = this.lanes.poll();
				if (event != null) {
					deliver(event);
					continue;
				}
				synchronized (this.monitor) {
					if (this.lanes.size() == 0) {
						deliveryEnded();
						ended = true;
					}
				}
			}
		}
		finally {
			// The next event has the rest delivered with it
			if (!ended) {
				deliveryEnded();
			}
		}
	}

	private void deliveryEnded() {
		synchronized (this.monitor) {
			this.delivering = false;
			this.monitor.notifyAll();
		}
	}

	private void deliver(GossipEvent event) {
		for (Supplier<List<Consumer<GossipEvent>>> source : this.listeners) {
			guarded(event, () -> source.get().forEach((listener) -> guarded(event, () -> listener.accept(event))));
		}
	}

	/**
	 * A failure of the application's own is logged however often it comes, and whatever
	 * strangers do to the log; but for those on discoveries, which strangers can cause.
	 * Nothing that is thrown ends the delivery, not even by the log.
	 */
	private void guarded(GossipEvent event, Runnable delivery) {
		try {
			delivery.run();
		}
		catch (Exception | Error ex) {
			try {
				log(event, ex);
			}
			catch (RuntimeException | Error unlogged) {
				// There is nobody left to tell
			}
		}
	}

	private void log(GossipEvent event, Throwable failure) {
		if (event.getKind() == GossipEvent.Kind.DISCOVERED) {
			this.warnings.note(RateLimitedLog.Kind.LISTENER, () -> "A listener failed on " + event + ": " + failure);
		}
		else {
			this.logger.error("A listener failed on " + event, failure);
		}
	}

}
