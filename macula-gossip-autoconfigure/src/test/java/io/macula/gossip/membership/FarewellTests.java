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
import io.macula.gossip.net.IpLiteral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(5)
class FarewellTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final MembershipSettings SETTINGS = new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL,
			FailureDetection.forInterval(INTERVAL), 2);

	private static final NodeName A = NodeName.of("a@host");

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private static final int PORT = 45892;

	private static final InetAddress ELSEWHERE = IpLiteral.parse("10.0.0.66");

	private static final long WALL = 1_790_000_000_000L;

	private final List<String> effects = new ArrayList<>();

	private final Membership membership = new Membership(SETTINGS, new Random(1),
			(effect) -> this.effects.add(MembershipTests.describe(effect)), 0);

	@Test
	void whenANodeSaysFarewellShouldBeDownAndForgottenAtOnce() {
		heard(A, 0);
		assertThat(farewell(A, WALL, WALL, 100)).isEqualTo(Hearing.KNOWN);
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host", "down a@host LEFT");
		assertThat(this.membership.view().member(A)).isNull();
	}

	@Test
	void whenAFarewellIsSentAgainShouldNotTakeTheRestartedNodeDown() {
		heard(A, 0);
		farewell(A, WALL, WALL, 100);
		heard(A, 1000);
		assertThat(farewell(A, WALL, WALL + 1100, 1100)).isEqualTo(Hearing.KNOWN);
		assertThat(farewell(A, WALL - 1, WALL + 1100, 1100)).isEqualTo(Hearing.STALE);
		assertThat(state(A)).isEqualTo(NodeState.CONNECTED);
		assertThat(farewell(A, WALL + 1200, WALL + 1200, 1200)).isEqualTo(Hearing.KNOWN);
		assertThat(this.membership.view().member(A)).isNull();
	}

	@Test
	void whenAFarewellIsFromAnotherTimeShouldRefuseIt() {
		heard(A, 0);
		assertThat(farewell(A, WALL - 30_001, WALL, 100)).isEqualTo(Hearing.STALE);
		assertThat(farewell(A, WALL + 30_001, WALL, 100)).isEqualTo(Hearing.STALE);
		assertThat(state(A)).isEqualTo(NodeState.CONNECTED);
		farewell(A, WALL - 30_000, WALL, 100);
		assertThat(this.effects).endsWith("down a@host LEFT");
	}

	@Test
	void whenAFarewellFromTheFutureIsSentAgainShouldBeRememberedForAsLongAsItIsValid() {
		heard(A, 10_000);
		farewell(A, WALL + 30_000, WALL, 10_000);
		heard(A, 69_000);
		this.membership.tick(nanos(70_000));
		farewell(A, WALL + 30_000, WALL + 60_000, 70_000);
		assertThat(state(A)).isEqualTo(NodeState.CONNECTED);
	}

	@Test
	void aFarewellIsForgottenOnceItIsNotValidAnyMoreSoThatAClockMayBeSetBack() {
		heard(A, 0);
		farewell(A, WALL, WALL, 0);
		heard(A, 61_000);
		this.membership.tick(nanos(61_000));
		long setBack = WALL - Duration.ofDays(1).toMillis();
		farewell(A, setBack, setBack, 61_000);
		assertThat(this.effects).endsWith("up a@host", "down a@host LEFT");
	}

	@Test
	void asManyFarewellsAreRememberedAsThereMayBeNodesAndNoMore() {
		NodeName b = NodeName.of("b@host");
		NodeName c = NodeName.of("c@host");
		heard(A, 0);
		heard(b, 0);
		farewell(A, WALL, WALL, 1);
		farewell(b, WALL, WALL, 1);
		assertThat(heard(A, 2)).isEqualTo(Hearing.LEFT);
		heard(c, 2);
		farewell(c, WALL, WALL, 2);
		assertThat(heard(A, 3)).as("the first is forgotten").isEqualTo(Hearing.NEWCOMER);
		assertThat(heard(b, 3)).isEqualTo(Hearing.LEFT);
	}

	@Test
	void copiesOfEarlierFarewellsFromTheFutureAreKnownAsThat() {
		heard(A, 0);
		farewell(A, WALL + 29_000, WALL, 0);
		heard(A, 1000);
		farewell(A, WALL + 28_000, WALL + 1000, 1000);
		heard(A, 2000);
		assertThat(farewell(A, WALL + 29_000, WALL + 2000, 2000)).isEqualTo(Hearing.KNOWN);
		assertThat(state(A)).isEqualTo(NodeState.CONNECTED);
	}

	@Test
	void aFarewellOfNobodyLeavesNoTrace() {
		for (int i = 0; i < 100; i++) {
			assertThat(farewell(NodeName.of("n" + i + "@host"), WALL, WALL, 0)).isEqualTo(Hearing.KNOWN);
		}
		assertThat(farewell(A, WALL + 10, WALL, 0)).isEqualTo(Hearing.KNOWN);
		heard(A, 1);
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host");
		farewell(A, WALL + 2, WALL + 2, 2);
		assertThat(this.effects).endsWith("down a@host LEFT");
	}

	@Test
	void howeverManyNodesSayFarewellTheNextOneIsHonoured() {
		for (int i = 0; i < 100; i++) {
			NodeName name = NodeName.of("n" + i + "@host");
			heard(name, i);
			farewell(name, WALL + i, WALL + i, i);
		}
		heard(A, 200);
		farewell(A, WALL + 200, WALL + 200, 200);
		assertThat(this.effects).endsWith("down a@host LEFT");
	}

	@Test
	void aFarewellFromElsewhereIsRefusedAndDoesNotMakeTheTrueOneStale() {
		heard(A, 0);
		assertThat(this.membership.farewell(A, ELSEWHERE, WALL + 29_000, WALL, nanos(1))).isEqualTo(Hearing.STALE);
		assertThat(state(A)).isEqualTo(NodeState.CONNECTED);
		assertThat(farewell(A, WALL + 2, WALL + 2, 2)).isEqualTo(Hearing.KNOWN);
		assertThat(this.effects).endsWith("down a@host LEFT");
	}

	@Test
	void aForgedFarewellFromTheFutureDoesNotMakeTheTrueOneStale() {
		heard(A, 0);
		farewell(A, WALL + 29_000, WALL, 1);
		heard(A, 1500);
		this.effects.clear();
		assertThat(farewell(A, WALL + 29_000, WALL + 1600, 1600)).as("a copy").isEqualTo(Hearing.KNOWN);
		assertThat(farewell(A, WALL, WALL + 1600, 1600)).as("sent before that came").isEqualTo(Hearing.STALE);
		assertThat(this.effects).isEmpty();
		farewell(A, WALL + 1700, WALL + 1700, 1700);
		assertThat(this.effects).containsExactly("down a@host LEFT");
	}

	@Test
	void aNodeWithTwoInterfacesMaySayFarewellOnEither() {
		heard(A, 0);
		this.membership.heard(A, new InetSocketAddress(ELSEWHERE, PORT), nanos(1));
		assertThat(this.membership.view().member(A).address()).isEqualTo(ELSEWHERE);
		farewell(A, WALL, WALL, 100);
		assertThat(this.effects).endsWith("down a@host LEFT");
	}

	@Test
	void whereANodeWasBeforeItMayItSayFarewellForTwoIntervals() {
		InetSocketAddress elsewhere = new InetSocketAddress(ELSEWHERE, PORT);
		heard(A, 0);
		this.membership.heard(A, elsewhere, nanos(1000));
		assertThat(farewell(A, WALL, WALL, 4000)).isEqualTo(Hearing.KNOWN);
		assertThat(this.effects).endsWith("down a@host LEFT");
		heard(A, 10_000);
		this.membership.heard(A, elsewhere, nanos(11_000));
		assertThat(farewell(A, WALL + 1, WALL + 1, 14_001)).isEqualTo(Hearing.STALE);
		assertThat(state(A)).isEqualTo(NodeState.CONNECTED);
	}

	@Test
	void whatWasSentBeforeAFarewellDoesNotBringTheNodeBack() {
		heard(A, 0);
		farewell(A, WALL, WALL, 100);
		assertThat(heard(A, 101)).isEqualTo(Hearing.LEFT);
		assertThat(heard(A, 800)).isEqualTo(Hearing.LEFT);
		assertThat(this.effects).endsWith("down a@host LEFT");
		assertThat(heard(A, 850)).as("it was started again").isEqualTo(Hearing.NEWCOMER);
		assertThat(this.effects).endsWith("down a@host LEFT", "discovered a@host", "up a@host");
	}

	private Hearing heard(NodeName node, long millis) {
		return this.membership.heard(node, new InetSocketAddress(ADDRESS, PORT), nanos(millis));
	}

	private Hearing farewell(NodeName node, long sentMillis, long wallMillis, long millis) {
		return this.membership.farewell(node, ADDRESS, sentMillis, wallMillis, nanos(millis));
	}

	private NodeState state(NodeName node) {
		return this.membership.view().member(node).state();
	}

	private static long nanos(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
