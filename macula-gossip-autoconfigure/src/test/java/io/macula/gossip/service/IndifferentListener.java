package io.macula.gossip.service;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.NodeLink;

/**
 * Cares for nothing.
 */
final class IndifferentListener implements DistributionListener {

	@Override
	public void linkUp(NodeLink link) {
	}

	@Override
	public void linkDown(NodeName node, String reason) {
	}

	@Override
	public void connectFailed(NodeName node, String reason) {
	}

	@Override
	public void probeAnswered(NodeName node) {
	}

}
