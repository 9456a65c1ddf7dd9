package io.macula.gossip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.DistributionNode;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.multicast.GroupChannel;
import io.macula.gossip.net.NamedHost;

/**
 * The network of this machine.
 */
enum SocketTransport implements Transport {

	INSTANCE;

	@Override
	public AnnouncementChannel openChannel(InetSocketAddress group, int ttl, List<String> interfaces,
			AnnouncementFormat format) {
		return GroupChannel.open(group, ttl, interfaces);
	}

	@Override
	public LinkLayer createLinks(DistributionSettings settings, DistributionListener listener) {
		return new DistributionNode(settings, listener);
	}

	@Override
	public boolean needsProof() {
		return true;
	}

	@Override
	public InetAddress[] lookUp(String host) throws UnknownHostException {
		return new NamedHost(host).addresses();
	}

}
