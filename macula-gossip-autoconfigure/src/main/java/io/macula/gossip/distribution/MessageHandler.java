package io.macula.gossip.distribution;

import io.macula.gossip.etf.Term;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages to a name here. Called on the executor of the
 * {@link DistributionSettings}, for one message of its name at a time, in the order in
 * which they arrived.
 */
@FunctionalInterface
public interface MessageHandler {

	/**
	 * Take a message.
	 * @param message the message
	 * @return the answer to a call, where {@code null} becomes the atom
	 * {@code undefined}; ignored for other messages
	 * @throws Exception if the message cannot be dealt with: it is logged, and a caller's
	 * call ends with an error at once
	 */
	@Nullable Term handle(Message message) throws Exception;

}
