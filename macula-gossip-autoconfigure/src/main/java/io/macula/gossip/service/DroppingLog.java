package io.macula.gossip.service;

import io.macula.gossip.NodeName;

/**
 * Tells the log of messages that were dropped: when that begins, and how many when it has
 * ended. For one thread.
 */
final class DroppingLog {

	private final RateLimitedLog warnings;

	private long untold;

	DroppingLog(RateLimitedLog warnings) {
		this.warnings = warnings;
	}

	void began(String process, int waiting, NodeName from) {
		this.warnings.warn(RateLimitedLog.Kind.MESSAGES,
				() -> "Messages to '%s' are dropped, from %s and maybe others: %d wait for its handler. Do slow work on another thread."
					.formatted(process, from, waiting));
	}

	void ended(String process, long count) {
		this.untold += count;
		long told = this.untold;
		if (this.warnings.warn(RateLimitedLog.Kind.MESSAGES_DROPPED,
				() -> "%d messages were dropped, the last of them to '%s'".formatted(told, process))) {
			this.untold = 0;
		}
	}

}
