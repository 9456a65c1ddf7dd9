package io.macula.gossip.service;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Whether EPMD knows this node, so that others can connect to it. When the process that
 * serves EPMD on this host stops, another takes over within milliseconds: that is not
 * worth a word. Thread-safe.
 */
final class Registration {

	private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

	private @Nullable String failure;

	private long missingSince;

	private boolean told;

	/**
	 * It is not registered.
	 * @param reason why, in words
	 * @param now the time now
	 */
	synchronized void missing(String reason, long now) {
		if (this.failure == null) {
			this.missingSince = now;
		}
		this.failure = reason;
	}

	/**
	 * It is registered.
	 * @return whether somebody was told that it was not
	 */
	synchronized boolean there() {
		boolean wasTold = this.told;
		this.failure = null;
		this.told = false;
		return wasTold;
	}

	/**
	 * Return what is wrong, or {@code null} if nothing is or has not been for long.
	 */
	synchronized @Nullable String problem(long now) {
		return (this.failure != null && now - this.missingSince >= PATIENCE_NANOS)
				? "Other nodes cannot connect to this one: " + this.failure : null;
	}

	/**
	 * Return what is wrong, once.
	 */
	synchronized @Nullable String untold(long now) {
		String problem = this.told ? null : problem(now);
		this.told = this.told || problem != null;
		return problem;
	}

}
