package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.macula.gossip.GossipEvent;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events one at a time and in order, on a thread that does nothing else and ends
 * when there is nothing to do. Thread-safe.
 */
final class EventDispatcher {

	private final RateLimitedLog warnings;

	private final List<Supplier<List<Consumer<GossipEvent>>>> listeners;

	private final ThreadPoolExecutor executor;

	private volatile @Nullable Thread thread;

	/**
	 * Create a dispatcher.
	 * @param threadName name of the thread
	 * @param capacity most events that wait while a listener blocks; more are dropped
	 * @param listeners are looked up and called in this order for each event
	 * @param warnings logs what listeners throw and what is dropped
	 */
	EventDispatcher(String threadName, int capacity, List<Supplier<List<Consumer<GossipEvent>>>> listeners,
			RateLimitedLog warnings) {
		this.listeners = List.copyOf(listeners);
		this.warnings = warnings;
		this.executor = DaemonThreadPool.create(threadName, 1, capacity);
	}

	/**
	 * Deliver an event soon, on the dispatcher's thread.
	 */
	void dispatch(GossipEvent event) {
		try {
			this.executor.execute(() -> deliver(event));
		}
		catch (RejectedExecutionException ex) {
			this.warnings.warn(RateLimitedLog.Kind.EVENTS,
					() -> "A listener blocks and %d events wait for it: %s is lost. Do slow work on another thread, and ask the service for its nodes afterwards."
						.formatted(this.executor.getQueue().size(), event));
		}
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
		CompletableFuture<Void> delivered = new CompletableFuture<>();
		try {
			this.executor.execute(() -> delivered.complete(null));
			delivered.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (RejectedExecutionException | TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void deliver(GossipEvent event) {
		this.thread = Thread.currentThread();
		for (Supplier<List<Consumer<GossipEvent>>> source : this.listeners) {
			guarded(event, () -> source.get().forEach((listener) -> guarded(event, () -> listener.accept(event))));
		}
	}

	private void guarded(GossipEvent event, Runnable delivery) {
		try {
			delivery.run();
		}
		catch (Exception | LinkageError | AssertionError ex) {
			this.warnings.error(RateLimitedLog.Kind.LISTENER, () -> "A listener failed on " + event, ex);
		}
	}

}
