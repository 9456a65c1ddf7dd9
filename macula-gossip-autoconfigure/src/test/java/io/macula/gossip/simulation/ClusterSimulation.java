package io.macula.gossip.simulation;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeName;
import io.macula.gossip.membership.FailureDetection;
import io.macula.gossip.membership.MembershipSettings;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that announce themselves to each other over a simulated network and link, by a
 * clock that advances a millisecond at a time. The same seed and the same calls give the
 * same history.
 */
public final class ClusterSimulation {

	/**
	 * Time between two announcements of a node.
	 */
	public static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final int HORIZON_MILLIS = 1024;

	private static final int FAREWELL = 1 << 30;

	private static final String STRANGER = "stranger-";

	private final List<SimulatedNode> nodes = new ArrayList<>();

	private final Timeline timeline = new Timeline();

	private final SimulatedNetwork network;

	private final SimulatedLinks links;

	private final Watcher watcher;

	/**
	 * What arrives in each of the next milliseconds, sender and receiver in turn.
	 */
	private final List<IntList> inFlight = new ArrayList<>();

	private long bytesReceived;

	/**
	 * Create nodes that are about to start.
	 * @param size how many
	 * @param mode what makes them count as connected
	 * @param seed decides all that is chance
	 */
	public ClusterSimulation(int size, ConnectionMode mode, long seed) {
		this(size, mode, size, seed, (at, observer, subject, reason) -> {
		});
	}

	/**
	 * Create nodes that are about to start.
	 * @param size how many
	 * @param mode what makes them count as connected
	 * @param maxNodes most nodes in a table
	 * @param seed decides all that is chance
	 * @param watcher is told who comes and goes
	 */
	public ClusterSimulation(int size, ConnectionMode mode, int maxNodes, long seed, Watcher watcher) {
		SplittableRandom random = new SplittableRandom(seed);
		MembershipSettings settings = new MembershipSettings(mode, INTERVAL, FailureDetection.forInterval(INTERVAL),
				maxNodes);
		for (int i = 0; i < size; i++) {
			this.nodes.add(new SimulatedNode(i, this, settings, random.split()));
		}
		for (int i = 0; i < HORIZON_MILLIS; i++) {
			this.inFlight.add(new IntList());
		}
		this.network = new SimulatedNetwork(size, random);
		this.links = new SimulatedLinks(this, this.timeline, this.network, this.nodes);
		this.watcher = watcher;
	}

	/**
	 * Return what the nodes are joined by.
	 * @return the network
	 */
	public SimulatedNetwork network() {
		return this.network;
	}

	/**
	 * Return the nodes.
	 * @return all of them, by their numbers
	 */
	public List<SimulatedNode> nodes() {
		return this.nodes;
	}

	/**
	 * Let time pass.
	 * @param millis up to which time, from 0 at the start
	 */
	public void runUntil(int millis) {
		while (this.timeline.now() < millis) {
			this.timeline.advance();
			deliver();
			for (int sender = 0; sender < this.nodes.size(); sender++) {
				if (this.nodes.get(sender).advance(nanos(now()))) {
					send(sender);
				}
			}
		}
	}

	/**
	 * Let time pass.
	 * @param millis how much
	 */
	public void run(int millis) {
		runUntil(now() + millis);
	}

	/**
	 * Return the time.
	 * @return milliseconds since the start, or -1 before it
	 */
	public int now() {
		return this.timeline.now();
	}

	/**
	 * End a process at once; its host answers that it is not there.
	 * @param node the node
	 */
	public void kill(int node) {
		end(node, false);
	}

	/**
	 * Take a host away without a word.
	 * @param node the node
	 */
	public void vanish(int node) {
		end(node, true);
	}

	/**
	 * Have a node say farewell and end.
	 * @param node the node
	 */
	public void leave(int node) {
		if (this.nodes.get(node).isRunning()) {
			end(node, false);
			send(node | FAREWELL);
		}
	}

	/**
	 * Start a process under the name of one that ended.
	 * @param node the node
	 */
	public void restart(int node) {
		if (!this.nodes.get(node).isRunning()) {
			this.nodes.get(node).start();
		}
	}

