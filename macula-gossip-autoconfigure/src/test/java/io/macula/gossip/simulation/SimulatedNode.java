package io.macula.gossip.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeName;
import io.macula.gossip.membership.AnnouncementSchedule;
import io.macula.gossip.membership.Effect;
import io.macula.gossip.membership.Hearing;
import io.macula.gossip.membership.Introduction;
import io.macula.gossip.membership.Member;
import io.macula.gossip.membership.Membership;
import io.macula.gossip.membership.MembershipSettings;
import io.macula.gossip.membership.MembershipView;

/**
 * A host and the process on it, which may have been killed and started again. A process
 * that is paused has what arrives wait.
 */
public final class SimulatedNode implements Effect.Executor {

	private static final int PORT = 45892;

	/**
	 * Those of IP and UDP, and what stands before the name.
	 */
	private static final int HEADER_BYTES = 28 + "MACULA_GOSSIP:".length();

	final int index;

	final NodeName name;

	/**
	 * What its announcement takes on the wire.
	 */
	final int datagramBytes;

	/**
	 * The ends of links that this process holds, by the other node.
	 */
	final Map<Integer, SimulatedLink> links = new TreeMap<>();

	final Map<Integer, SimulatedDial> dials = new TreeMap<>();

	/**
	 * The attempts of others whose handshake goes on here.
	 */
	final Map<Integer, SimulatedDial> accepting = new TreeMap<>();

	private final InetSocketAddress address;

	private final ClusterSimulation cluster;

	private final MembershipSettings settings;

	private final SplittableRandom random;

	private final Deque<Effect> effects = new ArrayDeque<>();

	private final Deque<Runnable> waiting = new ArrayDeque<>();

	private final BitSet up = new BitSet();

	private Membership membership;

	private AnnouncementSchedule schedule;

	private boolean running = true;

	private boolean reachable = true;

	private boolean paused;

	private int incarnation;

	private int announcements;

	private int downs;

	private int alternationErrors;

	SimulatedNode(int index, ClusterSimulation cluster, MembershipSettings settings, SplittableRandom random) {
		this.index = index;
		this.name = NodeName.of("node-" + index + "@host");
		this.datagramBytes = HEADER_BYTES + this.name.value().length();
		this.address = new InetSocketAddress(SimulatedNetwork.address(index), PORT);
		this.cluster = cluster;
		this.settings = settings;
		this.random = random;
		this.membership = new Membership(settings, random, this.effects::add, 0);
		this.schedule = new AnnouncementSchedule(settings.interval(), random, 0);
	}

	/**
	 * Return the table of the process.
	 * @return the table for those who only look at it
	 */
	public MembershipView view() {
		return this.membership.view();
	}

	/**
	 * Return the nodes that its listeners were told are up.
	 * @return the bits of their numbers
	 */
	public BitSet up() {
		return this.up;
	}

	/**
	 * Return the name of the node.
	 * @return its name
	 */
	public NodeName name() {
		return this.name;
	}

	/**
	 * Say whether its process runs, paused or not.
	 * @return whether it does
	 */
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Return how often it announced itself.
	 * @return a number that never falls
	 */
	public int announcements() {
		return this.announcements;
	}

	/**
	 * Return how often its listeners were told that a node is down.
	 * @return a number that never falls while the process runs
	 */
	public int downs() {
		return this.downs;
	}

	int alternationErrors() {
		return this.alternationErrors;
	}

	/**
	 * Whether its host answers, if only that no such process is there.
	 */
	boolean isReachable() {
		return this.reachable;
	}

	void start() {
		this.incarnation++;
		this.downs = 0;
		this.running = true;
		this.reachable = true;
		this.membership = new Membership(this.settings, this.random, this.effects::add, now());
		this.schedule = new AnnouncementSchedule(this.settings.interval(), this.random, now());
	}

	void end(boolean withHost) {
		this.running = false;
		this.reachable = !withHost;
		this.paused = false;
		this.waiting.clear();
		this.effects.clear();
		this.up.clear();
	}

	void pause() {
		this.paused = this.running;
	}

