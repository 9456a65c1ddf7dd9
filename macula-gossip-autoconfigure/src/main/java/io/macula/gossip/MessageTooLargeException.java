package io.macula.gossip;

/**
 * A message is larger than a link carries. It was not sent, and can never be; the link
 * stands. The message tells both sizes and what to do.
 */
@SuppressWarnings("serial")
public final class MessageTooLargeException extends IllegalArgumentException {

	private final long size;

	private final long limit;

	/**
	 * Create an exception.
	 * @param node the node that it was for
	 * @param size how many bytes it takes on the link
	 * @param limit how many it may take
	 */
	public MessageTooLargeException(NodeName node, long size, long limit) {
		super("A message to %s takes %d bytes, above the limit of %d: send it in parts, or send where to fetch it"
			.formatted(node, size, limit));
		this.size = size;
		this.limit = limit;
	}

	/**
	 * Return how large it is.
	 * @return the number of bytes that it takes on the link, with what addresses it
	 */
	public long getSize() {
		return this.size;
	}

	/**
	 * Return how large it may be.
	 * @return the most bytes that a message may take on the link
	 */
	public long getLimit() {
		return this.limit;
	}

}
