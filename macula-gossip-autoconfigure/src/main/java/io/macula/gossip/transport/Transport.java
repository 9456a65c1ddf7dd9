package io.macula.gossip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;

import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.DistributionSettings;
import io.macula.gossip.distribution.LinkLayer;
import io.macula.gossip.multicast.AnnouncementChannel;

import org.springframework.scheduling.TaskScheduler;

/**
 * All that a service has to do with the world outside. Thread-safe.
 */
public interface Transport {

	/**
	 * Return the transport of applications: sockets, and the system's clock.
	 * @return the transport
	 */
	static Transport sockets() {
		return SocketTransport.INSTANCE;
	}

	/**
	 * Open what carries announcements.
	 * @param group the group and the port
	 * @param ttl how many routers datagrams may pass plus one
	 * @param interfaces the interfaces to use; empty to have one chosen
	 * @param format what the datagrams are written in
	 * @return an open channel
	 */
	AnnouncementChannel openChannel(InetSocketAddress group, int ttl, List<String> interfaces,
			AnnouncementFormat format);

	/**
	 * Create what carries links; nothing happens yet.
	 * @param settings how to link
	 * @param listener hears of the links, on one thread, one call at a time
	 * @return links that are not started
	 */
	LinkLayer createLinks(DistributionSettings settings, DistributionListener listener);

	/**
	 * Say whether whoever is heard may be anybody, so that a node proves the key before
	 * it is connected to.
	 * @return whether it may; not where all is of this process
	 */
	boolean needsProof();

	/**
	 * Look up a host.
	 * @param host its name or address
	 * @return its addresses, at least one
	 * @throws UnknownHostException if it has none
	 */
	InetAddress[] lookUp(String host) throws UnknownHostException;

	/**
	 * Return the time, by default the system's.
	 * @return nanoseconds of a monotonic clock
	 */
	default long nanoTime() {
		return System.nanoTime();
	}

	/**
	 * Return what runs the loop that announces and judges, by default what was given.
	 * @param configured the scheduler that the application gave
	 * @return a scheduler, by the same clock
	 */
	default TaskScheduler scheduler(TaskScheduler configured) {
		return configured;
	}

	/**
	 * Return what runs the service's own work in the background, for which a test can
	 * wait; by default what was given.
	 * @param executor runs it
	 * @return an executor that has that one run what it is given
	 */
	default Executor watched(Executor executor) {
		return executor;
	}

}
