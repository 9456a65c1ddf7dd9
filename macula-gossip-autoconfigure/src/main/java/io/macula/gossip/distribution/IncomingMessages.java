package io.macula.gossip.distribution;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes what links bring, within the memory that all of them share. Safe for use by
 * several threads.
 */
final class IncomingMessages implements LinkReceiver {

	private final LinkMemory memory;

	private final ControlMessageHandler handler;

	private final OversizedMessages oversized;

	private final LinkTable table;

	private final Calls calls;

	IncomingMessages(LinkMemory memory, ControlMessageHandler handler, OversizedMessages oversized, LinkTable table,
			Calls calls) {
		this.memory = memory;
		this.handler = handler;
		this.oversized = oversized;
		this.table = table;
		this.calls = calls;
	}

	@Override
	public LinkMemory memory() {
		return this.memory;
	}

	@Override
	public void received(Link link, ByteBuffer frame, ByteBudget.Share share) throws IOException {
		this.handler.receive(link, frame, share);
	}

	@Override
	public void dropped(Link link, String reason) {
		this.oversized.add(link, reason);
	}

	@Override
	public void closed(Link link, String reason) {
		this.table.remove(link, reason);
		this.calls.closed(link, reason);
	}

	/**
	 * Return how many bytes the messages of other nodes hold that are not handled yet.
	 * @return the number of bytes
	 */
	long held() {
		return this.memory.incoming().held();
	}

}
