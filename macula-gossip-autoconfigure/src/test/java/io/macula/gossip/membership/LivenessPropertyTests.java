package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is bound to happen, whatever happened before.
 */
class LivenessPropertyTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final FailureDetection LIMITS = FailureDetection.forInterval(INTERVAL);

	private static final int MAX_NODES = 5;

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	/**
	 * The longest back-off, and the second until something is due.
	 */
	private static final long BACK_OFF_MILLIS = 16 * INTERVAL.toMillis() + 1000;

	private static final long FORGOTTEN_MILLIS = 2 * LIMITS.forgetAfter().toMillis() + BACK_OFF_MILLIS;

	/**
	 * In heartbeat mode one that announces itself seldom has up to eight intervals more.
	 */
	private static final Map<ConnectionMode, Long> DOWN_MILLIS = Map.of(ConnectionMode.DISTRIBUTION,
			LIMITS.suspectAfter().plus(LIMITS.probeTimeout()).toMillis() + 1000, ConnectionMode.HEARTBEAT,
			8 * LIMITS.downAfter().toMillis() + 1000);

	/**
	 * How long nobody is judged, if this node stood still before.
	 */
	private static final long GRACE_MILLIS = 2 * INTERVAL.toMillis();

	private static final int NODES = 8;

	@Property(tries = 300)
	void whoAnnouncedItselfAndIsSilentIsDownWithinItsBound(@ForAll("histories") List<Step> history,
			@ForAll ConnectionMode mode) {
		Run run = new Run(mode, history);
		run.goOn(DOWN_MILLIS.get(mode) + GRACE_MILLIS, (node) -> false);
		assertThat(run.membership.view().members())
			.allMatch((member) -> member.connectedAt() == null || !run.announces(member.name()));
	}

	@Property(tries = 300)
	void whoDoesNotAnnounceItselfIsUpForAsLongAsItsLink(@ForAll("histories") List<Step> history) {
		Run run = new Run(ConnectionMode.DISTRIBUTION, history);
		List<NodeName> quiet = run.quiet();
		run.probed.clear();
		run.goOn(3 * LIMITS.forgetAfter().toMillis(), (node) -> false);
		assertThat(run.probed).noneMatch(quiet::contains);
		assertThat(run.names((member) -> member.state() == NodeState.CONNECTED)).containsAll(quiet);
		run.endQuietLinks();
		assertThat(run.freeNodes()).containsAll(quiet);
	}

	@Property(tries = 300)
	void whoIsHeardAndFreeIsDialledThoughEveryAttemptFailedSoFar(@ForAll("histories") List<Step> history) {
		Run run = new Run(ConnectionMode.DISTRIBUTION, history);
		run.failAllAttempts();
		for (NodeName node : run.freeNodes()) {
			run.dials.clear();
			for (long millis = 0; millis <= BACK_OFF_MILLIS; millis += 500) {
				run.after(500);
				run.heard(node);
				run.tick();
			}
			assertThat(run.dials).containsKey(node);
			run.failAllAttempts();
		}
	}

	@Property(tries = 300)
	void backOffEndsWithALink(@ForAll("histories") List<Step> history) {
		Run run = new Run(ConnectionMode.DISTRIBUTION, history);
		run.failAllAttempts();
		List<NodeName> free = run.freeNodes();
		for (long millis = 0; millis <= BACK_OFF_MILLIS; millis += 500) {
			run.after(500);
			free.forEach(run::heard);
			run.tick();
			run.linkAllAttempts();
		}
		assertThat(free).allMatch((node) -> run.membership.view().member(node).connectedAt() != null);
	}

	@Property(tries = 300)
	void aFullTableAdmitsAgain(@ForAll("histories") List<Step> history, @ForAll ConnectionMode mode) {
		Run run = new Run(mode, history);
		run.endQuietLinks();
		for (int i = 0; i < 2 * MAX_NODES; i++) {
			run.heard(NodeName.of("crowd" + i + "@host"));
		}
		run.goOn(FORGOTTEN_MILLIS, (node) -> false);
		for (int i = 0; i < MAX_NODES; i++) {
			assertThat(run.heard(NodeName.of("newcomer" + i + "@host"))).isEqualTo(Hearing.NEWCOMER);
		}
		assertThat(run.heard(NodeName.of("onetoomany@host"))).isEqualTo(Hearing.FULL);
	}

	@Property(tries = 300)
	void aSuspicionIsClearedByAnAnnouncement(@ForAll("histories") List<Step> history, @ForAll ConnectionMode mode) {
		Run run = new Run(mode, history);
		for (int i = 0; i < 40 && run.suspected().isEmpty(); i++) {
			run.after(500);
			run.tick();
		}
		List<NodeName> suspected = run.suspected();
		suspected.forEach(run::heard);
		assertThat(run.suspected()).isEmpty();
		run.after(500);
		run.tick();
		assertThat(run.suspected()).noneMatch(suspected::contains);
	}

	@Property(tries = 300)
	void whoKeepsBeingHeardOrAnswersIsNeverTakenDown(@ForAll("histories") List<Step> history,
			@ForAll ConnectionMode mode) {
		Run run = new Run(mode, history);
		run.membership.view().members().forEach((member) -> run.heard(member.name()));
		run.downs = 0;
		run.goOn(60_000, (node) -> true);
		assertThat(run.downs).isZero();
	}

	private static NodeName node(int number) {
		return NodeName.of("n" + number + "@host");
	}

	@Provide
	Arbitrary<List<Step>> histories() {
		Arbitrary<Kind> kinds = Arbitraries.frequency(Tuple.of(6, Kind.HEARD), Tuple.of(4, Kind.TIME),
				Tuple.of(2, Kind.LINK_UP), Tuple.of(1, Kind.LINK_DOWN), Tuple.of(3, Kind.CONNECT_FAILED),
				Tuple.of(1, Kind.CONNECT_REFUSED), Tuple.of(1, Kind.METADATA));
		Arbitrary<NodeName> nodes = Arbitraries.integers().between(1, NODES).map(LivenessPropertyTests::node);
		Arbitrary<Long> delays = Arbitraries.frequencyOf(Tuple.of(8, Arbitraries.longs().between(0, 1500)),
				Tuple.of(1, Arbitraries.longs().between(1500, 60_000)));
		return Combinators.combine(kinds, nodes, delays).as(Step::new).list().ofMaxSize(100);
	}

	enum Kind {

		HEARD, TIME, LINK_UP, LINK_DOWN, CONNECT_FAILED, CONNECT_REFUSED, METADATA

	}

	/**
	 * One input.
	 *
	 * @param kind what happens
	 * @param node to which node
	 * @param delayMillis how long after the input before
	 */
	record Step(Kind kind, NodeName node, long delayMillis) {

	}

	/**
	 * A history that was played through, and goes on.
	 */
	private static final class Run {

		/**
		 * The attempts that are under way, and where they go.
		 */
		private final Map<NodeName, Boolean> dials = new HashMap<>();

		/**
		 * Who was heard since it is in the table.
		 */
		private final Set<NodeName> heard = new HashSet<>();

		private final Set<NodeName> probed = new HashSet<>();

		private final Membership membership;

		private final boolean links;

		private long millis;

		private int downs;

		Run(ConnectionMode mode, List<Step> history) {
			this.links = mode == ConnectionMode.DISTRIBUTION;
			this.membership = new Membership(new MembershipSettings(mode, INTERVAL, LIMITS, MAX_NODES), new Random(1),
					this::apply, 0);
			history.forEach(this::play);
		}

		private void play(Step step) {
			after(step.delayMillis());
			NodeName node = step.node();
			switch (step.kind()) {
				case HEARD -> heard(node);
				case TIME -> tick();
				case LINK_UP -> linkUp(node);
				case LINK_DOWN -> this.membership.linkDown(node, "it closed", now());
				case CONNECT_FAILED -> end(node, true);
				case CONNECT_REFUSED -> end(node, false);
				case METADATA -> this.membership.introduced(node, new Introduction("app", Map.of("key", "value")));
			}
			this.heard.removeIf((known) -> this.membership.view().member(known) == null);
		}

		private void apply(Effect effect) {
			if (effect instanceof Effect.Connect connect) {
				this.dials.put(connect.member().name(), true);
			}
			else if (effect instanceof Effect.Probe probe) {
				this.probed.add(probe.member().name());
			}
			else if (effect instanceof Effect.Down) {
				this.downs++;
			}
		}

		private void linkUp(NodeName node) {
			if (this.links) {
				this.dials.remove(node);
				this.membership.linkUp(node, ADDRESS, introducesItself(node), now());
			}
		}

		private void end(NodeName node, boolean failed) {
			if (this.dials.remove(node) == null) {
				return;
			}
			if (failed) {
				this.membership.connectFailed(node, "refused", now());
			}
			else {
				this.membership.connectRefused(node, "it came from elsewhere", now());
			}
		}

		/**
		 * One that failed may lead to another at once, if its node came back meanwhile.
		 */
		void failAllAttempts() {
			for (int round = 0; !this.dials.isEmpty(); round++) {
				assertThat(round).as("rounds of attempts that fail, each of which led to another at once")
					.isLessThan(2 * NODES);
				List.copyOf(this.dials.keySet()).forEach((node) -> end(node, true));
			}
		}

		void linkAllAttempts() {
			List.copyOf(this.dials.keySet()).forEach(this::linkUp);
		}

		Hearing heard(NodeName node) {
			Hearing hearing = this.membership.heard(node, new InetSocketAddress(ADDRESS, 45892), now());
			if (hearing == Hearing.NEWCOMER || hearing == Hearing.KNOWN) {
				this.heard.add(node);
			}
			return hearing;
		}

		List<NodeName> quiet() {
			return names((member) -> member.connectedAt() != null && !announces(member.name()));
		}

		void endQuietLinks() {
			quiet().forEach((node) -> this.membership.linkDown(node, "it ticks no more", now()));
		}

		boolean announces(NodeName node) {
			return this.heard.contains(node) || introducesItself(node);
		}

		private static boolean introducesItself(NodeName node) {
			return node.localPart().equals("n1");
		}

		void after(long delay) {
			this.millis += delay;
		}

		void tick() {
			this.membership.listening(now());
			this.membership.tick(now());
		}

		void goOn(long duration, Predicate<NodeName> lives) {
			long end = this.millis + duration;
			for (; this.millis < end; this.millis += 250) {
				tick();
				failAllAttempts();
				for (Member member : this.membership.view().members()) {
					if (lives.test(member.name()) && this.millis % 1500 < 250 && member.connectedAt() != null) {
						heard(member.name());
					}
				}
			}
			tick();
		}

		List<NodeName> freeNodes() {
			return names((member) -> member.connectedAt() == null);
		}

		List<NodeName> suspected() {
			return names((member) -> member.state() == NodeState.SUSPECTED);
		}

		private List<NodeName> names(Predicate<Member> wanted) {
			return new ArrayList<>(this.membership.view().members().stream().filter(wanted).map(Member::name).toList());
		}

		private long now() {
			return Duration.ofMillis(this.millis).toNanos();
		}

	}

}
