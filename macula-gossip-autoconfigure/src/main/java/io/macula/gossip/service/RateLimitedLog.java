package io.macula.gossip.service;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Warnings that whoever sends us datagrams can provoke: at most one a second, and one in
 * thirty seconds of each kind. Thread-safe.
 */
final class RateLimitedLog {

	private static final long ANY_GAP_NANOS = Duration.ofSeconds(1).toNanos();

	private static final long KIND_GAP_NANOS = Duration.ofSeconds(30).toNanos();

	private final Log logger;

	private final LongSupplier nanoTime;

	private final Map<Kind, KindState> kinds = new EnumMap<>(Kind.class);

	private long nextAny;

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
	 * Logging is done without the lock: it may block, and nobody else must wait for it.
	 */
	private synchronized @Nullable String line(Kind kind, Supplier<String> message) {
		long now = this.nanoTime.getAsLong();
		KindState state = this.kinds.computeIfAbsent(kind, (key) -> new KindState(now));
		if (now - state.next < 0 || now - this.nextAny < 0) {
			state.suppressed++;
			return null;
		}
		String more = (state.suppressed > 0) ? " (and %d more like it before)".formatted(state.suppressed) : "";
		String line = message.get() + more;
		state.next = now + KIND_GAP_NANOS;
		state.suppressed = 0;
		this.nextAny = now + ANY_GAP_NANOS;
		return line;
	}

	/**
	 * What a warning is about.
	 */
	enum Kind {

		MALFORMED, UNSIGNED, FORGED, STALE, FULL, CONFLICT, SEND, RECEIVE, REGISTRATION, NETWORK, SCHEDULER, LINK,
		EVENTS

	}

	private static final class KindState {

		private long next;

		private long suppressed;

		KindState(long next) {
			this.next = next;
		}

	}

}
