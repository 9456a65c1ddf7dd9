package io.macula.gossip.simulation;

import java.util.List;
import java.util.function.BooleanSupplier;

import io.macula.gossip.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * Connections as TCP and the handshake make them: what is lost is sent again after 0.2 s,
 * 0.4 s and so on, a host whose process has ended resets what comes for it, one that is
 * away answers nothing. Who may link is as in the handshake: of two attempts at once that
 * of the greater node goes on, and a link that stands is replaced only after it failed a
 * probe. That a node proves the key before it is dialled is left out, as in an open
 * cluster.
 */
final class SimulatedLinks {

	private static final int FIRST_RETRANSMISSION = 200;

	private static final int CONNECT_TIMEOUT = 5_000;

	/**
	 * For how long an attempt of ours that is not answered stands in the other's way.
	 */
	private static final int PATIENCE = 1_000;

	private static final int PROBE_TIMEOUT = 1_800;

	private static final int STEP = 20;

	private final ClusterSimulation cluster;

	private final Timeline timeline;

	private final SimulatedNetwork network;

	private final List<SimulatedNode> nodes;

	SimulatedLinks(ClusterSimulation cluster, Timeline timeline, SimulatedNetwork network, List<SimulatedNode> nodes) {
		this.cluster = cluster;
		this.timeline = timeline;
		this.network = network;
		this.nodes = nodes;
	}

	void dial(SimulatedNode from, NodeName name) {
		int to = this.cluster.index(name);
		if (from.links.containsKey(to) || from.dials.containsKey(to)) {
			return;
		}
		SimulatedDial dial = new SimulatedDial(from, name, to);
		from.dials.put(to, dial);
		this.timeline.after(CONNECT_TIMEOUT, () -> from.input(() -> fail(dial, "no answer in time")));
		if (to >= this.nodes.size()) {
			// A name without a node
			return;
		}
		transmit(from.index, to, dial::isOver, () -> {
			if (this.nodes.get(to).isRunning()) {
				transmit(to, from.index, dial::isOver,
						() -> from.input(() -> begin(dial, this.timeline.now() + PATIENCE)));
			}
			else {
				refuse(dial, "connection refused");
			}
		});
	}

	/**
	 * Tell the other node our name, unless it is telling us its own.
	 */
	private void begin(SimulatedDial dial, int until) {
		SimulatedDial accepting = dial.from.accepting.get(dial.to);
		if (accepting != null && !accepting.over && this.timeline.now() < until) {
			this.timeline.after(STEP, () -> dial.from.input(() -> begin(dial, until)));
			return;
		}
		dial.named = true;
		dial.namedAt = this.timeline.now();
		SimulatedNode host = this.nodes.get(dial.to);
		transmit(dial.from.index, dial.to, dial::isOver, () -> host.input(() -> decide(host, dial)));
	}

	void probe(SimulatedNode from, int to) {
		SimulatedLink link = from.links.get(to);
		if (link != null) {
			SimulatedNode other = this.nodes.get(to);
			send(link, from.index, () -> send(link, to, () -> from.probeAnswered(other)));
		}
	}

	void close(SimulatedNode from, int to, String cause) {
		SimulatedLink link = from.links.remove(to);
		if (link != null) {
			link.close(from.index);
			farewell(link, from.index);
			from.input(() -> from.linkDown(this.nodes.get(to), cause));
		}
	}

	/**
	 * The process is about to end, or its host.
	 */
	void end(SimulatedNode node, boolean withHost) {
		node.dials.values().forEach((dial) -> dial.over = true);
		node.dials.clear();
		node.accepting.clear();
		for (SimulatedLink link : List.copyOf(node.links.values())) {
			link.close(node.index);
			if (!withHost) {
				farewell(link, node.index);
			}
		}
		node.links.clear();
	}

	/**
	 * Say whether of each link that two running processes share each knows, and nobody
	 * has two with one other.
	 */
	boolean isConsistent() {
		return this.nodes.stream()
			.allMatch((node) -> node.links.entrySet()
				.stream()
				.allMatch((entry) -> entry.getValue().joins(node.index, entry.getKey())
						&& this.nodes.get(entry.getKey()).links.get(node.index) == entry.getValue()));
	}

	private void decide(SimulatedNode here, SimulatedDial dial) {
		int from = dial.from.index;
		SimulatedDial own = here.dials.get(from);
		boolean both = own != null && own.named && !own.yielded;
		boolean stuck = both && !own.proving && this.timeline.now() - own.namedAt >= PATIENCE;
		SimulatedLink old = here.links.get(from);
		if (dial.over) {
			return;
		}
		if (old != null) {
			here.accepting.put(from, dial);
			Contest contest = new Contest(here, old, dial, this.timeline.now() + PROBE_TIMEOUT);
			send(old, here.index, () -> send(old, from, () -> contest.answered = true));
			settle(contest);
		}
		else if (both && here.index > from && !stuck) {
			transmit(here.index, from, dial::isOver, () -> dial.from.input(() -> dial.yielded = true));
		}
		else {
			accept(here, dial);
		}
	}

