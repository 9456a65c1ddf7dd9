package io.macula.gossip.distribution;

/**
 * What the messages of all links may take.
 *
 * @param incoming for those that come in, until they are handled
 * @param outgoing for those that wait to be sent
 */
record LinkMemory(ByteBudget incoming, ByteBudget outgoing) {

	static LinkMemory of(DistributionLimits limits) {
		return new LinkMemory(new ByteBudget(limits.incomingBytes()), new ByteBudget(limits.outgoingBytes()));
	}

}
