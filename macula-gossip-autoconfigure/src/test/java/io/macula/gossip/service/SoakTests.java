package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

import io.macula.gossip.testing.Requires;
import io.macula.gossip.testing.Seed;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thirty linked nodes on ten hosts, to which at random this and that happens: after every
 * change each node knows the truth within the stated bound, nobody is down who is there,
 * and what a process uses does not grow. A host has one process with three nodes, since
 * thirty processes would have two cores do nothing else; what is lost is lost by the
 * switch between them, of datagrams and links alike.
 */
@Tag("alone")
@Tag("once")
@Timeout(value = 3, unit = TimeUnit.HOURS)
@Requires(HostLan.Possible.class)
class SoakTests {

	private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("gossip.soak.seconds", 30));

	private static final int HOSTS = 10;

	private static final int NODES_EACH = 3;

	private static final Duration KILLED = Duration.ofSeconds(1);

	private static final Duration STARTED = Duration.ofSeconds(1);

	/**
	 * Of a host that vanished: 2.1 intervals until a suspicion, 1.2 to answer.
	 */
	private static final Duration UNRESPONSIVE = Duration.ofMillis(4950);

	/**
	 * An attempt to connect that nothing answered ends after 5 s; the second one then
	 * waits an interval, and the announcement that leads to it comes within another.
	 */
	private static final Duration HEALED = Duration.ofMillis(5000 + 2 * 1500);

	private static final Duration RESUMED = Duration.ofMillis(2 * 1500);

	/**
	 * Whoever ends a pause can be late himself: of one that takes longer nothing is
	 * promised.
	 */
	private static final int MOST_SHORT_PAUSE = 3200;

	/**
	 * Longer than a suspicion of somebody who is silent takes to be dealt with.
	 */
	private static final int WATCH = 5200;

	private static final int QUIET_AFTER = 20_000;

	private static final int MOST_THREADS_MORE = 8;

	private static final long MOST_HEAP_MORE = 8 << 20;

	private final Random random = new Random(Seed.of(getClass()));

	private SoakCluster cluster;

	@AfterEach
	void close() {
		if (this.cluster != null) {
			this.cluster.close();
		}
	}

	@Test
	void whateverHappensEachNodeKnowsTheTruthWithinTheBound() throws Exception {
		this.cluster = new SoakCluster(HOSTS, NODES_EACH);
		// What is made once is made before anything is counted
		kill(true);
		SoakHost.Use before = use();
		long began = HostCluster.now() / 1000;
		long end = System.nanoTime() + LENGTH.toNanos();
		List<Change> changes = new ArrayList<>();
		int steps = 0;
		while (System.nanoTime() - end < 0) {
			if (changes.isEmpty()) {
				changes.addAll(List.of(Change.values()));
				Collections.shuffle(changes, this.random);
			}
			Change change = changes.remove(0);
			System.out.printf("%d s: %s%s%n", HostCluster.now() / 1000 - began, change,
					this.cluster.isLossy() ? " while one packet in ten is lost" : "");
			make(change);
			steps++;
		}
		this.cluster.lose(false);
		SoakHost.Use after = useOnceItIsQuiet(before);
		System.out.printf("%d changes in %s: %d NodeDowns, %d of them false; before: %s, after: %s%n", steps, LENGTH,
				this.cluster.downs(), this.cluster.falseDowns(), before, after);
		this.cluster.times().forEach(SoakTests::print);
		assertThat(this.cluster.falseDowns()).isZero();
		assertThat(after.heap() - before.heap()).as("bytes of heap").isLessThan(MOST_HEAP_MORE);
		assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + MOST_THREADS_MORE);
		assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors() + 8);
	}

	private void make(Change change) throws Exception {
		switch (change) {
			case KILL -> kill(false);
			case KILL_AND_START_AT_ONCE -> kill(true);
			case LEAVE_AND_COME_BACK -> leave();
			case RESTART_WITHIN_THE_PROCESS -> restart();
			case SHORT_PAUSE -> pause(between(1000, 3000), false);
			case LONG_PAUSE -> pause(between(8000, 12_000), true);
			case PARTITION -> partition();
			case ONE_WAY_LOSS -> oneWayLoss();
			case BEGIN_TO_LOSE_OR_LOSE_NO_MORE -> this.cluster.lose(this.random.nextInt(3) == 0);
		}
	}

	private void kill(boolean startAtOnce) throws Exception {
		SoakHost victim = someone();
		long killed = HostCluster.now();
		victim.kill();
		this.cluster.away(victim);
		if (!startAtOnce) {
			this.cluster.settle("a process was killed", killed, KILLED);
		}
		start(victim, startAtOnce ? "a process was killed and started at once" : "a process started");
		expect("kill", about(victim));
	}

	private void leave() throws Exception {
		SoakHost victim = someone();
		long left = HostCluster.now();
		victim.stop();
		this.cluster.away(victim);
		this.cluster.settle("a process ended", left, KILLED);
		start(victim, "a process started");
		expect("leave", about(victim));
	}

	private void start(SoakHost host, String change) {
		host.start();
		SoakCluster.await("the process has started", () -> host.readyAt() != 0);
		this.cluster.here(host);
		this.cluster.settle(change, host.readyAt(), STARTED);
	}

	private void restart() {
		SoakHost victim = someone();
		long began = HostCluster.now();
		victim.restart();
		SoakCluster.await("its nodes stop", () -> victim.seen().stream().anyMatch(SoakHost.Seen::isDown));
		this.cluster.settle("the nodes of a process stopped and started", began, STARTED.multipliedBy(NODES_EACH));
		expect("restart", about(victim));
	}

	private void pause(int millis, boolean takesDown) {
		SoakHost victim = someone();
		long began = HostCluster.now();
		victim.signal("STOP");
		try {
			if (takesDown) {
				this.cluster.away(victim);
				this.cluster.settle("a process stands still", began, UNRESPONSIVE);
				this.cluster.here(victim);
			}
			pass(began, millis);
		}
		finally {
			victim.signal("CONT");
		}
		long resumed = HostCluster.now();
		if (takesDown) {
			this.cluster.settle("a process goes on after 8 to 12 s", resumed, RESUMED);
			expect("long pause", about(victim));
		}
		else {
			pass(resumed, WATCH - millis);
			long paused = resumed - began;
			boolean late = paused > MOST_SHORT_PAUSE;
			if (late) {
				System.out.printf("The process was to stand still for %d ms, and did for %d%n", millis, paused);
			}
			expect("short pause of %d ms".formatted(paused), late ? about(victim) : (observer, subject) -> false);
		}
	}

	private void partition() {
		List<Integer> numbers = new ArrayList<>(this.cluster.hosts().stream().map(SoakHost::number).toList());
		Collections.shuffle(numbers, this.random);
		int border = between(1, HOSTS);
		List<Integer> left = numbers.subList(0, border);
		List<Integer> right = numbers.subList(border, HOSTS);
		this.cluster.partition(left, right);
		healAfterAll("a partition", (one, other) -> left.contains(one) != left.contains(other));
	}

	/**
	 * Without other loss: a link is closed by one packet, and where that is lost as well,
	 * and nothing that would show it comes through, the other node hears announcements
	 * and learns of it after the tick time.
	 */
	private void oneWayLoss() {
		this.cluster.lose(false);
		int from = someone().number();
		int to = 1 + (from + between(0, HOSTS - 1)) % HOSTS;
		this.cluster.dropFrom(from, to);
		healAfterAll("one-way loss", (one, other) -> (one == from && other == to) || (one == to && other == from));
	}

	private void healAfterAll(String fault, BiPredicate<Integer, Integer> affected) {
		long began = HostCluster.now();
		this.cluster.settle(fault, began, UNRESPONSIVE);
		pass(began, between(5000, 8000));
		long healed = HostCluster.now();
		this.cluster.heal();
		this.cluster.settle(fault + " healed", healed, HEALED);
		expect(fault, affected);
	}

	private void expect(String change, BiPredicate<Integer, Integer> mayGoDown) {
		List<SoakHost.Seen> wrong = this.cluster.count(mayGoDown);
		if (!wrong.isEmpty()) {
			System.out.println("False NodeDowns at " + change + ": " + wrong);
		}
	}

	private static BiPredicate<Integer, Integer> about(SoakHost host) {
		return (observer, subject) -> observer == host.number() || subject == host.number();
	}

	/**
	 * Any host but the first, whose process is the one that has to live through it all.
	 */
	private SoakHost someone() {
		return this.cluster.hosts().get(between(1, HOSTS));
	}

	private int between(int least, int less) {
		return least + this.random.nextInt(less - least);
	}

	private static void pass(long since, int millis) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> HostCluster.now() - since >= millis);
	}

	private SoakHost.Use use() {
		SoakHost first = this.cluster.hosts().get(0);
		first.askForUse();
		SoakCluster.await("what it uses", () -> first.use() != null);
		return first.use();
	}

	/**
	 * Threads that have nothing to do any more wait for some seconds before they end.
	 */
	private SoakHost.Use useOnceItIsQuiet(SoakHost.Use before) {
		long until = HostCluster.now() + QUIET_AFTER;
		SoakHost.Use now = use();
		while (now.threads() > before.threads() + MOST_THREADS_MORE && HostCluster.now() < until) {
			pass(HostCluster.now(), 200);
			now = use();
		}
		return now;
	}

	private static void print(String change, List<Long> millis) {
		List<Long> sorted = millis.stream().sorted().toList();
		System.out.printf("%s: %d times, known by all after %d ms at the median, %d at most%n", change, sorted.size(),
				sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
	}

	/**
	 * What may happen.
	 */
	private enum Change {

		KILL, KILL_AND_START_AT_ONCE, LEAVE_AND_COME_BACK, RESTART_WITHIN_THE_PROCESS, SHORT_PAUSE, LONG_PAUSE,
		PARTITION, ONE_WAY_LOSS, BEGIN_TO_LOSE_OR_LOSE_NO_MORE

	}

}
