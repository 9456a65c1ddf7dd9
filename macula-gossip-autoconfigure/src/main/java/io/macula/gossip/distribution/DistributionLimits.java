package io.macula.gossip.distribution;

/**
 * What other nodes may cost this one. Immutable.
 *
 * @param frameBytes how many bytes one message may have, 1024 to 134217728; a larger one
 * is refused to its sender here, and one that comes is dropped. Turned up, a hostile
 * member can take as much more heap for each link; turned down, large messages are not
 * sent
 * @param queuedFrames how many messages may wait to be written to one link, 1 or more;
 * those beyond are refused to their senders. Turned up, a stuck node holds more heap;
 * turned down, short bursts are refused
 * @param queuedBytes how many bytes of them may wait, {@code frameBytes} or more; an
 * eighth more for what keeps the link going
 * @param incomingBytes how many bytes messages that came in may hold in all, from when
 * they begin to arrive until they are handled, 1024 or more; those beyond are dropped,
 * but never what keeps links going. Turned up, hostile members can take more heap; turned
 * down, large messages are dropped
 * @param outgoingBytes how many bytes messages that wait to be sent may hold in all, 1024
 * or more; those beyond are refused to their senders. A quarter more is for what keeps
 * links going, beyond 16 KiB of it for each; a link for which more waits than there is
 * room for is closed. Turned up, stuck nodes hold more heap; turned down, short bursts
 * are refused
 * @param links how many links there may be, 1 or more
 * @param connecting how many connects may be under way at once, 1 to 1000; to one host or
 * IPv6 network of 64 bits no more than a half of them, to nodes that were never linked
 * three quarters. Turned up, a flood of forged names takes more threads; turned down,
 * hosts that do not answer delay the others
 * @param accepting how many connections that came in may be in their handshake at once, 1
 * to 10000; to one host or IPv6 network of 64 bits no more than a half of them. One that
 * is a tenth of a second old gives its place to the next; those that find none are closed
 * @param mailbox how many messages may wait for one handler here, 1 or more; those beyond
 * are dropped, calls with an error at once
 * @param calls how many calls may await their answer at once, 1 or more; twice as many
 * with those that have it taken by code that has not returned. Turned up, code that
 * blocks can take more threads; turned down, more calls are refused
 */
public record DistributionLimits(int frameBytes, int queuedFrames, long queuedBytes, long incomingBytes,
		long outgoingBytes, int links, int connecting, int accepting, int mailbox, int calls) {

	/**
	 * The part of the heap that messages may hold that came in and are not handled, and
	 * as much again those that wait to be sent.
	 */
	private static final int HEAP_PART = 4;

	/**
	 * Create limits.
	 * @throws IllegalArgumentException if a number is outside its range
	 */
	public DistributionLimits {
		check("frameBytes", frameBytes, 1024, 128 * 1024 * 1024);
		check("queuedFrames", queuedFrames, 1, Integer.MAX_VALUE);
		check("queuedBytes", queuedBytes, frameBytes, Long.MAX_VALUE / 2);
		check("incomingBytes", incomingBytes, 1024, Long.MAX_VALUE / 2);
		check("outgoingBytes", outgoingBytes, 1024, Long.MAX_VALUE / 2);
		check("links", links, 1, Integer.MAX_VALUE);
		check("connecting", connecting, 1, 1000);
		check("accepting", accepting, 1, 10_000);
		check("mailbox", mailbox, 1, Integer.MAX_VALUE);
		check("calls", calls, 1, Integer.MAX_VALUE);
	}

	/**
	 * Return limits for a cluster of some thousand nodes: messages of 16 MiB, 10,000 of
	 * them or 32 MiB waiting for each link, a quarter of the heap for all that come in
	 * and as much for all that wait to be sent, 4096 links, 16 connects and 128 incoming
	 * handshakes at once, 1000 messages waiting for each handler, 10,000 open calls.
	 * @return the limits
	 */
	public static DistributionLimits defaults() {
		long part = Runtime.getRuntime().maxMemory() / HEAP_PART;
		return new DistributionLimits(16 * 1024 * 1024, 10_000, 32 * 1024 * 1024, part, part, 4096, 16, 128, 1000,
				10_000);
	}

	/**
	 * Return how many bytes a message may have to be sent.
	 * @return the number
	 */
	int sentBytes() {
		return (int) Math.min(this.frameBytes, this.outgoingBytes - OutgoingFrames.FRAME_BYTES);
	}

	private static void check(String name, long value, long least, long most) {
		if (value < least || value > most) {
			throw new IllegalArgumentException(
					"The limit '%s' is %d; it must be from %d to %d".formatted(name, value, least, most));
		}
	}

}
