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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ends with a link, or with room for one.
 */
@Timeout(5)
class LinkLivenessTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private static final NodeName A = NodeName.of("a@host");

	private static final NodeName B = NodeName.of("b@host");

	private static final NodeName C = NodeName.of("c@host");

	private final List<String> effects = new ArrayList<>();

	private final Membership membership = new Membership(
			new MembershipSettings(ConnectionMode.DISTRIBUTION, INTERVAL, FailureDetection.forInterval(INTERVAL), 2),
			new Random(1), (effect) -> this.effects.add(MembershipTests.describe(effect)), 0);

	@Test
	void aLinkEndsTheBackOff() {
		long now = failFiveTimes();
		this.membership.linkUp(A, ADDRESS, false, nanos(now));
		this.membership.linkDown(A, "it closed", nanos(now));
		assertThat(dialledWhileHeard(now + 10, now + 20)).as("at once, since it is heard").containsExactly(now + 10);
		this.membership.connectFailed(A, "refused", nanos(now + 10));
		assertThat(dialledWhileHeard(now + 20, now + 2000)).as("the back-off begins anew")
			.singleElement()
			.satisfies((at) -> assertThat(at - now).isBetween(750L, 1600L));
	}

	@Test
	void aLinkThatTheOtherSideMadeEndsTheAttempt() {
		heard(A, 0);
		assertThat(this.effects).endsWith("connect a@host");
		this.membership.linkUp(A, ADDRESS, false, nanos(10));
		this.membership.linkDown(A, "it closed", nanos(20));
		assertThat(dialledWhileHeard(30, 50)).containsExactly(30L);
	}

	@Test
	void aSuspicionIsClearedByAnAnnouncementAndTheSilenceCountsAnew() {
		this.membership.linkUp(A, ADDRESS, false, 0);
		heard(A, 0);
		tickThrough(0, 3200);
		assertThat(state(A)).isEqualTo(NodeState.SUSPECTED);
		heard(A, 4900);
		assertThat(state(A)).isEqualTo(NodeState.CONNECTED);
		tickThrough(4900, 4900 + 3100);
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host", "probe a@host");
		tickThrough(8000, 8100);
		assertThat(this.effects).endsWith("probe a@host").hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void onlyOneOfOursIsSuspectedForItsSilenceIfItNeverAnnouncedItself(boolean introducesItself) {
		this.membership.linkUp(A, ADDRESS, introducesItself, 0);
		tickThrough(0, 600_000);
		if (introducesItself) {
			assertThat(this.effects).startsWith("discovered a@host", "up a@host", "probe a@host",
					"down a@host UNRESPONSIVE", "close a@host");
		}
		else {
			assertThat(this.effects).containsExactly("discovered a@host", "up a@host");
			assertThat(state(A)).isEqualTo(NodeState.CONNECTED);
		}
	}

	@Test
	void whoWasHeardFromWhereItLinksFromIsSuspectedForItsSilence() {
		heard(A, 0);
		this.membership.linkUp(A, ADDRESS, false, nanos(10));
		tickThrough(10, 4000);
		assertThat(this.effects).endsWith("probe a@host");
	}

	@Test
	void whatSomebodyElsewhereAnnouncesHasNobodySuspected() throws Exception {
		InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.getByName("10.0.0.66"), 45892);
		this.membership.heard(A, elsewhere, 0);
		this.membership.linkUp(A, ADDRESS, false, nanos(10));
		this.membership.heard(A, elsewhere, nanos(20));
		tickThrough(20, 60_000);
		assertThat(this.effects).containsExactly("discovered a@host", "connect a@host", "up a@host");
		heard(A, 60_100);
		tickThrough(60_100, 63_200);
		assertThat(this.effects).as("three seconds after it announced itself").hasSize(3);
		tickThrough(63_200, 63_400);
		assertThat(this.effects).endsWith("probe a@host");
	}

	@Test
	void aNewLinkFromWhereItWasHeardIsJudgedAsTheOneBefore() {
		heard(A, 0);
		this.membership.linkUp(A, ADDRESS, false, nanos(10));
		this.membership.linkDown(A, "it closed", nanos(20));
		this.membership.linkUp(A, ADDRESS, false, nanos(30));
		tickThrough(30, 4000);
		assertThat(this.effects).endsWith("probe a@host");
	}

	@Test
	void aTableFullOfNamesThatCannotBeConnectedToAdmitsTheNext() {
		heard(A, 0);
		heard(B, 1);
		assertThat(heard(C, 2)).as("both are being connected to").isEqualTo(Hearing.FULL);
		this.membership.connectFailed(A, "refused", nanos(3));
		assertThat(heard(C, 4)).isEqualTo(Hearing.NEWCOMER);
		assertThat(this.membership.view().member(A)).isNull();
		assertThat(heard(A, 5)).isEqualTo(Hearing.FULL);
		this.membership.connectRefused(B, "it came from elsewhere", nanos(6));
		assertThat(heard(A, 7)).isEqualTo(Hearing.NEWCOMER);
	}

	@Test
	void aTableFullOfLinkedNodesHasRoomWhenThoseAreForgotten() {
		this.membership.linkUp(A, ADDRESS, false, 0);
		this.membership.linkUp(B, ADDRESS, false, 0);
		assertThat(heard(C, 1)).isEqualTo(Hearing.FULL);
		this.membership.linkDown(A, "it closed", nanos(2));
		assertThat(heard(C, 3)).as("who was lost stays, for a name that was merely heard").isEqualTo(Hearing.FULL);
		for (long now = 3; now < 62_000; now += 100) {
			if (tick(now).contains("connect a@host")) {
				this.membership.connectFailed(A, "refused", nanos(now));
			}
			this.membership.probeAnswered(B, nanos(now));
		}
		assertThat(heard(C, 62_000)).isEqualTo(Hearing.NEWCOMER);
	}

	private long failFiveTimes() {
		long now = 0;
		for (int i = 0; i < 5; i++) {
			List<Long> dialled = new ArrayList<>();
			for (; dialled.isEmpty(); now += 10) {
				if (hearAndGet(now).contains("connect a@host")) {
					dialled.add(now);
				}
			}
			this.membership.connectFailed(A, "refused", nanos(now));
		}
		return now;
	}

	private List<Long> dialledWhileHeard(long from, long to) {
		List<Long> dialled = new ArrayList<>();
		for (long now = from; now < to; now += 10) {
			if (hearAndGet(now).contains("connect a@host")) {
				dialled.add(now);
			}
		}
		return dialled;
	}

	private List<String> hearAndGet(long millis) {
		int before = this.effects.size();
		heard(A, millis);
		return List.copyOf(this.effects.subList(before, this.effects.size()));
	}

	private List<String> tick(long millis) {
		int before = this.effects.size();
		this.membership.tick(nanos(millis));
		return List.copyOf(this.effects.subList(before, this.effects.size()));
	}

	private void tickThrough(long from, long to) {
		for (long now = from; now <= to; now += 100) {
			tick(now);
		}
	}

	private Hearing heard(NodeName node, long millis) {
		return this.membership.heard(node, new InetSocketAddress(ADDRESS, 45892), nanos(millis));
	}

	private NodeState state(NodeName node) {
		return this.membership.view().member(node).state();
	}

	private static long nanos(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
