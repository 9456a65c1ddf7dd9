package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;

/**
 * Nodes that announce themselves to each other over a simulated network, by a clock that
 * advances a millisecond at a time.
 */
final class ClusterSimulation {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final int HORIZON_MILLIS = 1024;

	private static final int FAREWELL = 1 << 30;

	private final SplittableRandom random;

	private final List<SimulatedNode> nodes = new ArrayList<>();

	/**
	 * What arrives in each of the next milliseconds, sender and receiver in turn.
	 */
	private final List<IntList> inFlight = new ArrayList<>();

	private double loss;

	private double duplication;

	private int maxDelayMillis = 1;

	private int now = -1;

	ClusterSimulation(int size, long seed) {
		this.random = new SplittableRandom(seed);
		for (int i = 0; i < size; i++) {
			this.nodes.add(new SimulatedNode(NodeName.of("node-" + i + "@host"), this.random.split(), size));
		}
		for (int i = 0; i < HORIZON_MILLIS; i++) {
			this.inFlight.add(new IntList());
		}
	}

	void network(double loss, double duplication, int maxDelayMillis) {
		this.loss = loss;
		this.duplication = duplication;
		this.maxDelayMillis = maxDelayMillis;
	}

	void runUntil(int millis) {
		while (this.now < millis) {
			this.now++;
			deliver();
			for (int sender = 0; sender < this.nodes.size(); sender++) {
				if (this.nodes.get(sender).advance(nanos(this.now))) {
					send(sender);
				}
			}
		}
	}

	void kill(int count) {
		this.nodes.stream().filter((node) -> node.alive).limit(count).toList().forEach((node) -> node.alive = false);
	}

	void leave(int count) {
		int left = 0;
		for (int i = 0; i < this.nodes.size() && left < count; i++) {
			if (this.nodes.get(i).alive) {
				this.nodes.get(i).alive = false;
				send(i | FAREWELL);
				left++;
			}
		}
	}

	int now() {
		return this.now;
	}

	/**
	 * How many others each living node has up.
	 */
	IntStream view() {
		return this.nodes.stream().filter((node) -> node.alive).mapToInt((node) -> node.upCount);
	}

	IntStream announcementsPerNode() {
		return this.nodes.stream().mapToInt((node) -> node.announcements);
	}

	int alternationErrors() {
		return this.nodes.stream().mapToInt((node) -> node.alternationErrors).sum();
	}

	private void send(int senderAndKind) {
		int sender = senderAndKind & ~FAREWELL;
		for (int receiver = 0; receiver < this.nodes.size(); receiver++) {
			if (receiver != sender && this.nodes.get(receiver).alive) {
				int copies = (this.random.nextDouble() < this.duplication) ? 2 : 1;
				for (int copy = 0; copy < copies; copy++) {
					if (this.random.nextDouble() >= this.loss) {
						int arrival = this.now + 1 + this.random.nextInt(this.maxDelayMillis);
						this.inFlight.get(arrival % HORIZON_MILLIS).add(senderAndKind, receiver);
					}
				}
			}
		}
	}

	private void deliver() {
		IntList arrivals = this.inFlight.get(this.now % HORIZON_MILLIS);
		for (int i = 0; i < arrivals.size; i += 2) {
			SimulatedNode sender = this.nodes.get(arrivals.values[i] & ~FAREWELL);
			boolean farewell = (arrivals.values[i] & FAREWELL) != 0;
			this.nodes.get(arrivals.values[i + 1]).receive(sender.name, farewell, this.now);
		}
		arrivals.size = 0;
	}

	private static long nanos(int millis) {
		return Duration.ofMillis(millis).toNanos();
	}

	private static final class SimulatedNode {

		private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

		private static final int PORT = 45892;

		private final NodeName name;

		private final Membership membership;

		private final AnnouncementSchedule schedule;

		private final Set<NodeName> up = new HashSet<>();

		private boolean alive = true;

		private int upCount;

		private int announcements;

		private int alternationErrors;

		SimulatedNode(NodeName name, SplittableRandom random, int maxNodes) {
			this.name = name;
			this.membership = new Membership(new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL,
					FailureDetection.forInterval(INTERVAL), maxNodes), random, this::apply, 0);
			this.schedule = new AnnouncementSchedule(INTERVAL, random, 0);
		}

		/**
		 * Do what is due, and say whether to send an announcement.
		 */
		boolean advance(long now) {
			if (!this.alive) {
				return false;
			}
			boolean announce = this.schedule.nextAt() <= now;
			if (announce || this.membership.nextDeadline() <= now) {
				this.membership.listening(now);
				this.membership.tick(now);
			}
			if (announce) {
				this.schedule.announced(now);
				this.announcements++;
			}
			return announce;
		}

		void receive(NodeName sender, boolean farewell, int millis) {
			long now = nanos(millis);
			if (farewell) {
				this.membership.farewell(sender, ADDRESS, millis, millis, now);
			}
			else if (this.membership.heard(sender, new InetSocketAddress(ADDRESS, PORT), now) == Hearing.NEWCOMER) {
				this.schedule.newcomer(this.membership.size(), now);
			}
		}

		private void apply(Effect effect) {
			if (effect instanceof Effect.Up change && !this.up.add(change.member().name())) {
				this.alternationErrors++;
			}
			if (effect instanceof Effect.Down change && !this.up.remove(change.member().name())) {
				this.alternationErrors++;
			}
			this.upCount = this.up.size();
		}

	}

	private static final class IntList {

		private int[] values = new int[256];

		private int size;

		void add(int first, int second) {
			if (this.size + 2 > this.values.length) {
				this.values = Arrays.copyOf(this.values, 2 * this.values.length);
			}
			this.values[this.size++] = first;
			this.values[this.size++] = second;
		}

	}

}
