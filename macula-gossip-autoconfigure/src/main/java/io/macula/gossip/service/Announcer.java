package io.macula.gossip.service;

import java.io.IOException;
import java.util.List;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementFormat;
import io.macula.gossip.multicast.GroupChannel;

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
	synchronized void announce() {
		if (!this.left) {
			send(this.announcement);
		}
	}

	/**
	 * Say farewell on each interface. No announcement follows it, which would bring this
	 * node back to life at the others.
	 * @param epochMillis the time now, in milliseconds since 1970-01-01T00:00Z
	 */
	synchronized void leave(long epochMillis) {
		this.left = true;
		byte[] farewell = this.format.farewell(this.self, epochMillis);
		if (farewell != null) {
			send(farewell);
		}
	}

	private void send(byte[] datagram) {
		List<GossipInterface> interfaces = this.channel.interfaces();
		for (int i = 0; i < interfaces.size(); i++) {
			String name = interfaces.get(i).name();
			try {
				this.channel.send(i, datagram);
				this.counters.count(AnnouncementResult.SENT);
				this.diagnosis.sent(i, null);
			}
			catch (IOException ex) {
				this.counters.count(AnnouncementResult.FAILED);
				this.diagnosis.sent(i, String.valueOf(ex.getMessage()));
				this.warnings.warn(RateLimitedLog.Kind.SEND,
						() -> "Announcing on '%s' failed: %s".formatted(name, ex.getMessage()));
			}
		}
	}

}
