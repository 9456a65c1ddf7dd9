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

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeName;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every history of inputs.
 */
class MembershipPropertyTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final FailureDetection LIMITS = FailureDetection.forInterval(INTERVAL);

	private static final int MAX_NODES = 5;

	private static final Map<NodeDownReason, Kind> CAUSES = Map.of(NodeDownReason.SILENT, Kind.TIME,
			NodeDownReason.UNRESPONSIVE, Kind.TIME, NodeDownReason.LEFT, Kind.FAREWELL, NodeDownReason.LINK_CLOSED,
			Kind.LINK_DOWN);

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private static final int PORT = 45892;

	@Property
	void upAndDownAlternateForEachNode(@ForAll("histories") List<Step> history, @ForAll ConnectionMode mode) {
		Map<NodeName, Boolean> up = new HashMap<>();
		for (Effect effect : new Run(history, mode, true).effects) {
			if (effect instanceof Effect.Up change) {
				assertThat(up.put(change.member().name(), true)).isNotEqualTo(true);
			}
			else if (effect instanceof Effect.Down change) {
				assertThat(up.put(change.member().name(), false)).isEqualTo(true);
			}
		}
		assertThat(up.values()).doesNotContain(true);
	}

	@Property
	void aNodeIsDiscoveredBeforeItIsUp(@ForAll("histories") List<Step> history, @ForAll ConnectionMode mode) {
		Set<NodeName> discovered = new HashSet<>();
		for (Effect effect : new Run(history, mode, false).effects) {
			if (effect instanceof Effect.Discovered change) {
				discovered.add(change.member().name());
			}
			else if (effect instanceof Effect.Up change) {
				assertThat(discovered).contains(change.member().name());
			}
		}
	}

	@Property
	void noChangeIsWithoutACause(@ForAll("histories") List<Step> history, @ForAll ConnectionMode mode) {
		Run run = new Run(history, mode, false);
		boolean links = mode == ConnectionMode.DISTRIBUTION;
		Map<NodeName, Long> probedAt = new HashMap<>();
		Set<NodeName> wereUp = new HashSet<>();
		Set<NodeName> announced = new HashSet<>();
		Set<NodeName> heardSinceTried = new HashSet<>();
		for (int i = 0; i < history.size(); i++) {
			Step step = history.get(i);
			if (step.kind() == Kind.HEARD) {
				announced.add(step.node());
				heardSinceTried.add(step.node());
			}
			for (Effect effect : run.effectsOf.get(i)) {
				if (effect instanceof Effect.Down down) {
					assertThat(step.kind()).isEqualTo(CAUSES.get(down.reason()));
					if (down.reason() == NodeDownReason.SILENT) {
						assertThat(links).isFalse();
						assertThat(run.times.get(i) - down.member().lastHeardAt())
							.isGreaterThanOrEqualTo(LIMITS.downAfter().toNanos());
					}
					if (down.reason() == NodeDownReason.UNRESPONSIVE) {
						assertThat(run.times.get(i) - probedAt.get(down.member().name()))
							.isGreaterThanOrEqualTo(LIMITS.probeTimeout().toNanos());
					}
				}
				else if (effect instanceof Effect.Up) {
					if (links && introducesItself(effect.member().name())) {
						assertThat(step.kind()).isIn(Kind.LINK_UP, Kind.INTRODUCED, Kind.TIME, Kind.LINK_DOWN);
					}
					else {
						assertThat(step.kind()).isEqualTo(links ? Kind.LINK_UP : Kind.HEARD);
					}
					wereUp.add(effect.member().name());
				}
				else if (effect instanceof Effect.Discovered) {
					assertThat(step.kind()).isIn(Kind.LINK_UP, Kind.HEARD);
				}
				else if (effect instanceof Effect.Connect) {
					assertThat(links).isTrue();
					assertThat(step.kind()).isIn(Kind.HEARD, Kind.TIME, Kind.CONNECT_FAILED);
					NodeName node = effect.member().name();
					boolean heard = heardSinceTried.remove(node);
					assertThat(heard || wereUp.contains(node)).as("only a link that was lost is made again unheard")
						.isTrue();
					if (step.kind() != Kind.HEARD && step.kind() != Kind.TIME) {
						assertThat(heard && wereUp.contains(node)).as("only who came back is tried again at once")
							.isTrue();
					}
				}
				else if (effect instanceof Effect.Probe probe) {
					assertThat(step.kind()).isEqualTo(Kind.TIME);
					assertThat(introducesItself(probe.member().name()) || announced.contains(probe.member().name()))
						.as("only who announces itself can be silent")
						.isTrue();
					probedAt.put(probe.member().name(), run.times.get(i));
				}
			}
		}
	}

	@Property
	void newsOfMetadataIsOfNodesThatAreUpByTheNews(@ForAll("histories") List<Step> history) {
		Set<NodeName> up = new HashSet<>();
		for (Effect effect : new Run(history, ConnectionMode.DISTRIBUTION, false).effects) {
			NodeName node = effect.member().name();
			if (effect instanceof Effect.Up) {
				up.add(node);
			}
			else if (effect instanceof Effect.Down) {
				up.remove(node);
			}
			else if (effect instanceof Effect.MetadataChanged) {
				assertThat(up).contains(node);
			}
		}
	}

	@Property
	void noNodeIsConnectedToTwiceAtOnce(@ForAll("histories") List<Step> history) {
		// With room for all, since one that is forgotten may be connected to again.
		Run run = new Run(history, ConnectionMode.DISTRIBUTION, false, 8);
		Set<NodeName> connecting = new HashSet<>();
		for (int i = 0; i < history.size(); i++) {
			Step step = history.get(i);
			if (step.kind() == Kind.LINK_UP || step.kind() == Kind.CONNECT_FAILED) {
				connecting.remove(step.node());
			}
			for (Effect effect : run.effectsOf.get(i)) {
				if (effect instanceof Effect.Connect connect) {
					assertThat(connecting.add(connect.member().name())).isTrue();
				}
			}
		}
	}

	@Property
	void theTableIsNeverOverItsCap(@ForAll("histories") List<Step> history, @ForAll ConnectionMode mode) {
		assertThat(new Run(history, mode, false).sizes).allMatch((size) -> size <= MAX_NODES);
	}

	@Property
	void theTableAgreesWithTheEffectsOnceNoNewsWaits(@ForAll("histories") List<Step> history,
			@ForAll ConnectionMode mode) {
		Run run = new Run(history, mode, false);
		run.membership.tick(run.now + Duration.ofMillis(500).toNanos());
		Set<NodeName> up = new HashSet<>();
		for (Effect effect : run.effects) {
			if (effect instanceof Effect.Up change) {
				up.add(change.member().name());
			}
			else if (effect instanceof Effect.Down change) {
				up.remove(change.member().name());
			}
		}
		assertThat(run.membership.view()
			.members()
			.stream()
			.filter((member) -> member.connectedAt() != null)
			.map(Member::name)).containsExactlyInAnyOrderElementsOf(up);
	}

	@Property
	void theSameInputsGiveTheSameEffects(@ForAll("histories") List<Step> history, @ForAll ConnectionMode mode) {
		assertThat(new Run(history, mode, true).effectsOf).isEqualTo(new Run(history, mode, true).effectsOf);
	}

	@Provide
	Arbitrary<List<Step>> histories() {
		Arbitrary<Kind> kinds = Arbitraries.frequency(Tuple.of(6, Kind.HEARD), Tuple.of(1, Kind.FAREWELL),
				Tuple.of(4, Kind.TIME), Tuple.of(2, Kind.LINK_UP), Tuple.of(1, Kind.LINK_DOWN),
				Tuple.of(1, Kind.CONNECT_FAILED), Tuple.of(1, Kind.PROBE_ANSWERED), Tuple.of(1, Kind.INTRODUCED));
		Arbitrary<NodeName> nodes = Arbitraries.integers().between(1, 8).map((i) -> NodeName.of("n" + i + "@host"));
		Arbitrary<Long> delays = Arbitraries.frequencyOf(Tuple.of(8, Arbitraries.longs().between(0, 1500)),
				Tuple.of(1, Arbitraries.longs().between(1500, 60_000)));
		Arbitrary<Long> skews = Arbitraries.longs().between(-40_000, 40_000);
		return Combinators.combine(kinds, nodes, delays, skews).as(Step::new).list().ofMaxSize(120);
	}

	private static boolean introducesItself(NodeName node) {
		return node.localPart().compareTo("n5") < 0;
	}

	enum Kind {

		HEARD, FAREWELL, TIME, LINK_UP, LINK_DOWN, CONNECT_FAILED, PROBE_ANSWERED, INTRODUCED;

		boolean isAboutLinks() {
			return ordinal() > TIME.ordinal();
		}

	}

	/**
	 * One input.
	 *
	 * @param kind what happens
	 * @param node to which node
	 * @param delayMillis how long after the input before
	 * @param skewMillis how far the node's wall clock is ahead
	 */
	record Step(Kind kind, NodeName node, long delayMillis, long skewMillis) {

	}

	/**
	 * A history, played through.
	 */
	private static final class Run {

		private final List<Effect> effects = new ArrayList<>();

		private final List<List<Effect>> effectsOf = new ArrayList<>();

		private final List<Long> times = new ArrayList<>();

		private final List<Integer> sizes = new ArrayList<>();

		private final Membership membership;

		private long now;

		Run(List<Step> history, ConnectionMode mode, boolean stop) {
			this(history, mode, stop, MAX_NODES);
		}

		Run(List<Step> history, ConnectionMode mode, boolean stop, int maxNodes) {
			this.membership = new Membership(new MembershipSettings(mode, INTERVAL, LIMITS, maxNodes), new Random(1),
					this.effects::add, 0);
			long millis = 0;
			for (Step step : history) {
				millis += step.delayMillis();
				int before = this.effects.size();
				this.now = Duration.ofMillis(millis).toNanos();
				if (mode == ConnectionMode.DISTRIBUTION || !step.kind().isAboutLinks()) {
					play(step, millis);
				}
				this.effectsOf.add(List.copyOf(this.effects.subList(before, this.effects.size())));
				this.times.add(this.now);
				this.sizes.add(this.membership.view().size());
			}
			if (stop) {
				this.membership.stop();
			}
		}

		private void play(Step step, long millis) {
			long now = this.now;
			switch (step.kind()) {
				case HEARD -> this.membership.heard(step.node(), new InetSocketAddress(ADDRESS, PORT), now);
				case FAREWELL ->
					this.membership.farewell(step.node(), ADDRESS, millis + step.skewMillis(), millis, now);
				case TIME -> {
					this.membership.listening(now);
					this.membership.tick(now);
				}
				case LINK_UP -> this.membership.linkUp(step.node(), ADDRESS, introducesItself(step.node()), now);
				case LINK_DOWN -> this.membership.linkDown(step.node(), "it closed", now);
				case CONNECT_FAILED -> this.membership.connectFailed(step.node(), "refused", now);
				case PROBE_ANSWERED -> this.membership.probeAnswered(step.node(), now);
				case INTRODUCED -> this.membership.introduced(step.node(),
						new Introduction("app", Map.of("millis", String.valueOf(millis))));
			}
		}

	}

}
