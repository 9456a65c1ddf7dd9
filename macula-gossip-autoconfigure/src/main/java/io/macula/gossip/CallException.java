package io.macula.gossip;

import org.jspecify.annotations.Nullable;

/**
 * A call to a process on another node has no answer. The message names process, node and
 * cause in words; {@link #getSide()} tells which side failed.
 */
@SuppressWarnings("serial")
public final class CallException extends Exception {

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param reason what went wrong
	 * @param message the same in words, with process and node
	 */
	public CallException(Reason reason, String message) {
		this(reason, message, null);
	}

	/**
	 * Create an exception.
	 * @param reason what went wrong
	 * @param message the same in words, with process and node
	 * @param cause what it came of, or {@code null}
	 */
	public CallException(Reason reason, String message, @Nullable Throwable cause) {
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
	 * Return which side failed.
	 * @return the side
	 */
	public Side getSide() {
		return this.reason.side();
	}

	/**
	 * Which side of a call failed.
	 */
	public enum Side {

		/**
		 * This node.
		 */
		HERE,

		/**
		 * Neither is known to have: the link was not there or ended, or time was over.
		 */
		BETWEEN,

		/**
		 * The node that was called.
		 */
		THERE

	}

	/**
	 * What went wrong.
	 */
	public enum Reason {

		/**
		 * There are no links here: the service is not running, or its connection mode is
		 * not distribution. Nothing was sent.
		 */
		NOT_RUNNING(Side.HERE),

		/**
		 * Too many calls await their answer already, or have it taken by code that has
		 * not returned, and nothing was sent; or the answer came, and the system had no
		 * thread to take it.
		 */
		TOO_MANY(Side.HERE),

		/**
		 * So much waits to be sent to the node that there is no room for the request.
		 * Nothing was sent.
		 */
		QUEUE_FULL(Side.HERE),

		/**
		 * There is no link to the node, or it ended before the answer came: then it may
		 * have been acted on.
		 */
		NODE_DOWN(Side.BETWEEN),

		/**
		 * No answer came in time. It may still have been acted on.
		 */
		TIMED_OUT(Side.BETWEEN),

		/**
		 * No process has that name there.
		 */
		NO_PROCESS(Side.THERE),

		/**
		 * The process ended before it answered, or has no room for the request.
		 */
		PROCESS_ENDED(Side.THERE),

		/**
		 * The handler there cannot read the request as the type that it takes.
		 */
		REQUEST_UNREADABLE(Side.THERE),

		/**
		 * The handler there failed, as the log there tells.
		 */
		HANDLER_FAILED(Side.THERE),

		/**
		 * The answer cannot be read as the type that was asked for; the cause says why.
		 */
		ANSWER_UNREADABLE(Side.HERE);

		private final Side side;

		Reason(Side side) {
			this.side = side;
		}

		/**
		 * Return which side failed.
		 * @return the side
		 */
		public Side side() {
			return this.side;
		}

	}

}
