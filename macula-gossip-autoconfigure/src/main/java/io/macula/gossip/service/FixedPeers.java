package io.macula.gossip.service;

import java.util.List;

import io.macula.gossip.GossipPeerSource;

/**
 * The peers that were configured.
 *
 * @param peers as they were configured, all of them valid
 */
record FixedPeers(List<String> peers) implements GossipPeerSource {

	@Override
	public List<String> getPeers() {
		return this.peers;
	}

	@Override
	public String getName() {
		return "macula.gossip.peers";
	}

}
