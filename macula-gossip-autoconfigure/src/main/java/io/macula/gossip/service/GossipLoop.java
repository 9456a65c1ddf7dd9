package io.macula.gossip.service;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.macula.gossip.NodeName;
import io.macula.gossip.membership.AnnouncementSchedule;
import io.macula.gossip.membership.Effect;
import io.macula.gossip.membership.Hearing;
import io.macula.gossip.membership.Membership;
import io.macula.gossip.membership.MonotonicTime;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;

/**
 * Owns the state of a session. Inputs come from the receiving thread, from the links and
 * from ticks on the {@code TaskScheduler}; a lock hands the state from one to the other,
 * so that there is one owner at a time. Nothing blocks while holding it. Thread-safe.
 */
final class GossipLoop {

	private final ReentrantLock lock = new ReentrantLock();

	private final Log logger;

	private final TaskScheduler scheduler;

	private final Membership membership;

	private final AnnouncementSchedule schedule;

	private final MembershipLog membershipLog;

	private final Owner owner;

	private @Nullable ScheduledFuture<?> tick;

	private long tickAt;

	private long generation;

	private boolean opened;

	private boolean closed;

	/**
	 * Create a loop, in which nothing happens before {@link #open()}.
	 * @param settings the settings
	 * @param firstAt when the first announcement is due
	 * @param logger logs who comes and goes
	 * @param owner carries out what the inputs lead to
	 * @param now the time now
	 */
	GossipLoop(GossipSettings settings, long firstAt, Log logger, Owner owner, long now) {
		this.logger = logger;
		this.scheduler = settings.taskScheduler();
		SplittableRandom random = new SplittableRandom();
		this.membershipLog = new MembershipLog(settings.cluster(), now);
		this.membership = new Membership(settings.membership(), random, this::apply, now);
		this.schedule = new AnnouncementSchedule(settings.interval(), random, firstAt);
		this.owner = owner;
	}

	void open() {
		input((membership, now) -> this.opened = true);
	}

	/**
	 * Take every node down that is up, and nothing in from now on.
	 */
	void close() {
		String line = null;
		this.lock.lock();
		try {
			this.closed = true;
			if (this.tick != null) {
				this.tick.cancel(false);
			}
			this.membership.stop();
			line = this.membershipLog.takeLastLine();
		}
		finally {
			this.lock.unlock();
			log(line);
		}
	}

	/**
	 * Put an announcement in. For a node that is known this is all that there is to do.
	 */
	Hearing heard(NodeName node, InetAddress source) {
		String line = null;
		this.lock.lock();
		try {
			if (this.closed) {
				return Hearing.KNOWN;
			}
			long now = System.nanoTime();
			Hearing hearing = this.membership.heard(node, source, now);
			if (hearing == Hearing.NEWCOMER) {
				this.schedule.newcomer(this.membership.size(), now);
				line = this.membershipLog.takeLine(now);
				scheduleTick();
			}
			else if (this.tick == null) {
				// The scheduler refused the last one.
				scheduleTick();
			}
			return hearing;
		}
		finally {
			this.lock.unlock();
			log(line);
		}
	}

	/**
	 * Put something else in.
	 */
	void input(Input input) {
		String line = null;
		this.lock.lock();
		try {
			if (!this.closed) {
				long now = System.nanoTime();
				input.apply(this.membership, now);
				line = this.membershipLog.takeLine(now);
				scheduleTick();
			}
		}
		finally {
			this.lock.unlock();
			log(line);
		}
	}

	/**
	 * Read something out.
	 */
	<T> T read(Function<Membership, T> question) {
		this.lock.lock();
		try {
			return question.apply(this.membership);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * This node was announced just now.
	 */
	void announced() {
		input((membership, now) -> this.schedule.announced(now));
	}

	/**
	 * Have this node announced now.
	 */
	void expedite() {
		input((membership, now) -> this.schedule.expedite(now));
	}

	private void tick(long generation) {
		boolean announce = false;
		String line = null;
		Throwable failure = null;
		this.lock.lock();
		try {
			// One that was replaced while it waited for the lock would otherwise live on
			// beside its replacement.
			if (this.closed || generation != this.generation) {
				return;
			}
			long now = System.nanoTime();
			this.tick = null;
			this.owner.ticked(now);
			this.membership.tick(now);
			line = this.membershipLog.takeLine(now);
			announce = now - this.schedule.nextAt() >= 0;
			if (announce) {
				this.schedule.announced(now);
			}
		}
		catch (RuntimeException | Error ex) {
			failure = ex;
		}
		finally {
			if (!this.closed && generation == this.generation) {
				scheduleTick();
			}
			this.lock.unlock();
		}
		if (announce) {
			this.owner.announce();
		}
		log(line);
		if (failure != null) {
			this.logger.error("The gossip loop failed once and goes on", failure);
		}
	}

	/**
	 * Log a line, without the lock: it may block, and nobody else must wait for it.
	 */
	private void log(@Nullable String line) {
		if (line != null) {
			this.logger.info(line);
		}
	}

	/**
	 * Have the next tick come when something is next due. Only with the lock held.
	 */
	private void scheduleTick() {
		if (!this.opened) {
			return;
		}
		long wanted = MonotonicTime.earlier(this.schedule.nextAt(), this.membership.nextDeadline());
		if (this.membershipLog.isWaiting()) {
			wanted = MonotonicTime.earlier(wanted, this.membershipLog.nextLineAt());
		}
		if (this.tick != null) {
			if (this.tickAt - wanted <= 0) {
				return;
			}
			this.tick.cancel(false);
		}
		this.tickAt = wanted;
		this.generation++;
		long scheduled = this.generation;
		Duration delay = Duration.ofNanos(Math.max(0, wanted - System.nanoTime()));
		Instant time = this.scheduler.getClock().instant().plus(delay);
		try {
			this.tick = this.scheduler.schedule(() -> tick(scheduled), time);
		}
		catch (TaskRejectedException ex) {
			// The scheduler is shutting down and will stop us next; if not, health shows
			// that the loop does not run.
			this.tick = null;
		}
	}

	private void apply(Effect effect) {
		if (effect instanceof Effect.Up up) {
			this.membershipLog.add(up.member().name() + " is up");
		}
		else if (effect instanceof Effect.Down down) {
			this.membershipLog.add(down.member().name() + " is down (" + down.member().downCause() + ")");
		}
		this.owner.apply(effect);
	}

	/**
	 * Something that happened.
	 */
	interface Input {

		void apply(Membership membership, long now);

	}

	/**
	 * Carries out what the inputs lead to.
	 */
	interface Owner {

		/**
		 * Carry out an effect, while the lock is held: without blocking.
		 */
		void apply(Effect effect);

		/**
		 * The loop runs.
		 */
		void ticked(long now);

		/**
		 * Announce this node.
		 */
		void announce();

	}

}
