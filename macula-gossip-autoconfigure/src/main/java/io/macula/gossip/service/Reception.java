package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.membership.Hearing;
import io.macula.gossip.multicast.GroupChannel;
import io.macula.gossip.multicast.GroupChannel.Arrival;
import io.macula.gossip.multicast.InterfaceBinding;

/**
 * Puts what the receiver takes into the loop, or finds out why not.
 */
final class Reception implements AnnouncementReceiver.Handler {

	private final GroupChannel channel;

	private final NodeName self;

	private final GossipLoop loop;

	private final Peers peers;

	private final Diagnosis diagnosis;

	private final Refusals refusals;

	private final AnnouncementCounters counters;

	private final RateLimitedLog warnings;

	private final WallClock wallClock;

	Reception(GroupChannel channel, NodeName self, GossipLoop loop, Peers peers, Diagnosis diagnosis, Refusals refusals,
			Reporting reporting, WallClock wallClock) {
		this.channel = channel;
		this.self = self;
		this.loop = loop;
		this.peers = peers;
		this.diagnosis = diagnosis;
		this.refusals = refusals;
		this.counters = reporting.counters();
		this.warnings = reporting.warnings();
		this.wallClock = wallClock;
	}

	@Override
	public void received(Decoded decoded, InetSocketAddress source, Arrival arrival) {
		this.diagnosis.received();
		AnnouncementResult result = handle(decoded, source, arrival);
		this.counters.count(result);
		this.refusals.received(result, source);
	}

	@Override
	public void receiveFailed(Throwable failure) {
		this.diagnosis.receiveFailed(failure.toString());
		this.warnings.warn(RateLimitedLog.Kind.RECEIVE, () -> "Receiving announcements failed: " + failure);
	}

	private AnnouncementResult handle(Decoded decoded, InetSocketAddress source, Arrival arrival) {
		if (decoded instanceof Decoded.Announcement announcement) {
			// Of this node under an earlier name, perhaps
			boolean own = announcement.node().equals(this.self) || this.channel.sentBy(source) != null;
			return own ? own(source) : heard(announcement.node(), source, arrival);
		}
		if (decoded instanceof Decoded.Farewell farewell) {
			return farewell.node().equals(this.self) ? own(source) : farewell(farewell);
		}
		return switch ((Decoded.Refusal) decoded) {
			case FOREIGN -> AnnouncementResult.FOREIGN;
			case MALFORMED -> AnnouncementResult.MALFORMED;
			case UNSIGNED -> AnnouncementResult.UNSIGNED;
			case FORGED -> AnnouncementResult.FORGED;
		};
	}

	private AnnouncementResult own(InetSocketAddress source) {
		long now = System.nanoTime();
		InterfaceBinding sentBy = this.channel.sentBy(source);
		if (sentBy != null) {
			this.diagnosis.ownHeard(sentBy, now);
			return AnnouncementResult.OWN;
		}
		if (this.channel.isOwn(source)) {
			return AnnouncementResult.OWN;
		}
		this.diagnosis.conflict(source, now);
		return AnnouncementResult.CONFLICT;
	}

	private AnnouncementResult heard(NodeName node, InetSocketAddress source, Arrival arrival) {
		Hearing hearing = this.loop.heard(node, source.getAddress());
		if (hearing == Hearing.FULL) {
			return AnnouncementResult.FULL;
		}
		if (arrival == Arrival.UNICAST) {
			this.peers.heard(source, System.nanoTime());
		}
		return AnnouncementResult.ACCEPTED;
	}

	private AnnouncementResult farewell(Decoded.Farewell farewell) {
		long wallMillis = this.wallClock.millis();
		AtomicReference<Hearing> hearing = new AtomicReference<>(Hearing.KNOWN);
		this.loop.input((membership, now) -> hearing
			.set(membership.farewell(farewell.node(), farewell.epochMillis(), wallMillis, now)));
		return (hearing.get() != Hearing.STALE) ? AnnouncementResult.ACCEPTED : AnnouncementResult.STALE;
	}

}
