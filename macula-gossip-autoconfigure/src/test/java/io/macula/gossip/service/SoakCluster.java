package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiPredicate;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hosts with several nodes each, that are linked at their default settings, and what the
 * truth about them is: who is there and can be reached by whom.
 */
final class SoakCluster implements AutoCloseable {

	/**
	 * Beside the bound, as the machine has two cores for all of the nodes.
	 */
	private static final Duration SLACK = Duration.ofMillis(1500);

	/**
	 * Where packets are lost: TCP sends again after 1 s, then after 2 s more, when it
	 * connects.
	 */
	private static final Duration LOSS_SLACK = Duration.ofSeconds(4);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final HostLan lan;

	private final List<SoakHost> hosts = new ArrayList<>();

	private final Set<Integer> away = new TreeSet<>();

	/**
	 * The pairs of hosts between which not all passes, each way.
	 */
	private final Set<List<Integer>> separated = new TreeSet<>(
			(one, other) -> one.toString().compareTo(other.toString()));

	private final Map<String, List<Long>> times = new TreeMap<>();

	private boolean lossy;

	private int downs;

	private int falseDowns;

	SoakCluster(int count, int nodesEach) {
		this.lan = new HostLan(count);
		try {
			for (int number = 1; number <= count; number++) {
				this.hosts.add(new SoakHost(this.lan, number, nodesEach));
			}
			this.hosts.forEach(SoakHost::start);
			awaitTruth("the start");
			forget();
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	List<SoakHost> hosts() {
		return this.hosts;
	}

	/**
	 * Return what was measured: for each kind of change the longest time until all nodes
	 * knew, and how often it was measured.
	 */
	Map<String, List<Long>> times() {
		return this.times;
	}

	int downs() {
		return this.downs;
	}

	int falseDowns() {
		return this.falseDowns;
	}

	boolean isLossy() {
		return this.lossy;
	}

	void lose(boolean wanted) {
		if (wanted != this.lossy) {
			this.lossy = wanted;
			if (wanted) {
				this.lan.run("loss", 10);
			}
			else {
				this.lan.run("heal");
			}
		}
	}

	void away(SoakHost host) {
		this.away.add(host.number());
	}

	void here(SoakHost host) {
		this.away.remove(host.number());
	}

	void partition(List<Integer> left, List<Integer> right) {
		this.lan.run("partition", words(left), words(right));
		left.forEach((one) -> right.forEach((other) -> separate(one, other)));
	}

	void dropFrom(int from, int to) {
		this.lan.run("drop-from", from, to);
		separate(from, to);
	}

	private void separate(int one, int other) {
		this.separated.add(List.of(one, other));
		this.separated.add(List.of(other, one));
	}

	void heal() {
		this.lan.run("heal");
		this.separated.clear();
		if (this.lossy) {
			this.lan.run("loss", 10);
		}
	}

	boolean isSeparated(int one, int other) {
		return this.separated.contains(List.of(one, other));
	}

	/**
	 * Wait until every node has just those up that it should, and assert that the last of
	 * that came in time.
	 * @param change what has changed
	 * @param since when
	 * @param within in which time each node has to know
	 */
	void settle(String change, long since, Duration within) {
		awaitTruth(change);
		long last = this.hosts.stream()
			.flatMap((host) -> host.seen().stream())
			.mapToLong((seen) -> seen.at() - since)
			.max()
			.orElse(0);
		this.times.computeIfAbsent(change, (key) -> new ArrayList<>()).add(last);
		Duration limit = within.plus(SLACK).plus(this.lossy ? LOSS_SLACK : Duration.ZERO);
		assertThat(Duration.ofMillis(last)).as("%s: until all nodes knew", change).isLessThanOrEqualTo(limit);
	}

	/**
	 * Count what was told since the last call, and begin anew.
	 * @param mayGoDown says of which host's nodes those of another may have been told
	 * that they are down
	 * @return what was told that must not be
	 */
	List<SoakHost.Seen> count(BiPredicate<Integer, Integer> mayGoDown) {
		List<SoakHost.Seen> wrong = new ArrayList<>();
		for (SoakHost host : this.hosts) {
			for (SoakHost.Seen seen : host.seen()) {
				if (seen.isDown()) {
					this.downs++;
					if (!mayGoDown.test(host.number(), number(seen.subject()))) {
						wrong.add(seen);
					}
				}
			}
		}
		this.falseDowns += wrong.size();
		forget();
		return wrong;
	}

	private void forget() {
		this.hosts.forEach(SoakHost::forget);
	}

	static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
	}

	private void awaitTruth(String change) {
		try {
			await("all nodes know of " + change, () -> this.hosts.stream().allMatch(this::knowsTheTruth));
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("%s: not known by all after %s: %s".formatted(change, PATIENCE,
					this.hosts.stream().filter((host) -> !knowsTheTruth(host)).toList()), ex);
		}
	}

	private boolean knowsTheTruth(SoakHost host) {
		if (this.away.contains(host.number())) {
			return true;
		}
		Set<String> truth = new TreeSet<>();
		for (SoakHost other : this.hosts) {
			if (!this.away.contains(other.number()) && !isSeparated(host.number(), other.number())) {
				truth.addAll(other.names());
			}
		}
		return host.names().stream().allMatch((name) -> {
			Set<String> expected = new TreeSet<>(truth);
			expected.remove(name);
			return host.up(name).equals(expected);
		});
	}

	private static int number(String node) {
		return Integer.parseInt(node.substring(node.lastIndexOf('.') + 1));
	}

	private static String words(List<Integer> numbers) {
		return String.join(" ", numbers.stream().map(String::valueOf).toList());
	}

	@Override
	public void close() {
		this.hosts.forEach(SoakHost::close);
		this.lan.close();
	}

}
