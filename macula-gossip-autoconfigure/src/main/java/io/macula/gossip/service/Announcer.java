package io.macula.gossip.service;

import java.io.IOException;
import java.util.List;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.multicast.GroupChannel;
import org.jspecify.annotations.Nullable;

/**
 * Sends this node's announcements and, as the last thing it does, its farewell.
 * Thread-safe.
 */
final class Announcer {

	private final GroupChannel channel;

	private final AnnouncementFormat format;

	private final NodeName self;

	private final byte[] announcement;

	private final AnnouncementCounters counters;

	private final Diagnosis diagnosis;

	private final RateLimitedLog warnings;

	private final Object monitor = new Object();

	private boolean left;

	Announcer(GroupChannel channel, AnnouncementFormat format, NodeName self, AnnouncementCounters counters,
			Diagnosis diagnosis, RateLimitedLog warnings) {
		this.channel = channel;
		this.format = format;
		this.self = self;
		this.announcement = format.announcement(self);
		this.counters = counters;
		this.diagnosis = diagnosis;
		this.warnings = warnings;
	}

	/**
	 * Announce this node on each interface, unless it has left.
	 */
	void announce() {
		send(this.announcement, false);
	}

	/**
	 * Say farewell on each interface. No announcement follows it, which would bring this
	 * node back to life at the others.
	 * @param epochMillis the time now, in milliseconds since 1970-01-01T00:00Z
	 */
	void leave(long epochMillis) {
		end();
		byte[] farewell = this.format.farewell(this.self, epochMillis);
		if (farewell != null) {
			send(farewell, true);
		}
	}

	/**
	 * Announce no more. Where nodes link, the end of the link is farewell enough.
	 */
	void end() {
		synchronized (this.monitor) {
			this.left = true;
		}
	}

	private void send(byte[] datagram, boolean farewell) {
		List<GossipInterface> interfaces = this.channel.interfaces();
		for (int i = 0; i < interfaces.size(); i++) {
			String failure = send(i, datagram, farewell);
			if (failure != null) {
				String name = interfaces.get(i).name();
				this.warnings.warn(RateLimitedLog.Kind.SEND, () -> "Announcing on '" + name + "' failed: " + failure);
			}
		}
	}

	/**
	 * Send on one interface, and say what went wrong. Logging is up to the caller: it may
	 * block, and nobody else must wait for it.
	 */
	private @Nullable String send(int index, byte[] datagram, boolean farewell) {
		synchronized (this.monitor) {
			if (this.left && !farewell) {
				return null;
			}
			String failure = null;
			try {
				this.channel.send(index, datagram);
			}
			catch (IOException ex) {
				failure = ex.toString();
			}
			this.counters.count((failure != null) ? AnnouncementResult.FAILED : AnnouncementResult.SENT);
			this.diagnosis.sent(index, failure);
			return failure;
		}
	}

}
