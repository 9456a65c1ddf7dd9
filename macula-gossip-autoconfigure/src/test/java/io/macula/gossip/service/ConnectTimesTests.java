package io.macula.gossip.service;

import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;

import io.macula.gossip.ConnectRefusal;
import io.macula.gossip.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts to link are measured, and what they take is kept for none that is over.
 */
class ConnectTimesTests {

	private static final int MAX = 10_000;

	private static final NodeName NODE = NodeName.of("orders@10.0.0.2");

	private final ConnectTimes times = new ConnectTimes();

	@Test
	void itTellsWhatBecameOfEachAttempt() {
		this.times.begin(NODE);
		this.times.linked(NODE);
		this.times.begin(NODE);
		this.times.failed(NODE);
		this.times.begin(NODE);
		this.times.refused(NODE, ConnectRefusal.LIMITED);
		assertThat(this.times.statistics()).satisfies((statistics) -> {
			assertThat(statistics.succeeded()).isOne();
			assertThat(statistics.time()).isPositive();
			assertThat(statistics.failed()).isOne();
			assertThat(statistics.refused()).isEqualTo(Map.of(ConnectRefusal.LIMITED, 1L));
		});
	}

	@Test
	void aLinkThatTheOtherSideMadeIsNoAttempt() {
		this.times.linked(NODE);
		this.times.failed(NODE);
		assertThat(this.times.statistics()).satisfies((statistics) -> {
			assertThat(statistics.succeeded()).isZero();
			assertThat(statistics.time()).isEqualTo(Duration.ZERO);
			assertThat(statistics.failed()).isZero();
		});
	}

	/**
	 * Else names that lead nowhere, which anybody can announce, would take all places.
	 */
	@ParameterizedTest
	@EnumSource
	void nothingIsKeptOfNamesWhoseAttemptIsOver(End end) {
		for (int i = 0; i < MAX; i++) {
			NodeName forged = NodeName.of("forged-" + i + "@10.0.0.9");
			this.times.begin(forged);
			end.of.accept(this.times, forged);
		}
		this.times.begin(NODE);
		this.times.linked(NODE);
		this.times.linked(NodeName.of("forged-0@10.0.0.9"));
		assertThat(this.times.statistics().succeeded()).as("the attempt of %s alone", NODE).isOne();
	}

	@Test
	void noMoreAreMeasuredAtOnceThanMayBe() {
		for (int i = 0; i <= MAX; i++) {
			this.times.begin(NodeName.of("node-" + i + "@10.0.0.9"));
		}
		for (int i = 0; i <= MAX; i++) {
			this.times.linked(NodeName.of("node-" + i + "@10.0.0.9"));
		}
		assertThat(this.times.statistics().succeeded()).isEqualTo(MAX);
	}

	/**
	 * What an attempt comes to that makes no link.
	 */
	enum End {

		REFUSED((times, node) -> times.refused(node, ConnectRefusal.UNPROVEN)), FAILED(ConnectTimes::failed),
		FORGOTTEN((times, node) -> times.clear());

		private final BiConsumer<ConnectTimes, NodeName> of;

		End(BiConsumer<ConnectTimes, NodeName> of) {
			this.of = of;
		}

	}

}
