package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The nodes of one cluster on several hosts, and what they see of each other, and when.
 */
final class HostCluster {

	private static final Log logger = LogFactory.getLog(HostCluster.class);

	/**
	 * Up to ten nodes share two cores with the test: what is due may be this late.
	 */
	private static final Duration SLACK = Duration.ofMillis(1500);

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	/**
	 * At the default interval a node that vanished is suspected after 2.1 intervals of
	 * silence, and has 1.2 to answer: 4.95 s.
	 */
	static final Duration UNRESPONSIVE_WITHIN = INTERVAL.multipliedBy(33).dividedBy(10).plus(SLACK);

	/**
	 * By heartbeats it is down after 3.2 intervals: 4.8 s.
	 */
	static final Duration SILENT_WITHIN = INTERVAL.multipliedBy(32).dividedBy(10).plus(SLACK);

	/**
	 * A node that was heard late or not at all is given more time for as many
	 * announcements as gaps are remembered, which are 4.
	 */
	static final Duration GAPS_FORGOTTEN_WITHIN = INTERVAL.multipliedBy(4).plus(SLACK);

	/**
	 * The next announcement comes within one interval; the link, or the answer to the
	 * announcement, may wait for the one after it.
	 */
	static final Duration UP_WITHIN = INTERVAL.multipliedBy(2).plus(SLACK);

	/**
	 * For the start of five JVMs at once, and for what takes longer than it may: the
	 * bounds are asserted of what the nodes told, and not of when the test read it.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(25);

	private final String name;

	private final List<JvmPeer> peers;

	HostCluster(String name, List<JvmPeer> peers) {
		this.name = name;
		this.peers = List.copyOf(peers);
	}

	/**
	 * Return the time now, on the clock of {@link JvmPeer.Told}.
	 */
	static long now() {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
	}

	List<JvmPeer> peers() {
		return this.peers;
	}

	/**
	 * Return the names of those that are up by what a node told.
	 */
	Set<String> up(JvmPeer observer) {
		return observer.up(this.name);
	}

	List<String> names(List<JvmPeer> peers) {
		return peers.stream().map((peer) -> peer.name(this.name)).toList();
	}

	/**
	 * Say whether each node has seen just the others up.
	 */
	boolean isWhole() {
		List<String> names = names(this.peers);
		if (names.contains("")) {
			return false;
		}
		for (JvmPeer observer : this.peers) {
			Set<String> others = new TreeSet<>(names);
			others.remove(observer.name(this.name));
			if (!others.equals(observer.up(this.name))) {
				return false;
			}
		}
		return true;
	}

	void awaitWhole() {
		await("whole", this::isWhole);
	}

	/**
	 * Wait until each node has seen each other one up, once and never down.
	 */
	void awaitUpOnce() {
		awaitWhole();
		for (Observation seen : observations(this.peers, names(this.peers))) {
			Assertions.assertThat(seen.told)
				.as("%s, what %s saw of %s", this.name, seen.observer, seen.subject)
				.extracting(JvmPeer.Told::what)
				.containsExactly("up");
		}
	}

	/**
	 * Wait until each observer has seen just this of each of the subjects but itself, and
	 * assert that the last of it came in time.
	 */
	void assertSeen(long since, Duration within, List<JvmPeer> observers, List<String> subjects, String... expected) {
		await("saw " + List.of(expected), () -> observations(observers, subjects).stream()
			.allMatch((seen) -> seen.told.size() >= expected.length));
		long first = Long.MAX_VALUE;
		long last = Long.MIN_VALUE;
		for (Observation seen : observations(observers, subjects)) {
			Assertions.assertThat(seen.told)
				.as("%s, what %s saw of %s", this.name, seen.observer, seen.subject)
				.extracting(JvmPeer.Told::what)
				.containsExactly(expected);
			long at = seen.told.get(expected.length - 1).at() - since;
			first = Math.min(first, at);
			last = Math.max(last, at);
		}
		logger.info("%s: %s after %d to %d ms".formatted(this.name, List.of(expected), first, last));
		Assertions.assertThat(Duration.ofMillis(last))
			.as("%s: %s", this.name, List.of(expected))
			.isLessThanOrEqualTo(within);
	}

	/**
	 * Assert that the observers have seen nothing of the subjects.
	 */
	void assertNothingSeen(List<JvmPeer> observers, List<String> subjects) {
		for (Observation seen : observations(observers, subjects)) {
			Assertions.assertThat(seen.told)
				.as("%s, what %s saw of %s", this.name, seen.observer, seen.subject)
				.isEmpty();
		}
	}

	/**
	 * Assert that nobody sees anything for a while.
	 */
	static void assertNothingSeenFor(Duration time, HostCluster... clusters) {
		Awaitility.await().during(time).atMost(time.plusSeconds(1)).pollInterval(Duration.ofMillis(50)).until(() -> {
			for (HostCluster cluster : clusters) {
				for (JvmPeer peer : cluster.peers) {
					Assertions.assertThat(peer.allSeen(cluster.name))
						.as("%s, what %s saw", cluster.name, peer.name(cluster.name))
						.isEmpty();
				}
			}
			return true;
		});
	}

	/**
	 * Assert that nobody sees more than it has for a while.
	 */
	void assertNothingMoreSeenFor(Duration time) {
		List<List<JvmPeer.Told>> before = this.peers.stream().map((peer) -> peer.allSeen(this.name)).toList();
		Awaitility.await()
			.during(time)
			.atMost(time.plusSeconds(1))
			.pollInterval(Duration.ofMillis(50))
			.untilAsserted(
					() -> Assertions.assertThat(this.peers.stream().map((peer) -> peer.allSeen(this.name)).toList())
						.isEqualTo(before));
	}

	/**
	 * Return what each observer has seen of each of the subjects but itself.
	 */
	List<Observation> observations(List<JvmPeer> observers, List<String> subjects) {
		List<Observation> all = new ArrayList<>();
		for (JvmPeer observer : observers) {
			String self = observer.name(this.name);
			for (String subject : subjects) {
				if (!subject.equals(self)) {
					all.add(new Observation(self, subject, observer.seen(this.name, subject)));
				}
			}
		}
		return all;
	}

	private void await(String what, Callable<Boolean> condition) {
		try {
			Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
				this.peers.forEach((peer) -> Assertions.assertThat(peer.isAlive()).as("%s lives", peer).isTrue());
				return condition.call();
			});
		}
		catch (ConditionTimeoutException ex) {
			StringBuilder all = new StringBuilder();
			for (JvmPeer peer : this.peers) {
				all.append("\n")
					.append(peer.name(this.name))
					.append(peer.allSeen(this.name))
					.append(peer.status(this.name));
			}
			throw new AssertionError("%s: not %s after %s: %s".formatted(this.name, what, PATIENCE, all), ex);
		}
	}

	/**
	 * What one node saw of another.
	 */
	record Observation(String observer, String subject, List<JvmPeer.Told> told) {

	}

}