	private void settle(Contest contest) {
		SimulatedNode here = contest.here;
		SimulatedLink standing = here.links.get(contest.dial.from.index);
		if (standing == null) {
			accept(here, contest.dial);
		}
		else if (standing != contest.old || contest.answered) {
			refuse(contest.dial, "a link stands");
		}
		else if (this.timeline.now() >= contest.until) {
			close(here, contest.dial.from.index, "it was replaced");
			accept(here, contest.dial);
		}
		else {
			this.timeline.after(STEP, () -> here.input(() -> settle(contest)));
		}
	}

	private void accept(SimulatedNode here, SimulatedDial dial) {
		int from = dial.from.index;
		here.accepting.put(from, dial);
		transmit(here.index, from, dial::isOver,
				() -> dial.from.input(() -> prove(here, dial, this.timeline.now() + PATIENCE)));
	}

	/**
	 * Let the other node make the connection the link, unless ours is the greater name
	 * and the other node's own may become it.
	 */
	private void prove(SimulatedNode here, SimulatedDial dial, int until) {
		SimulatedDial other = dial.from.accepting.get(here.index);
		if (dial.from.index > here.index && other != null && !other.over && this.timeline.now() < until) {
			this.timeline.after(STEP, () -> dial.from.input(() -> prove(here, dial, until)));
			return;
		}
		dial.proving = !dial.over;
		transmit(dial.from.index, here.index, dial::isOver, () -> here.input(() -> {
			SimulatedDial own = here.dials.get(dial.from.index);
			boolean decided = own != null && own.proving && here.index > dial.from.index;
			if (decided || here.links.containsKey(dial.from.index)) {
				refuse(dial, "a link stands");
			}
			else {
				establish(here, dial);
			}
		}));
	}

	private void establish(SimulatedNode here, SimulatedDial dial) {
		SimulatedLink link = new SimulatedLink(dial.from.index, here.index);
		install(here, dial.from, link);
		transmit(here.index, dial.from.index, () -> !link.isOpen(here.index), () -> {
			if (dial.over && !dial.yielded) {
				link.close(dial.from.index);
				farewell(link, dial.from.index);
			}
			else {
				dial.from.input(() -> establishBack(here, dial, link));
			}
		});
	}

	private void establishBack(SimulatedNode there, SimulatedDial dial, SimulatedLink link) {
		if (dial.over || dial.from.links.containsKey(there.index)) {
			link.close(dial.from.index);
			farewell(link, dial.from.index);
			return;
		}
		link.known();
		install(dial.from, there, link);
	}

	private void install(SimulatedNode here, SimulatedNode there, SimulatedLink link) {
		here.accepting.remove(there.index);
		SimulatedDial dial = here.dials.remove(there.index);
		if (dial != null) {
			dial.over = true;
		}
		here.links.put(there.index, link);
		here.linkUp(there);
		send(link, here.index, () -> there.introduced(here));
	}

	private void fail(SimulatedDial dial, String cause) {
		if (!dial.over) {
			dial.over = true;
			dial.from.dials.remove(dial.to, dial);
			dial.from.connectFailed(dial.name, cause);
		}
	}

	private void refuse(SimulatedDial dial, String cause) {
		transmit(dial.to, dial.from.index, dial::isOver, () -> dial.from.input(() -> fail(dial, cause)));
	}

	/**
	 * Send something on a link that the other process acts on.
	 */
	private void send(SimulatedLink link, int from, Runnable action) {
		int to = link.other(from);
		transmit(from, to, () -> !link.isOpen(from), () -> arrive(link, from, to, action));
	}

	private void arrive(SimulatedLink link, int from, int to, Runnable action) {
		if (!link.isOpen(to)) {
			transmit(to, from, () -> !link.isOpen(from), () -> ended(link, from));
		}
		else if (!link.isKnown() && link.isDialer(to)) {
			this.timeline.after(STEP, () -> arrive(link, from, to, action));
		}
		else {
			this.nodes.get(to).input(action);
		}
	}

	private void farewell(SimulatedLink link, int from) {
		int to = link.other(from);
		transmit(from, to, () -> !link.isOpen(to), () -> ended(link, to));
	}

	/**
	 * A link was ended from the other side.
	 */
	private void ended(SimulatedLink link, int end) {
		SimulatedNode node = this.nodes.get(end);
		node.input(() -> {
			if (node.links.remove(link.other(end), link)) {
				link.close(end);
				node.linkDown(this.nodes.get(link.other(end)), "it closed");
			}
		});
	}

	private void transmit(int from, int to, BooleanSupplier over, Runnable arrival) {
		transmit(from, to, over, arrival, FIRST_RETRANSMISSION);
	}

	private void transmit(int from, int to, BooleanSupplier over, Runnable arrival, int again) {
		if (over.getAsBoolean() || !this.nodes.get(from).isReachable()) {
			return;
		}
		if (this.nodes.get(to).isReachable() && !this.network.loses(from, to)) {
			this.timeline.after(this.network.delay(), arrival);
		}
		else {
			this.timeline.after(again, () -> transmit(from, to, over, arrival, 2 * again));
		}
	}

	/**
	 * An attempt to connect by the name of a node that is linked.
	 */
	private static final class Contest {

		private final SimulatedNode here;

		private final @Nullable SimulatedLink old;

		private final SimulatedDial dial;

		private final int until;

		private boolean answered;

		Contest(SimulatedNode here, @Nullable SimulatedLink old, SimulatedDial dial, int until) {
			this.here = here;
			this.old = old;
			this.dial = dial;
			this.until = until;
		}

	}

}
