package io.macula.gossip.membership;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	@Property
	void upAndDownAlternateForEachNode(@ForAll("histories") List<Step> history) {
		Map<NodeName, Boolean> up = new HashMap<>();
		for (Effect effect : new Run(history, true).effects) {
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
	void aNodeIsDiscoveredBeforeItIsUp(@ForAll("histories") List<Step> history) {
		Set<NodeName> discovered = new HashSet<>();
		for (Effect effect : new Run(history, false).effects) {
			if (effect instanceof Effect.Discovered change) {
				discovered.add(change.member().name());
			}
			else if (effect instanceof Effect.Up change) {
				assertThat(discovered).contains(change.member().name());
			}
		}
	}

	@Property
	void noChangeIsWithoutACause(@ForAll("histories") List<Step> history) {
		Run run = new Run(history, false);
		for (int i = 0; i < history.size(); i++) {
			Step step = history.get(i);
			for (Effect effect : run.effectsOf.get(i)) {
				if (effect instanceof Effect.Down down && down.reason() == NodeDownReason.SILENT) {
					assertThat(step.kind()).isEqualTo(Kind.TIME);
					assertThat(run.times.get(i) - down.member().lastHeardAt())
						.isGreaterThanOrEqualTo(LIMITS.downAfter().toNanos());
				}
				else if (effect instanceof Effect.Down down) {
					assertThat(down.reason()).isEqualTo(NodeDownReason.LEFT);
					assertThat(step.kind()).isEqualTo(Kind.FAREWELL);
					assertThat(down.member().name()).isEqualTo(step.node());
				}
				else {
					assertThat(step.kind()).isEqualTo(Kind.HEARD);
				}
			}
		}
	}

	@Property
	void theTableIsNeverOverItsCap(@ForAll("histories") List<Step> history) {
		assertThat(new Run(history, false).sizes).allMatch((size) -> size <= MAX_NODES);
	}

	@Property
	void theTableAgreesWithTheEffects(@ForAll("histories") List<Step> history) {
		Run run = new Run(history, false);
		Set<NodeName> up = new HashSet<>();
		for (Effect effect : run.effects) {
			if (effect instanceof Effect.Up change) {
				up.add(change.member().name());
			}
			else if (effect instanceof Effect.Down change) {
				up.remove(change.member().name());
			}
		}
		assertThat(run.membership.members().stream().filter((member) -> member.connectedAt() != null).map(Member::name))
			.containsExactlyInAnyOrderElementsOf(up);
	}

	@Property
	void theSameInputsGiveTheSameEffects(@ForAll("histories") List<Step> history) {
		assertThat(new Run(history, true).effectsOf).isEqualTo(new Run(history, true).effectsOf);
	}

	@Provide
	Arbitrary<List<Step>> histories() {
		Arbitrary<Kind> kinds = Arbitraries.frequency(Tuple.of(6, Kind.HEARD), Tuple.of(1, Kind.FAREWELL),
				Tuple.of(4, Kind.TIME));
		Arbitrary<NodeName> nodes = Arbitraries.integers().between(1, 8).map((i) -> NodeName.of("n" + i + "@host"));
		Arbitrary<Long> delays = Arbitraries.frequencyOf(Tuple.of(8, Arbitraries.longs().between(0, 1500)),
				Tuple.of(1, Arbitraries.longs().between(1500, 60_000)));
		Arbitrary<Long> skews = Arbitraries.longs().between(-40_000, 40_000);
		return Combinators.combine(kinds, nodes, delays, skews).as(Step::new).list().ofMaxSize(120);
	}

	enum Kind {

		HEARD, FAREWELL, TIME

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

		private final Membership membership = new Membership(INTERVAL, LIMITS, MAX_NODES, this.effects::add, 0);

		Run(List<Step> history, boolean stop) {
			long millis = 0;
			for (Step step : history) {
				millis += step.delayMillis();
				int before = this.effects.size();
				long now = Duration.ofMillis(millis).toNanos();
				switch (step.kind()) {
					case HEARD -> this.membership.heard(step.node(), ADDRESS, now);
					case FAREWELL -> this.membership.farewell(step.node(), millis + step.skewMillis(), millis, now);
					case TIME -> this.membership.tick(now);
				}
				this.effectsOf.add(List.copyOf(this.effects.subList(before, this.effects.size())));
				this.times.add(now);
				this.sizes.add(this.membership.size());
			}
			if (stop) {
				this.membership.stop();
			}
		}

	}

}
