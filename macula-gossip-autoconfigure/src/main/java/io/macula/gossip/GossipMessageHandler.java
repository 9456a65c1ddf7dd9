package io.macula.gossip;

import org.jspecify.annotations.Nullable;

/**
 * Takes the messages that other nodes send to a name here. Called for one message of its
 * name at a time, in the order in which they arrived, on a thread that serves handlers
 * only.
 */
@FunctionalInterface
public interface GossipMessageHandler {

	/**
	 * Take a message.
	 * @param message the message
	 * @return the answer to a call, as {@link GossipMessenger} converts values; ignored
	 * for other messages
	 * @throws Exception if the message cannot be dealt with: it is logged, and the
	 * caller's call fails at once
	 */
	@Nullable Object handle(GossipMessage message) throws Exception;

}
