package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.distribution.DistributionListener;
import io.macula.gossip.distribution.HandshakeException;
import io.macula.gossip.membership.Effect;
import io.macula.gossip.membership.Hearing;
import io.macula.gossip.membership.Member;
import io.macula.gossip.membership.Membership;
import io.macula.gossip.multicast.GroupChannel;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * One life of the service, from start to stop: puts what sockets and links bring into the
 * loop, and carries out what comes of it.
 */
final class GossipSession implements AnnouncementReceiver.Handler, DistributionListener, GossipLoop.Owner {

	/**
	 * How long the first announcement waits for EPMD, without which the others could not
	 * connect.
	 */
	private static final long REGISTRATION_NANOS = Duration.ofMillis(500).toNanos();

	private final GroupChannel channel;

	private final NodeName self;

	private final Announcer announcer;

	private final AnnouncementReceiver receiver;

	private final AnnouncementCounters counters;

	private final ConnectTimes connectTimes;

	private final RateLimitedLog warnings;

	private final RefusalLog refusals;

	private final Diagnosis diagnosis;

	private final WallClock wallClock;

	private final BiConsumer<Effect, GossipNode> events;

	private final GossipLoop loop;

	private final @Nullable Links links;

	/**
	 * Create a session on an open channel, which it will close.
	 * @param settings the settings
	 * @param channel the channel
	 * @param self name of this node
	 * @param counters counts announcements
	 * @param connectTimes measures attempts to link
	 * @param logger logs who comes and goes
	 * @param warnings logs what goes wrong
	 * @param metadata returns what this node tells of itself
	 * @param events takes what listeners are to be told, in order
	 * @throws GossipConfigurationException if this node cannot link under its name
	 */
	GossipSession(GossipSettings settings, GroupChannel channel, NodeName self, AnnouncementCounters counters,
			ConnectTimes connectTimes, Log logger, RateLimitedLog warnings, Supplier<Map<String, String>> metadata,
			BiConsumer<Effect, GossipNode> events) {
		long now = System.nanoTime();
		this.channel = channel;
		this.self = self;
		this.counters = counters;
		this.connectTimes = connectTimes;
		this.warnings = warnings;
		this.refusals = new RefusalLog(warnings);
		this.events = events;
		this.diagnosis = new Diagnosis(self, settings.group(), channel.interfaces(), settings.interval(), now);
		this.announcer = new Announcer(channel, settings.format(), self, counters, this.diagnosis, warnings);
		this.wallClock = new WallClock(settings.clock(), System::nanoTime);
		this.loop = new GossipLoop(settings, (settings.links() != null) ? now + REGISTRATION_NANOS : now, logger, this,
				now);
		this.links = (settings.links() != null) ? new Links(settings, settings.links(), self, this, metadata,
				(node, told) -> this.loop.input((membership, moment) -> membership.metadata(node, told, moment)))
				: null;
		this.receiver = new AnnouncementReceiver(channel, settings.format().newDecoder(), this,
				"gossip-" + settings.cluster() + "-receive");
	}

	/**
	 * Take part from now on.
	 * @throws GossipConfigurationException if links cannot be accepted as configured
	 */
	void open() {
		if (this.links != null) {
			this.links.open();
		}
		this.receiver.start();
		this.loop.open();
	}

