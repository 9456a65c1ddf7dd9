package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

import io.macula.gossip.NodeName;
import io.macula.gossip.membership.AnnouncementSchedule;
import io.macula.gossip.membership.Effect;
import io.macula.gossip.membership.Hearing;
import io.macula.gossip.membership.Membership;
import io.macula.gossip.membership.MembershipView;
import io.macula.gossip.membership.MonotonicTime;
import io.macula.gossip.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Owns the state of a session. Inputs come from the receiving thread, from the links and
 * from ticks on the {@code TaskScheduler}; a lock hands the state from one to the other,
 * so that there is one owner at a time. What an input leads to is carried out after the
 * lock is released, in order; whoever only looks at the state does without the lock.
 * Thread-safe.
 */
final class GossipLoop {

	/**
	 * How long the end waits for what is being carried out on another thread.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

	private final ReentrantLock lock = new ReentrantLock();

	private final Membership membership;

	private final AnnouncementSchedule schedule;

	private final MembershipLog membershipLog;

	private final LoopTicks ticks;

	private final Outbox outbox;

	private final Reporting reporting;

	private final Transport transport;

	private final Owner owner;

	private boolean opened;

	private boolean closed;

	/**
	 * Create a loop, in which nothing happens before {@link #open()}.
	 * @param settings the settings
	 * @param firstAt when the first announcement is due
	 * @param reporting takes what goes wrong, and who comes and goes
	 * @param owner carries out what the inputs lead to
	 * @param now the time now
	 */
	GossipLoop(GossipSettings settings, long firstAt, Reporting reporting, Owner owner, long now) {
		this.transport = settings.transport();
		SplittableRandom random = new SplittableRandom();
		this.membershipLog = new MembershipLog(settings.cluster(), now);
		this.membership = new Membership(settings.membership(), random, this::arose, now);
		this.schedule = new AnnouncementSchedule(settings.interval(), random, firstAt);
		this.ticks = new LoopTicks(this.transport.scheduler(settings.taskScheduler()), this.transport::nanoTime,
				settings.interval(), this::tick, this::refused);
		this.outbox = new Outbox(this::failed);
		this.reporting = reporting;
		this.owner = owner;
	}

	void open() {
		input((membership, now) -> this.opened = true);
	}

	/**
	 * Take every node down that is up, and nothing in from now on. Returns when that is
	 * carried out.
	 */
	void close() {
		String line;
		this.lock.lock();
		try {
			this.closed = true;
			this.membership.stop();
			this.outbox.add(this.ticks::cancel);
			line = this.membershipLog.takeLastLine();
		}
		finally {
			this.lock.unlock();
		}
		this.outbox.finish(PATIENCE);
		log(line);
	}

	/**
	 * Return the nodes for those who only look at them.
	 */
	MembershipView view() {
		return this.membership.view();
	}

	/**
	 * Put an announcement in. For a node that is known this is all that there is to do.
	 */
	Hearing heard(NodeName node, InetSocketAddress source) {
		Hearing hearing;
		this.lock.lock();
		try {
			if (this.closed) {
				return Hearing.KNOWN;
			}
			long now = this.transport.nanoTime();
			long due = this.membership.nextDeadline();
			hearing = this.membership.heard(node, source, now);
			if (hearing == Hearing.NEWCOMER) {
				this.schedule.newcomer(this.membership.view().size(), now);
			}
			if (hearing == Hearing.NEWCOMER || this.membership.nextDeadline() != due) {
				wantTick(now);
			}
			else {
				soon(this.ticks.replaceLost(now));
			}
		}
		finally {
			this.lock.unlock();
		}
		this.outbox.carryOut();
		return hearing;
	}

	/**
	 * Put something else in.
	 */
	void input(Input input) {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			long now = this.transport.nanoTime();
			input.apply(this.membership, now);
			wantTick(now);
		}
		finally {
			this.lock.unlock();
		}
		this.outbox.carryOut();
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

	/**
	 * Have this node announced before long, and not again and again.
	 */
	void announceSoon() {
		input((membership, now) -> this.schedule.newcomer(membership.view().size(), now));
	}

	/**
	 * Have a tick that the scheduler lost replaced.
	 */
	void keepTicking() {
		input((membership, now) -> {
		});
	}

	private void tick(long number) {
		boolean announce = false;
		String line = null;
		Throwable failure = null;
		this.lock.lock();
		try {
			long now = this.transport.nanoTime();
			if (this.closed || !this.ticks.arrived(number, now)) {
				return;
			}
			announce = now - this.schedule.nextAt() >= 0;
			if (announce) {
				this.schedule.announced(now);
			}
			this.membership.tick(now);
			line = this.membershipLog.takeLine(now);
			wantTick(now);
		}
		catch (RuntimeException | Error ex) {
			failure = ex;
			long now = this.transport.nanoTime();
			soon(this.ticks.want(now + PAUSE_NANOS, now));
		}
		finally {
			this.lock.unlock();
		}
		this.owner.ticked(this.transport.nanoTime());
		this.outbox.carryOut();
		if (announce) {
			this.owner.announce();
		}
		log(line);
		if (failure != null) {
			failed(failure);
		}
		this.reporting.warnings().logNoted();
	}

	/**
	 * Have the next tick come when something is next due. Only with the lock held.
	 */
	private void wantTick(long now) {
		if (!this.opened) {
			return;
		}
		long wanted = MonotonicTime.earlier(this.schedule.nextAt(), this.membership.nextDeadline());
		if (this.membershipLog.isWaiting()) {
			wanted = MonotonicTime.earlier(wanted, this.membershipLog.nextLineAt());
		}
		soon(this.ticks.want(wanted, now));
	}

	private void soon(LoopTicks.@Nullable Tick tick) {
		if (tick != null) {
			this.outbox.add(() -> this.ticks.schedule(tick));
		}
	}

	/**
	 * An input led to something. With the lock held.
	 */
	private void arose(Effect effect) {
		if (effect instanceof Effect.Up up) {
			this.membershipLog.add(up.member().name() + " is up");
		}
		else if (effect instanceof Effect.Down down) {
			this.membershipLog.add(down.member().name() + " is down (" + down.member().downCause() + ")");
		}
		this.outbox.add(() -> effect.carryOut(this.owner));
	}

	private void log(@Nullable String line) {
		if (line != null) {
			this.reporting.logger().info(line);
		}
	}

	private void failed(Throwable failure) {
		this.reporting.warnings().note("The gossip loop failed once and goes on", failure);
	}

	private void refused(Throwable failure) {
		this.reporting.warnings()
			.note(RateLimitedLog.Kind.SCHEDULER,
					() -> "The TaskScheduler refused the gossip loop, which asks it again: " + failure);
	}

	/**
	 * Something that happened.
	 */
	interface Input {

		void apply(Membership membership, long now);

	}

	/**
	 * Carries out what the inputs lead to, without blocking, and not while the state is
	 * locked.
	 */
	interface Owner extends Effect.Executor {

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
