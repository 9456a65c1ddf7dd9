package io.macula.gossip;

/**
 * A call to a process on another node has no answer. The message names process, node and
 * cause in words.
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
		super(message);
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
		 * There is no link to the node, or it ended before the answer came.
		 */
		NODE_DOWN,

		/**
		 * No process has that name there.
		 */
		NO_PROCESS,

		/**
		 * The process ended before it answered.
		 */
		PROCESS_ENDED,

		/**
		 * No answer came in time. It may still have been acted on.
		 */
		TIMED_OUT,

		/**
		 * Too many calls await their answer already, or the answer came and too many are
		 * being taken by code that blocks.
		 */
		TOO_MANY,

		/**
		 * So much waits to be sent to the node that there is no room for the request.
		 */
		QUEUE_FULL

	}

}