	void close() {
		this.loop.close();
		if (this.links != null) {
			this.announcer.end();
			this.links.close();
			this.connectTimes.clear();
		}
		else {
			this.announcer.leave(this.wallClock.millis());
		}
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			this.warnings.warn(RateLimitedLog.Kind.RECEIVE, () -> "The sockets did not close: " + ex.getMessage());
		}
		this.receiver.awaitEnd();
	}

	@Nullable Links links() {
		return this.links;
	}

	void announceNow() {
		this.loop.announced();
		this.announcer.announce();
	}

	List<GossipInterface> interfaces() {
		return this.channel.interfaces();
	}

	List<String> problems() {
		return this.diagnosis.problems(System.nanoTime());
	}

	List<GossipNode> nodes() {
		return this.loop.read(Membership::members)
			.stream()
			.map(this::node)
			.sorted(Comparator.comparing(GossipNode::name))
			.toList();
	}

	Optional<GossipNode> node(NodeName name) {
		return this.loop.read((membership) -> Optional.ofNullable(membership.member(name))).map(this::node);
	}

	@Override
	public void received(Decoded decoded, InetSocketAddress source) {
		AnnouncementResult result = handle(decoded, source);
		this.counters.count(result);
		this.refusals.refused(result, source);
	}

	@Override
	public void receiveFailed(Throwable failure) {
		this.diagnosis.receiveFailed(failure.toString());
		this.warnings.warn(RateLimitedLog.Kind.RECEIVE, () -> "Receiving announcements failed: " + failure);
	}

	private AnnouncementResult handle(Decoded decoded, InetSocketAddress source) {
		if (decoded instanceof Decoded.Announcement announcement) {
			return announcement.node().equals(this.self) ? own(source) : heard(announcement.node(), source);
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
		int index = this.channel.ownInterface(source);
		if (index != -1) {
			this.diagnosis.ownHeard(index, now);
			return AnnouncementResult.OWN;
		}
		this.diagnosis.conflict(source, now);
		return AnnouncementResult.CONFLICT;
	}

	private AnnouncementResult heard(NodeName node, InetSocketAddress source) {
		Hearing hearing = this.loop.heard(node, source.getAddress());
		return (hearing != Hearing.FULL) ? AnnouncementResult.ACCEPTED : AnnouncementResult.FULL;
	}

	private AnnouncementResult farewell(Decoded.Farewell farewell) {
		long wallMillis = this.wallClock.millis();
		AtomicReference<Hearing> hearing = new AtomicReference<>(Hearing.KNOWN);
		this.loop.input((membership, now) -> hearing
			.set(membership.farewell(farewell.node(), farewell.epochMillis(), wallMillis, now)));
		return (hearing.get() != Hearing.STALE) ? AnnouncementResult.ACCEPTED : AnnouncementResult.STALE;
	}

	@Override
	public void linkUp(NodeName node, long incarnation, InetAddress remote, boolean hidden) {
		this.connectTimes.linked(node);
		this.loop.input((membership, now) -> membership.linkUp(node, remote, now));
		if (this.links != null) {
			this.links.tellMetadata(node);
		}
	}

	@Override
	public void linkDown(NodeName node, String reason) {
		this.loop.input((membership, now) -> membership.linkDown(node, reason, now));
	}

	@Override
	public void connectFailed(NodeName node, String reason) {
		this.connectTimes.failed(node);
		this.loop.input((membership, now) -> membership.connectFailed(node, reason, now));
	}

	@Override
	public void probeAnswered(NodeName node) {
		this.loop.input((membership, now) -> membership.probeAnswered(node, now));
	}

	@Override
	public void refused(NodeName node, InetAddress remote, HandshakeException.Reason cause, String reason) {
		this.warnings.warn(RateLimitedLog.Kind.LINK,
				() -> "Refused a link to " + node + " from " + remote.getHostAddress() + ": " + reason);
		this.loop.input((membership, now) -> membership.linkRefused(node, reason));
	}

	@Override
	public void registered() {
		this.diagnosis.registered(null);
		this.loop.expedite();
	}

	@Override
	public void notRegistered(String reason) {
		this.diagnosis.registered(reason);
		this.warnings.warn(RateLimitedLog.Kind.REGISTRATION, () -> "Other nodes cannot connect to this one: " + reason);
	}

	@Override
	public void ticked(long now) {
		this.diagnosis.ticked(now);
	}

	@Override
	public void announce() {
		this.announcer.announce();
	}

	@Override
	public void apply(Effect effect) {
		Member member = effect.member();
		if (effect instanceof Effect.Connect && this.links != null) {
			this.connectTimes.begin(member.name());
			this.links.connect(member, (problem) -> this.loop
				.input((membership, now) -> membership.connectRefused(member.name(), problem)));
		}
		else if (effect instanceof Effect.Probe && this.links != null) {
			this.links.probe(member.name());
		}
		else if (effect instanceof Effect.Close close && this.links != null) {
			this.links.disconnect(member.name(), close.cause());
		}
		else {
			this.events.accept(effect, node(member));
		}
	}

	private GossipNode node(Member member) {
		Long connectedAt = member.connectedAt();
		return new GossipNode(member.name(), member.state(), member.address(),
				this.wallClock.toInstant(member.discoveredAt()),
				(connectedAt != null) ? this.wallClock.toInstant(connectedAt) : null,
				this.wallClock.toInstant(member.lastHeardAt()), member.downCause(), member.metadata());
	}

}
