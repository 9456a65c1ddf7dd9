package io.macula.gossip.distribution.handshake;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A handshake came to nothing. The message says in words what the other node did or said
 * and what to do about it; it never shows a cookie.
 */
@SuppressWarnings("serial")
public final class HandshakeException extends IOException {

	private final Reason reason;

	public HandshakeException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	public HandshakeException(Reason reason, String message) {
		this(reason, message, null);
	}

	/**
	 * Return what went wrong, for callers that act on it.
	 * @return what went wrong
	 */
	public Reason getReason() {
		return this.reason;
	}

	public String words() {
		return String.valueOf(getMessage());
	}

	/**
	 * What went wrong.
	 */
	public enum Reason {

		/**
		 * The two cookies are not the same. Where the other node is the one to check, all
		 * it does is to close the connection on our digest.
		 */
		WRONG_COOKIE,

		/**
		 * One side does not take the other ({@code not_allowed}).
		 */
		NOT_ALLOWED,

		/**
		 * The two nodes are linked already.
		 */
		ALREADY_CONNECTED,

		/**
		 * Both nodes connected at once, and the other connection goes on ({@code nok}).
		 */
		SIMULTANEOUS,

		/**
		 * The other node lacks what OTP 25 demands: it is older, or no such node.
		 */
		MISSING_FLAGS,

		/**
		 * What came is no message of the handshake.
		 */
		MALFORMED,

		/**
		 * The handshake was not complete in time.
		 */
		TIMED_OUT,

		/**
		 * The connection ended before the handshake was complete.
		 */
		CLOSED,

		/**
		 * A node of another name answered.
		 */
		NAME_MISMATCH,

		/**
		 * The other side handed over a challenge of ours as its own.
		 */
		RELAYED

	}

}