	/**
	 * Have a process stand still.
	 * @param node the node
	 * @param millis how long
	 */
	public void pause(int node, int millis) {
		SimulatedNode paused = this.nodes.get(node);
		paused.pause();
		this.timeline.after(millis, paused::resume);
	}

	/**
	 * Have a node hear a name that no node has.
	 * @param node the node
	 * @param number which one of such names
	 */
	public void hearStranger(int node, int number) {
		SimulatedNode hearer = this.nodes.get(node);
		hearer.input(() -> hearer.hear(NodeName.of(STRANGER + number + "@host"),
				new InetSocketAddress(SimulatedNetwork.address(this.nodes.size() + number), 1)));
	}

	/**
	 * Return how many others each running process has up.
	 * @return a number for each
	 */
	public IntStream view() {
		return this.nodes.stream().filter(SimulatedNode::isRunning).mapToInt((node) -> node.up().cardinality());
	}

	/**
	 * Say whether each running process has all others up that run, and nobody else.
	 * @return whether it has
	 */
	public boolean isWhole() {
		BitSet running = new BitSet();
		this.nodes.stream().filter(SimulatedNode::isRunning).forEach((node) -> running.set(node.index));
		return this.nodes.stream().filter(SimulatedNode::isRunning).allMatch((node) -> {
			BitSet seen = (BitSet) node.up().clone();
			seen.set(node.index);
			return seen.equals(running);
		});
	}

	/**
	 * Say whether of each link each end knows, and nobody has two with one other.
	 * @return whether that is so
	 */
	public boolean areLinksConsistent() {
		return this.links.isConsistent();
	}

	/**
	 * Return how often a node was told to be up that was, or down that was not.
	 * @return 0
	 */
	public int alternationErrors() {
		return this.nodes.stream().mapToInt(SimulatedNode::alternationErrors).sum();
	}

	/**
	 * Return what arrived in datagrams.
	 * @return bytes, with the headers of IP and UDP, at all nodes since the start
	 */
	public long bytesReceived() {
		return this.bytesReceived;
	}

	SimulatedLinks links() {
		return this.links;
	}

	/**
	 * Return the number of a node; those of names without a node are greater.
	 */
	int index(NodeName name) {
		String local = name.localPart();
		int number = Integer.parseInt(local, local.indexOf('-') + 1, local.length(), 10);
		return local.startsWith(STRANGER) ? this.nodes.size() + number : number;
	}

	void told(SimulatedNode observer, int subject, @Nullable NodeDownReason reason) {
		this.watcher.told(now(), observer.index, subject, reason);
	}

	static long nanos(int millis) {
		return millis * 1_000_000L;
	}

	private void end(int number, boolean withHost) {
		SimulatedNode node = this.nodes.get(number);
		if (node.isRunning()) {
			this.links.end(node, withHost);
			node.end(withHost);
		}
	}

	private void send(int senderAndKind) {
		int sender = senderAndKind & ~FAREWELL;
		for (int receiver = 0; receiver < this.nodes.size(); receiver++) {
			if (receiver != sender && this.nodes.get(receiver).isRunning()) {
				int copies = this.network.copies();
				for (int copy = 0; copy < copies; copy++) {
					if (!this.network.loses(sender, receiver)) {
						int arrival = now() + this.network.delay();
						this.inFlight.get(arrival % HORIZON_MILLIS).add(senderAndKind, receiver);
					}
				}
			}
		}
	}

	private void deliver() {
		IntList arrivals = this.inFlight.get(now() % HORIZON_MILLIS);
		for (int i = 0; i < arrivals.size; i += 2) {
			SimulatedNode sender = this.nodes.get(arrivals.values[i] & ~FAREWELL);
			SimulatedNode receiver = this.nodes.get(arrivals.values[i + 1]);
			boolean farewell = (arrivals.values[i] & FAREWELL) != 0;
			this.bytesReceived += sender.datagramBytes;
			receiver.arrived(sender, farewell, now());
		}
		arrivals.size = 0;
	}

	/**
	 * Is told what the listeners of the nodes are told.
	 */
	public interface Watcher {

		/**
		 * A node came or went.
		 * @param at when, in milliseconds
		 * @param observer which node was told
		 * @param subject which node it was told of
		 * @param reason why that is down, or {@code null} if it is up
		 */
		void told(int at, int observer, int subject, @Nullable NodeDownReason reason);

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
