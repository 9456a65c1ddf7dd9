package io.macula.gossip.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipInterface;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeName;
import io.macula.gossip.announcement.Decoded;
import io.macula.gossip.membership.AnnouncementSchedule;
import io.macula.gossip.membership.Effect;
import io.macula.gossip.membership.Hearing;
import io.macula.gossip.membership.Member;
import io.macula.gossip.membership.Membership;
import io.macula.gossip.membership.MonotonicTime;
import io.macula.gossip.multicast.GroupChannel;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskRejectedException;

/**
 * One life of the service, from start to stop. Inputs come from the receiving thread and
 * from ticks on the {@code TaskScheduler}; a lock hands the state from one to the other,
 * so that there is one owner at a time. Nothing blocks while holding it.
 */
final class GossipSession implements AnnouncementReceiver.Handler {

	private final GossipSettings settings;

	private final GroupChannel channel;

	private final NodeName self;

	private final Announcer announcer;

	private final AnnouncementReceiver receiver;

	private final AnnouncementCounters counters;

	private final RateLimitedLog warnings;

	private final RefusalLog refusals;

	private final MembershipLog membershipLog;

	private final Diagnosis diagnosis;

	private final WallClock wallClock;

	private final BiConsumer<Effect, GossipNode> events;

	private final ReentrantLock lock = new ReentrantLock();

	private final Membership membership;

	private final AnnouncementSchedule schedule;

	private @Nullable ScheduledFuture<?> tick;

	private long tickAt;

	private boolean closed;

	/**
	 * Create a session on an open channel, which it will close.
	 * @param settings the settings
	 * @param channel the channel
	 * @param self name of this node
	 * @param counters counts announcements
	 * @param logger logs who comes and goes
	 * @param warnings logs what goes wrong
	 * @param events takes the effects in order, while the lock is held
	 */
	GossipSession(GossipSettings settings, GroupChannel channel, NodeName self, AnnouncementCounters counters,
			Log logger, RateLimitedLog warnings, BiConsumer<Effect, GossipNode> events) {
		long now = System.nanoTime();
		this.settings = settings;
		this.channel = channel;
		this.self = self;
		this.counters = counters;
		this.warnings = warnings;
		this.refusals = new RefusalLog(warnings);
		this.events = events;
		this.membershipLog = new MembershipLog(logger, settings.cluster(), now);
		this.diagnosis = new Diagnosis(self, settings.group(), channel.interfaces(), settings.interval(), now);
		this.announcer = new Announcer(channel, settings.format(), self, counters, this.diagnosis, warnings);
		this.wallClock = new WallClock(settings.clock(), System::nanoTime);
		this.membership = new Membership(settings.interval(), settings.failureDetection(), settings.maxNodes(),
				this::apply, now);
		this.schedule = new AnnouncementSchedule(settings.interval(), new SplittableRandom(), now);
		this.tickAt = now;
		this.receiver = new AnnouncementReceiver(channel, settings.format().newDecoder(), this,
				"gossip-" + settings.cluster() + "-receive");
	}

