package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.transport.Transport;

/**
 * The network of this machine for one node, whose links a test can close from this side.
 */
final class LinkCutter implements Transport {

	private final Transport network = Transport.sockets();

	private volatile LinkLayer links;

	void cut(NodeName node) {
		this.links.disconnect(node, "a test closes it");
	}

	@Override
	public AnnouncementChannel openChannel(InetSocketAddress group, int ttl, List<String> interfaces,
			AnnouncementFormat format) {
		return this.network.openChannel(group, ttl, interfaces, format);
	}

	@Override
	public LinkLayer createLinks(DistributionSettings settings, DistributionListener listener) {
		this.links = this.network.createLinks(settings, listener);
		return this.links;
	}

	@Override
	public boolean needsProof() {
		return this.network.needsProof();
	}

	@Override
	public InetAddress[] lookUp(String host) throws UnknownHostException {
		return this.network.lookUp(host);
	}

}
