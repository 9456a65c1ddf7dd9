package io.macula.gossip.distribution.epmd;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * An exchange with an EPMD failed, or the embedded one could not be started. The message
 * names host, port and cause in words and says what to do; it is fit for a log or an
 * operator.
 */
public final class EpmdException extends IOException {

	private final Reason reason;

	EpmdException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Return what went wrong, for callers that act on it.
	 * @return what went wrong
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * What went wrong.
	 */
	public enum Reason {

		/**
		 * No connection: nothing listens there, or no route leads there.
		 */
		UNREACHABLE,

		/**
		 * Connected, but the answer was not complete in time.
		 */
		TIMED_OUT,

		/**
		 * The connection ended before the answer was complete, or a registration's
		 * connection was lost.
		 */
		CLOSED,

		/**
		 * EPMD did not take the registration; the name is taken.
		 */
		REFUSED,

		/**
		 * The answer is none that the protocol knows.
		 */
		MALFORMED,

		/**
		 * The port could not be bound for the embedded EPMD.
		 */
		PORT_UNAVAILABLE

	}

}
