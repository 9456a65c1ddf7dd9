package io.macula.gossip.distribution;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes what links bring.
 */
interface LinkReceiver {

	/**
	 * Return the memory that all links share.
	 * @return the memory
	 */
	LinkMemory memory();

	/**
	 * A message arrived. Called on the link's reader thread, which has to be back soon.
	 * @param link the link
	 * @param frame the message without its length
	 * @param share the memory that it holds, given back after this unless it was handed
	 * over
	 * @throws IOException if it is no message; the link is closed then
	 */
	void received(Link link, ByteBuffer frame, ByteBudget.Share share) throws IOException;

	/**
	 * A message was skipped. Called as {@code received} is.
	 * @param link the link
	 * @param reason why, in words
	 */
	void dropped(Link link, String reason);

	/**
	 * A link was closed. Called once, on any thread.
	 * @param link the link
	 * @param reason why, in words
	 */
	void closed(Link link, String reason);

}
