package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.AnnouncementDecoder;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.membership.Hearing;
import io.macula.gossip.membership.Membership;
import io.macula.gossip.multicast.GroupChannel;
import io.macula.gossip.multicast.GroupChannel.Arrival;
import io.macula.gossip.multicast.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Puts into the loop what the datagrams say, or finds out why not. Belongs to the thread
 * that receives.
 */
final class AnnouncementReceiver implements GroupChannel.Handler {

	private static final int REPORTS_PER_INTERVAL = 4;

	private final GossipSettings settings;

	private final AnnouncementDecoder decoder;

	private final NodeName self;

	private final GossipLoop loop;

	private final Peers peers;

	private final @Nullable ProofAnswers proofs;

	private final Diagnosis diagnosis;

	private final Reporting reporting;

	private final long reportNanos;

	private long reportedAt;

	AnnouncementReceiver(GossipSettings settings, NodeName self, GossipLoop loop, Peers peers,
			@Nullable ProofAnswers proofs, Diagnosis diagnosis, Reporting reporting) {
		this.proofs = proofs;
		this.settings = settings;
		this.decoder = settings.format().newDecoder();
		this.self = self;
		this.loop = loop;
		this.peers = peers;
		this.diagnosis = diagnosis;
		this.reporting = reporting;
		this.reportNanos = settings.interval().toNanos() / REPORTS_PER_INTERVAL;
		this.reportedAt = this.settings.transport().nanoTime() - this.reportNanos;
	}

	@Override
	public void received(ByteBuffer datagram, InetSocketAddress source, Arrival arrival, Origin origin) {
		Decoded decoded = this.decoder.decode(datagram.array(), datagram.position());
		AnnouncementResult result = (decoded instanceof Decoded.Refusal refusal) ? refused(refusal, datagram, source)
				: handle(decoded, source, arrival, origin);
		this.diagnosis.received(result, source, origin);
		this.reporting.counters().count(result);
	}

	/**
	 * A round is over: what waited at the sockets was read, or there was nothing. Told
	 * now and then, since rounds are many.
	 */
	void listening() {
		long now = this.settings.transport().nanoTime();
		if (now - this.reportedAt >= this.reportNanos) {
			this.reportedAt = now;
			this.loop.input(Membership::listening);
		}
	}

	/**
	 * Something kept datagrams from being received or handled.
	 */
	void receiveFailed(Throwable failure) {
		this.diagnosis.receiveFailed(failure.toString());
		this.reporting.warnings().note(RateLimitedLog.Kind.RECEIVE, () -> "Receiving announcements failed: " + failure);
	}

	private AnnouncementResult handle(Decoded decoded, InetSocketAddress source, Arrival arrival, Origin origin) {
		if (decoded instanceof Decoded.Announcement announcement) {
			return isOwn(announcement.node(), origin) ? own(origin) : heard(announcement.node(), source, arrival);
		}
		if (decoded instanceof Decoded.Farewell farewell) {
			return isOwn(farewell.node(), origin) ? own(origin) : farewell(farewell, source);
		}
		return AnnouncementResult.FOREIGN;
	}

	private AnnouncementResult refused(Decoded.Refusal refusal, ByteBuffer datagram, InetSocketAddress source) {
		AnnouncementResult proof = (this.proofs != null)
				? this.proofs.received(datagram.array(), datagram.position(), source) : null;
		return (proof != null) ? proof : result(refusal);
	}

	static AnnouncementResult result(Decoded.Refusal refusal) {
		return switch (refusal) {
			case FOREIGN -> AnnouncementResult.FOREIGN;
			case MALFORMED -> AnnouncementResult.MALFORMED;
			case UNSIGNED -> AnnouncementResult.UNSIGNED;
			case FORGED -> AnnouncementResult.FORGED;
		};
	}

	/**
	 * What we sent is ours under whatever name: it may be an earlier one.
	 */
	private boolean isOwn(NodeName node, Origin origin) {
		return origin.own() || node.equals(this.self);
	}

	private static AnnouncementResult own(Origin origin) {
		return origin.own() ? AnnouncementResult.OWN : AnnouncementResult.CONFLICT;
	}

	private AnnouncementResult heard(NodeName node, InetSocketAddress source, Arrival arrival) {
		Hearing hearing = this.loop.heard(node, source);
		if (hearing == Hearing.FULL) {
			this.diagnosis.tableFull(this.settings.transport().nanoTime());
		}
		if (hearing == Hearing.FULL || hearing == Hearing.CROWDED) {
			return AnnouncementResult.FULL;
		}
		if (arrival == Arrival.UNICAST && hearing != Hearing.LEFT) {
			this.peers.heard(source, this.settings.transport().nanoTime());
		}
		else if (arrival == Arrival.ANSWER && hearing != Hearing.LEFT) {
			this.peers.answered(source, this.settings.transport().nanoTime());
		}
		return AnnouncementResult.ACCEPTED;
	}

	private AnnouncementResult farewell(Decoded.Farewell farewell, InetSocketAddress source) {
		long wallMillis = this.settings.clock().millis();
		AtomicReference<Hearing> hearing = new AtomicReference<>(Hearing.KNOWN);
		this.loop.input((membership, now) -> hearing
			.set(membership.farewell(farewell.node(), source.getAddress(), farewell.epochMillis(), wallMillis, now)));
		return (hearing.get() != Hearing.STALE) ? AnnouncementResult.ACCEPTED : AnnouncementResult.STALE;
	}

}
