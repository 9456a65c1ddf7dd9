package io.macula.gossip.distribution.handshake;

import io.macula.gossip.NodeName;

/**
 * What one side of a handshake says of itself.
 *
 * @param name its name
 * @param flags its {@link DistributionFlags}
 * @param creation its incarnation, 32 bits without a sign
 */
public record HandshakeNode(NodeName name, long flags, long creation) {

	public boolean isHidden() {
		return (this.flags & DistributionFlags.PUBLISHED) == 0;
	}

	public boolean introducesItself() {
		return (this.flags & DistributionFlags.INTRODUCES_ITSELF) != 0;
	}

}
