package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes whose intervals differ.
 */
@Timeout(5)
class HeartbeatIntervalTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final MembershipSettings SETTINGS = new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL,
			FailureDetection.forInterval(INTERVAL), 2);

	private static final NodeName A = NodeName.of("a@host");

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private static final int PORT = 45892;

	private final List<String> effects = new ArrayList<>();

	private final Membership membership = new Membership(SETTINGS, new Random(1),
			(effect) -> this.effects.add(MembershipTests.describe(effect)), 0);

	@Test
	void whenANodeHasALongerIntervalShouldLearnItAndTellItOnce() {
		for (long now = 0; now <= 120_000; now += 500) {
			if (now % 6000 == 0) {
				heard(A, now);
				heard(A, now);
			}
			tick(now);
		}
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host", "down a@host SILENT", "up a@host",
				"slower a@host");
		assertThat(this.membership.view().announcesEvery(A)).isEqualTo(Duration.ofSeconds(6));
		tickEvery500(120_500, 139_000);
		assertThat(this.effects).hasSize(5);
		tickEvery500(139_000, 139_500);
		assertThat(this.effects).endsWith("down a@host SILENT").hasSize(6);
	}

	@Test
	void whoAnnouncesItselfSeldomIsSuspectedLaterToo() {
		for (long now = 0; now <= 60_000; now += 500) {
			if (now % 6000 == 0) {
				heard(A, now);
			}
			tick(now);
		}
		tickEvery500(60_500, 72_500);
		assertThat(this.membership.view().member(A).state()).isEqualTo(NodeState.CONNECTED);
		tick(72_600);
		assertThat(this.membership.view().member(A).state()).isEqualTo(NodeState.SUSPECTED);
	}

	@Test
	void theShortestOfSixLongGapsInARowIsTheInterval() {
		long now = 0;
		heard(A, now);
		for (int seconds : new int[] { 6, 5, 7, 6, 7 }) {
			now += 1000 * seconds;
			heard(A, now);
			assertThat(this.membership.view().announcesEvery(A)).isNull();
		}
		heard(A, now + 6000);
		assertThat(this.membership.view().announcesEvery(A)).isEqualTo(Duration.ofSeconds(5));
		assertThat(this.effects).endsWith("slower a@host");
	}

	@Test
	void aNodeThatGetsOurIntervalIsNotTakenForASlowerOneAnyMore() {
		long now = hearEvery(6000, 0, 8);
		assertThat(this.membership.view().announcesEvery(A)).isEqualTo(Duration.ofSeconds(6));
		now = hearEvery(1500, now, 2);
		assertThat(this.membership.view().announcesEvery(A)).isNull();
		hearEvery(6000, now, 8);
		assertThat(this.effects.stream().filter("slower a@host"::equals)).hasSize(2);
	}

	@Test
	void aNodeThatIsALittleSlowerGetsMoreTimeAndOneThatIsALittleLateDoesNot() {
		assertThat(silenceUntilDown(1800)).isEqualTo(4800);
		assertThat(silenceUntilDown(2500)).isEqualTo(8000);
	}

	@Test
	void whoHasLimitsForALongerIntervalIsToldOfNoneThatSuitsThem() {
		List<String> told = new ArrayList<>();
		Membership patient = new Membership(
				new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL,
						FailureDetection.forInterval(Duration.ofSeconds(6)), 2),
				new Random(1), (effect) -> told.add(MembershipTests.describe(effect)), 0);
		for (int i = 0; i < 20; i++) {
			patient.heard(A, new InetSocketAddress(ADDRESS, PORT), nanos(6000L * i));
		}
		assertThat(patient.view().announcesEvery(A)).isNull();
		assertThat(told).containsExactly("discovered a@host", "up a@host");
	}

	@Test
	void oneAnnouncementThatWasLostIsNoLongerInterval() {
		for (long now = 0; now <= 15_000; now += 1500) {
			if (now != 6000) {
				heard(A, now);
			}
			tick(now);
		}
		tickEvery500(15_500, 20_000);
		assertThat(this.effects).endsWith("down a@host SILENT");
		assertThat(this.membership.view().announcesEvery(A)).isNull();
	}

	@Test
	void howeverSeldomANodeIsHeardItsSilenceEnds() {
		for (int i = 0; i < 10; i++) {
			heard(A, 60_000 * i);
			tickEvery500(60_000 * i, 60_000 * i + 59_500);
		}
		assertThat(this.effects.stream().filter("down a@host SILENT"::equals)).hasSize(10);
	}

	private long hearEvery(long millis, long from, int times) {
		for (int i = 0; i < times; i++) {
			heard(A, from + i * millis);
		}
		return from + times * millis;
	}

	private long silenceUntilDown(long gap) {
		Membership other = new Membership(SETTINGS, new Random(1),
				(effect) -> this.effects.add(MembershipTests.describe(effect)), 0);
		long now = 0;
		for (int i = 0; i < 10; i++) {
			other.heard(A, new InetSocketAddress(ADDRESS, PORT), nanos(now + i * gap));
		}
		long last = now + 9 * gap;
		this.effects.clear();
		for (now = last; this.effects.isEmpty() && now < last + 60_000; now += 100) {
			other.listening(nanos(now));
			other.tick(nanos(now));
		}
		assertThat(this.effects).containsExactly("down a@host SILENT");
		return now - 100 - last;
	}

	private void heard(NodeName node, long millis) {
		this.membership.heard(node, new InetSocketAddress(ADDRESS, PORT), nanos(millis));
	}

	private void tick(long millis) {
		this.membership.listening(nanos(millis));
		this.membership.tick(nanos(millis));
	}

	private void tickEvery500(long from, long to) {
		for (long now = from; now <= to; now += 500) {
			tick(now);
		}
	}

	private static long nanos(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
