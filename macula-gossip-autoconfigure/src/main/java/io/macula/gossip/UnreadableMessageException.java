package io.macula.gossip;

import org.jspecify.annotations.Nullable;

/**
 * What arrived from another node is malformed, or not of the type that its receiver
 * wants. Nothing but that message is affected; a call whose request is unreadable fails
 * with {@link CallException.Reason#REQUEST_UNREADABLE}, and one whose answer is with
 * {@link CallException.Reason#ANSWER_UNREADABLE}.
 */
@SuppressWarnings("serial")
public final class UnreadableMessageException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what is wrong with what arrived
	 */
	public UnreadableMessageException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is wrong with what arrived
	 * @param cause what reading it failed with, or {@code null}
	 */
	public UnreadableMessageException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
