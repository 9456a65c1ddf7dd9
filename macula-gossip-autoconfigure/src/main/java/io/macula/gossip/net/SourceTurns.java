package io.macula.gossip.net;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Work on account of other hosts that takes long where they do not answer, some at a
 * time. Hosts have their turns one after the other, and each only a half of the places,
 * so that one with many names uses up no more than its share. The hosts of one IPv6
 * network of 64 bits share a turn and that half, and each has a half of it: they may be a
 * LAN, and they may be a single host, which can use any of these addresses. Those that
 * are known for good come first and have places of their own; those that did not answer
 * lately come last. Safe for use by several threads.
 */
public final class SourceTurns {

	private static final int MAX_SLOW = 1024;

	private static final long SLOW_NANOS = 60_000_000_000L;

	private final Line known = new Line();

	private final Line fresh = new Line();

	private final Line last = new Line();

	private final List<Line> lines = List.of(this.known, this.fresh, this.last);

	private final Map<String, Integer> runningOfHost = new HashMap<>();

	private final Map<String, Integer> runningOfNetwork = new HashMap<>();

	/**
	 * Until when each host that did not answer comes last.
	 */
	private final Map<String, Long> slow = new LinkedHashMap<>();

	private final Executor executor;

	private final int places;

	private final int capacity;

	private final LongSupplier clock;

	private int waitingInTotal;

	private boolean closed;

	/**
	 * Create turns.
	 * @param executor runs as many at once as there are places
	 * @param places how many that are, 1 or more
	 * @param capacity how many may wait
	 * @param clock tells the time, in nanoseconds of a monotonic clock
	 */
	public SourceTurns(Executor executor, int places, int capacity, LongSupplier clock) {
		this.executor = executor;
		this.places = places;
		this.capacity = capacity;
		this.clock = clock;
	}

	/**
	 * Have something done in turn. If too much waits already, the network for which the
	 * most does, and the host there, has its newest turn dropped. Returns at once.
	 * @param host the host
	 * @param known whether it is known for good, and comes first
	 * @param turn what to do
	 */
	public void submit(InetAddress host, boolean known, Turn turn) {
		submit(Networks.of(host).getHostAddress(), host.getHostAddress(), known, turn);
	}

	/**
	 * Have something done in turn for a host of which only the name is known.
	 * @param host the name
	 * @param known whether it is known for good, and comes first
	 * @param turn what to do
	 */
	public void submit(String host, boolean known, Turn turn) {
		submit(host, host, known, turn);
	}