	void open() {
		this.receiver.start();
		this.lock.lock();
		try {
			scheduleTick();
		}
		finally {
			this.lock.unlock();
		}
	}

	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			if (this.tick != null) {
				this.tick.cancel(false);
			}
			this.membership.stop();
			this.membershipLog.flush(System.nanoTime());
		}
		finally {
			this.lock.unlock();
		}
		this.announcer.leave(this.wallClock.millis());
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			this.warnings.warn(RateLimitedLog.Kind.RECEIVE, () -> "The sockets did not close: " + ex.getMessage());
		}
		this.receiver.awaitEnd();
	}

	void announce() {
		this.lock.lock();
		try {
			this.schedule.announced(System.nanoTime());
		}
		finally {
			this.lock.unlock();
		}
		this.announcer.announce();
	}

	List<GossipInterface> interfaces() {
		return this.channel.interfaces();
	}

	List<String> problems() {
		return this.diagnosis.problems(System.nanoTime());
	}

	List<GossipNode> nodes() {
		this.lock.lock();
		try {
			return this.membership.members()
				.stream()
				.map(this::node)
				.sorted(Comparator.comparing(GossipNode::name))
				.toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	Optional<GossipNode> node(NodeName name) {
		this.lock.lock();
		try {
			return Optional.ofNullable(this.membership.member(name)).map(this::node);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void received(Decoded decoded, InetSocketAddress source) {
		AnnouncementResult result = handle(decoded, source);
		this.counters.count(result);
		this.refusals.refused(result, source);
	}

	@Override
	public void receiveFailed(Exception failure) {
		this.diagnosis.receiveFailed(failure.toString());
		this.warnings.warn(RateLimitedLog.Kind.RECEIVE, () -> "Receiving announcements failed: " + failure);
	}

	private AnnouncementResult handle(Decoded decoded, InetSocketAddress source) {
		if (decoded instanceof Decoded.Announcement announcement) {
			return announcement.node().equals(this.self) ? own(source) : heard(announcement.node(), source);
		}
		if (decoded instanceof Decoded.Farewell farewell) {
			return farewell.node().equals(this.self) ? AnnouncementResult.OWN : farewell(farewell);
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
		if (this.channel.isOwn(source)) {
			this.diagnosis.ownHeard(now);
			return AnnouncementResult.OWN;
		}
		this.diagnosis.conflict(source, now);
		return AnnouncementResult.CONFLICT;
	}

	private AnnouncementResult heard(NodeName node, InetSocketAddress source) {
		this.lock.lock();
		try {
			if (this.closed) {
				return AnnouncementResult.ACCEPTED;
			}
			long now = System.nanoTime();
			Hearing hearing = this.membership.heard(node, source.getAddress(), now);
			if (hearing == Hearing.NEWCOMER) {
				this.schedule.newcomer(this.membership.size(), now);
				this.membershipLog.flush(now);
				scheduleTick();
			}
			return (hearing != Hearing.FULL) ? AnnouncementResult.ACCEPTED : AnnouncementResult.FULL;
		}
		finally {
			this.lock.unlock();
		}
	}

	private AnnouncementResult farewell(Decoded.Farewell farewell) {
		this.lock.lock();
		try {
			if (this.closed) {
				return AnnouncementResult.ACCEPTED;
			}
			long now = System.nanoTime();
			Hearing hearing = this.membership.farewell(farewell.node(), farewell.epochMillis(), this.wallClock.millis(),
					now);
			this.membershipLog.flush(now);
			return (hearing != Hearing.STALE) ? AnnouncementResult.ACCEPTED : AnnouncementResult.STALE;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void tick() {
		boolean announce;
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			long now = System.nanoTime();
			this.tick = null;
			this.diagnosis.ticked(now);
			this.membership.tick(now);
			this.membershipLog.flush(now);
			announce = now - this.schedule.nextAt() >= 0;
			if (announce) {
				this.schedule.announced(now);
			}
			scheduleTick();
		}
		finally {
			this.lock.unlock();
		}
		if (announce) {
			this.announcer.announce();
		}
	}

	/**
	 * Have the next tick come when something is next due. Only with the lock held.
	 */
	private void scheduleTick() {
		long wanted = MonotonicTime.earlier(this.schedule.nextAt(), this.membership.nextDeadline());
		if (this.tick != null) {
			if (this.tickAt - wanted <= 0) {
				return;
			}
			this.tick.cancel(false);
		}
		this.tickAt = wanted;
		Duration delay = Duration.ofNanos(Math.max(0, wanted - System.nanoTime()));
		Instant time = this.settings.taskScheduler().getClock().instant().plus(delay);
		try {
			this.tick = this.settings.taskScheduler().schedule(this::tick, time);
		}
		catch (TaskRejectedException ex) {
			// The scheduler is shutting down and will stop us next; if not, health shows
			// that the loop does not run.
			this.tick = null;
		}
	}

	private void apply(Effect effect) {
		if (effect instanceof Effect.Discovered discovered) {
			this.events.accept(effect, node(discovered.member()));
		}
		else if (effect instanceof Effect.Up up) {
			this.membershipLog.add(up.member().name() + " is up");
			this.events.accept(effect, node(up.member()));
		}
		else if (effect instanceof Effect.Down down) {
			this.membershipLog.add(down.member().name() + " is down (" + down.member().downCause() + ")");
			this.events.accept(effect, node(down.member()));
		}
	}

	private GossipNode node(Member member) {
		Long connectedAt = member.connectedAt();
		return new GossipNode(member.name(), member.state(), member.address(),
				this.wallClock.toInstant(member.discoveredAt()),
				(connectedAt != null) ? this.wallClock.toInstant(connectedAt) : null,
				this.wallClock.toInstant(member.lastHeardAt()), member.downCause());
	}

}
