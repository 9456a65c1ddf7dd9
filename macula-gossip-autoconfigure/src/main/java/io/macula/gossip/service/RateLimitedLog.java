package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Warnings that whoever sends us datagrams can provoke: at most one a second, and one in
 * thirty seconds of each kind. How many were left out is told with the next one of the
 * kind, or by itself if none comes. Thread-safe.
 */
final class RateLimitedLog {

	private static final long ANY_GAP_NANOS = Duration.ofSeconds(1).toNanos();

	private static final long KIND_GAP_NANOS = Duration.ofSeconds(30).toNanos();

	private static final int MAX_FAILURES = 16;

	private final Log logger;

	private final LongSupplier nanoTime;

	private final Map<Kind, KindState> kinds = new EnumMap<>(Kind.class);

	private final Queue<String> noted = new ArrayDeque<>();

	private final Queue<Failure> failures = new ArrayDeque<>();

	private long nextAny;

	private volatile boolean waiting;

	RateLimitedLog(Log logger, LongSupplier nanoTime) {
		this.logger = logger;
		this.nanoTime = nanoTime;
		this.nextAny = nanoTime.getAsLong();
	}

	/**
	 * Warn, unless there were warnings enough.
	 * @return whether it was logged
	 */
	boolean warn(Kind kind, Supplier<String> message) {
		String line = line(kind, message);
		if (line != null) {
			this.logger.warn(line);
		}
		return line != null;
	}

	/**
	 * Have a warning logged by the next {@link #logNoted()}, unless there were warnings
	 * enough. For threads that must not wait for the log.
	 */
	synchronized void note(Kind kind, Supplier<String> message) {
		String line = line(kind, message);
		if (line != null) {
			this.noted.add(line);
		}
		this.waiting = true;
	}

	/**
	 * Have a failure of our own logged by the next {@link #logNoted()}.
	 */
	synchronized void note(String message, Throwable failure) {
		if (this.failures.size() < MAX_FAILURES) {
			this.failures.add(new Failure(message, failure));
		}
		this.waiting = true;
	}

	/**
	 * Log what was noted, and how many warnings were left out of kinds of which none came
	 * since. Call it every few seconds, where waiting for the log does no harm.
	 */
	void logNoted() {
		if (!this.waiting) {
			return;
		}
		for (Failure failure = nextFailure(); failure != null; failure = nextFailure()) {
			this.logger.error(failure.message(), failure.cause());
		}
		for (String line = nextLine(); line != null; line = nextLine()) {
			this.logger.warn(line);
		}
	}

	private synchronized @Nullable Failure nextFailure() {
		return this.failures.poll();
	}

	private synchronized @Nullable String nextLine() {
		String line = this.noted.poll();
		if (line != null) {
			return line;
		}
		long now = this.nanoTime.getAsLong();
		this.waiting = false;
		for (KindState state : this.kinds.values()) {
			if (state.suppressed > 0) {
				this.waiting = true;
				if (now - state.next >= 0 && now - this.nextAny >= 0) {
					line = "%d more like it were not logged: %s".formatted(state.suppressed, state.message);
					logged(state, now);
					return line;
				}
			}
		}
		return null;
	}

	/**
	 * Logging is done without the lock: it may block, and nobody else must wait for it.
	 */
	private synchronized @Nullable String line(Kind kind, Supplier<String> message) {
		long now = this.nanoTime.getAsLong();
		KindState state = this.kinds.computeIfAbsent(kind, (key) -> new KindState(now));
		if (now - state.next < 0 || now - this.nextAny < 0) {
			if (state.suppressed == 0 && state.message.isEmpty()) {
				state.message = message.get();
			}
			state.suppressed++;
			this.waiting = true;
			return null;
		}
		String more = (state.suppressed > 0) ? " (and %d more like it before)".formatted(state.suppressed) : "";
		state.message = message.get();
		logged(state, now);
		return state.message + more;
	}

	private void logged(KindState state, long now) {
		state.next = now + KIND_GAP_NANOS;
		state.suppressed = 0;
		this.nextAny = now + ANY_GAP_NANOS;
	}

	/**
	 * What a warning is about.
	 */
	enum Kind {

		MALFORMED, UNSIGNED, FORGED, STALE, FULL, CONFLICT, SEND, RECEIVE, REGISTRATION, NETWORK, SCHEDULER, LINK,
		EVENTS, LISTENER, INTERVAL, MESSAGES, MESSAGES_DROPPED

	}

	private static final class KindState {

		private long next;

		private long suppressed;

		/**
		 * The last one that was logged.
		 */
		private String message = "";

		KindState(long next) {
			this.next = next;
		}

	}

	private record Failure(String message, Throwable cause) {

	}

}