	private void submit(String network, String host, boolean known, Turn turn) {
		Turn dropped = null;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			Line line = known ? this.known : (isSlow(host) ? this.last : this.fresh);
			line.networks.computeIfAbsent(network, (key) -> new Network()).add(host, turn);
			this.waitingInTotal++;
			if (this.waitingInTotal > this.capacity) {
				dropped = dropOne();
			}
		}
		if (dropped != null) {
			dropped.dropped("%d others wait already".formatted(this.capacity));
		}
		start();
	}

	/**
	 * Forget what waits.
	 */
	public synchronized void close() {
		this.closed = true;
		this.lines.forEach((line) -> line.networks.clear());
		this.waitingInTotal = 0;
	}

	/**
	 * Return how many wait.
	 * @return 0 or more
	 */
	public synchronized int waiting() {
		return this.waitingInTotal;
	}

	private void start() {
		for (Job job = take(); job != null; job = take()) {
			Job next = job;
			try {
				this.executor.execute(() -> run(next));
			}
			catch (RuntimeException | Error ex) {
				end(next, true);
				next.turn.dropped("there is no thread for it: " + ex);
			}
		}
	}

	private void run(Job job) {
		boolean answered = false;
		try {
			answered = job.turn.run();
		}
		finally {
			end(job, answered);
			start();
		}
	}

	private synchronized @Nullable Job take() {
		for (Line line : this.lines) {
			for (Map.Entry<String, Network> waiting : line.networks.entrySet()) {
				if (!hasPlace(line)) {
					break;
				}
				String host = next(waiting.getKey(), waiting.getValue());
				if (host != null) {
					return take(line, waiting.getKey(), waiting.getValue(), host);
				}
			}
		}
		return null;
	}

	/**
	 * Return the host of a network that has its turn, if there is a place for one.
	 */
	private @Nullable String next(String name, Network network) {
		int most = (this.places + 1) / 2;
		if (this.runningOfNetwork.getOrDefault(name, 0) >= most) {
			return null;
		}
		for (String host : network.hosts.keySet()) {
			if (this.runningOfHost.getOrDefault(host, 0) < (host.equals(name) ? most : (most + 1) / 2)) {
				return host;
			}
		}
		return null;
	}

	private Job take(Line line, String name, Network network, String host) {
		Turn turn = network.takeFirst(host);
		line.networks.remove(name);
		if (network.waiting > 0) {
			// Behind the other networks
			line.networks.put(name, network);
		}
		this.waitingInTotal--;
		line.running++;
		this.runningOfHost.merge(host, 1, Integer::sum);
		this.runningOfNetwork.merge(name, 1, Integer::sum);
		return new Job(line, name, host, turn);
	}

	/**
	 * A quarter of the places is for those that are known, and a half not for those that
	 * come last.
	 */
	private boolean hasPlace(Line line) {
		int unknown = this.fresh.running + this.last.running;
		if (unknown + this.known.running >= this.places) {
			return false;
		}
		return line == this.known || (unknown < this.places - this.places / 4
				&& (line == this.fresh || this.last.running < (this.places + 1) / 2));
	}

	private synchronized void end(Job job, boolean answered) {
		job.line.running--;
		end(this.runningOfHost, job.host);
		end(this.runningOfNetwork, job.network);
		this.slow.remove(job.host);
		if (!answered) {
			this.slow.put(job.host, this.clock.getAsLong() + SLOW_NANOS);
			if (this.slow.size() > MAX_SLOW) {
				this.slow.remove(this.slow.keySet().iterator().next());
			}
		}
	}

	private static void end(Map<String, Integer> running, String key) {
		running.computeIfPresent(key, (name, number) -> (number > 1) ? number - 1 : null);
	}

	private boolean isSlow(String host) {
		Long until = this.slow.get(host);
		return until != null && this.clock.getAsLong() - until < 0;
	}

	/**
	 * Those that are known have to give way only where nobody else waits.
	 */
	private @Nullable Turn dropOne() {
		boolean onlyKnown = this.fresh.networks.isEmpty() && this.last.networks.isEmpty();
		Line of = null;
		Map.Entry<String, Network> noisiest = null;
		for (Line line : this.lines) {
			for (Map.Entry<String, Network> network : line.networks.entrySet()) {
				if ((line != this.known || onlyKnown)
						&& (noisiest == null || network.getValue().waiting > noisiest.getValue().waiting)) {
					noisiest = network;
					of = line;
				}
			}
		}
		if (noisiest == null || of == null) {
			return null;
		}
		Turn newest = noisiest.getValue().takeNewestOfNoisiest();
		if (noisiest.getValue().waiting == 0) {
			of.networks.remove(noisiest.getKey());
		}
		this.waitingInTotal--;
		return newest;
	}

	/**
	 * Something to be done for a host.
	 */
	public interface Turn {

		/**
		 * Do it, on a thread of the executor.
		 * @return whether the host answered, whatever it said
		 */
		boolean run();

		/**
		 * It will not be done.
		 * @param reason why, in words
		 */
		void dropped(String reason);

	}

	/**
	 * Networks that wait for their turns.
	 */
	private static final class Line {

		/**
		 * What waits in each of them, the network first whose turn comes first.
		 */
		private final Map<String, Network> networks = new LinkedHashMap<>();

		private int running;

	}

	/**
	 * Hosts of a network that wait for their turns.
	 */
	private static final class Network {

		/**
		 * What waits for each of them, the host first whose turn comes first.
		 */
		private final Map<String, Deque<Turn>> hosts = new LinkedHashMap<>();

		private int waiting;

		private void add(String host, Turn turn) {
			this.hosts.computeIfAbsent(host, (key) -> new ArrayDeque<>()).addLast(turn);
			this.waiting++;
		}

		private Turn takeFirst(String host) {
			Deque<Turn> turns = Objects.requireNonNull(this.hosts.remove(host));
			Turn turn = turns.removeFirst();
			if (!turns.isEmpty()) {
				// Behind the other hosts
				this.hosts.put(host, turns);
			}
			this.waiting--;
			return turn;
		}

		private Turn takeNewestOfNoisiest() {
			Iterator<Map.Entry<String, Deque<Turn>>> all = this.hosts.entrySet().iterator();
			Map.Entry<String, Deque<Turn>> noisiest = all.next();
			while (all.hasNext()) {
				Map.Entry<String, Deque<Turn>> host = all.next();
				noisiest = (host.getValue().size() > noisiest.getValue().size()) ? host : noisiest;
			}
			Turn newest = noisiest.getValue().removeLast();
			if (noisiest.getValue().isEmpty()) {
				this.hosts.remove(noisiest.getKey());
			}
			this.waiting--;
			return newest;
		}

	}

	private record Job(Line line, String network, String host, Turn turn) {

	}

}