	/**
	 * Go on. Whether the loop or the receiving thread is first is chance.
	 */
	void resume() {
		if (!this.paused) {
			return;
		}
		this.paused = false;
		if (this.random.nextBoolean()) {
			tick();
		}
		while (!this.waiting.isEmpty()) {
			this.waiting.remove().run();
		}
		tick();
	}

	/**
	 * Have the process do something, now or when it goes on, unless another has taken its
	 * place by then.
	 */
	void input(Runnable action) {
		int addressee = this.incarnation;
		Runnable once = () -> {
			if (this.running && this.incarnation == addressee) {
				action.run();
				carryOut();
			}
		};
		if (this.paused) {
			this.waiting.add(once);
		}
		else {
			once.run();
		}
	}

	/**
	 * Do what is due, and say whether to send an announcement.
	 */
	boolean advance(long now) {
		if (!this.running || this.paused) {
			return false;
		}
		boolean announce = this.schedule.nextAt() <= now;
		if (announce || this.membership.nextDeadline() <= now) {
			tick();
		}
		if (announce) {
			this.schedule.announced(now);
			this.announcements++;
		}
		return announce;
	}

	void hear(NodeName sender, InetSocketAddress source) {
		if (this.membership.heard(sender, source, now()) == Hearing.NEWCOMER) {
			this.schedule.newcomer(this.membership.view().size(), now());
		}
	}

	/**
	 * A datagram has arrived, which waits if the process is paused.
	 */
	void arrived(SimulatedNode sender, boolean farewell, int millis) {
		if (this.paused) {
			input(() -> hear(sender, farewell, millis));
		}
		else if (this.running) {
			hear(sender, farewell, millis);
			carryOut();
		}
	}

	private void hear(SimulatedNode sender, boolean farewell, int millis) {
		if (farewell) {
			this.membership.farewell(sender.name, sender.address.getAddress(), millis, millis, now());
		}
		else {
			hear(sender.name, sender.address);
		}
	}

	void linkUp(SimulatedNode other) {
		this.membership.linkUp(other.name, other.address.getAddress(), true, now());
	}

	void introduced(SimulatedNode other) {
		this.membership.introduced(other.name, new Introduction("app", Map.of("at", String.valueOf(now()))));
	}

	void linkDown(SimulatedNode other, String cause) {
		this.membership.linkDown(other.name, cause, now());
	}

	void connectFailed(NodeName other, String cause) {
		this.membership.connectFailed(other, cause, now());
	}

	void probeAnswered(SimulatedNode other) {
		this.membership.probeAnswered(other.name, now());
	}

	@Override
	public void discovered(Member member) {
	}

	@Override
	public void up(Member member) {
		int other = this.cluster.index(member.name());
		this.alternationErrors += this.up.get(other) ? 1 : 0;
		this.up.set(other);
		this.cluster.told(this, other, null);
	}

	@Override
	public void down(Member member, NodeDownReason reason) {
		int other = this.cluster.index(member.name());
		this.alternationErrors += this.up.get(other) ? 0 : 1;
		this.up.clear(other);
		this.downs++;
		this.cluster.told(this, other, reason);
	}

	@Override
	public void metadataChanged(Member member) {
		this.alternationErrors += this.up.get(this.cluster.index(member.name())) ? 0 : 1;
	}

	@Override
	public void slower(Member member, Duration every) {
	}

	@Override
	public void connect(Member member) {
		this.cluster.links().dial(this, member.name());
	}

	@Override
	public void probe(Member member) {
		this.cluster.links().probe(this, this.cluster.index(member.name()));
	}

	@Override
	public void close(Member member, String cause) {
		this.cluster.links().close(this, this.cluster.index(member.name()), cause);
	}

	private void tick() {
		this.membership.listening(now());
		this.membership.tick(now());
		carryOut();
	}

	private void carryOut() {
		while (!this.effects.isEmpty()) {
			this.effects.remove().carryOut(this);
		}
	}

	private long now() {
		return ClusterSimulation.nanos(this.cluster.now());
	}

}
