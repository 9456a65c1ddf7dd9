package io.macula.gossip.distribution;

/**
 * What the messages of all links may take.
 *
 * @param incoming for those that come in, until they are handled
 * @param outgoing for those that wait to be sent
 * @param control for what keeps the links going and waits to be sent
 */
record LinkMemory(ByteBudget incoming, ByteBudget outgoing, ByteBudget control) {

	/**
	 * The part of the bytes for messages that wait to be sent, beyond them, that is for
	 * control.
	 */
	private static final int CONTROL_PART = 4;

	static LinkMemory of(DistributionLimits limits) {
		return new LinkMemory(new ByteBudget(limits.incomingBytes()), new ByteBudget(limits.outgoingBytes()),
				new ByteBudget(limits.outgoingBytes() / CONTROL_PART));
	}

}
