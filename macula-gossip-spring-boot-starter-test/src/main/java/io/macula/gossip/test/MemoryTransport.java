package io.macula.gossip.test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;

import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.multicast.AnnouncementChannel;
import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.transport.Transport;

import org.springframework.scheduling.TaskScheduler;

/**
 * What services have of a network in memory. Thread-safe.
 */
final class MemoryTransport implements Transport {

	private final GossipTestNetwork network;

	private final Activity activity;

	private final MemoryTime time;

	MemoryTransport(GossipTestNetwork network, Activity activity, MemoryTime time) {
		this.network = network;
		this.activity = activity;
		this.time = time;
	}

	@Override
	public AnnouncementChannel openChannel(InetSocketAddress group, int ttl, List<String> interfaces,
			AnnouncementFormat format) {
		return this.network.open(group, format);
	}

	@Override
	public LinkLayer createLinks(DistributionSettings settings, DistributionListener listener) {
		return new MemoryLinks(this.network.table(), settings, listener, this.activity.counting(settings.handlers()));
	}

	@Override
	public boolean needsProof() {
		return false;
	}

	/**
	 * All hosts are this one, unless they are addresses: nothing is asked.
	 */
	@Override
	public InetAddress[] lookUp(String host) {
		InetAddress address = IpLiteral.parse(host);
		return new InetAddress[] { (address != null) ? address : GossipTestNetwork.LOOPBACK };
	}

	@Override
	public long nanoTime() {
		return this.time.nanoTime();
	}

	@Override
	public TaskScheduler scheduler(TaskScheduler configured) {
		return this.time;
	}

	@Override
	public Executor watched(Executor executor) {
		return this.activity.counting(executor);
	}

}
