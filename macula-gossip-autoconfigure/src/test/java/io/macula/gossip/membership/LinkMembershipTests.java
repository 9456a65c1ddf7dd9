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
class LinkMembershipTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final MembershipSettings SETTINGS = new MembershipSettings(ConnectionMode.DISTRIBUTION, INTERVAL,
			FailureDetection.forInterval(INTERVAL), 2);

	private static final NodeName A = NodeName.of("a@host");

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private static final int PORT = 45892;

	private static final InetAddress OTHER_ADDRESS = IpLiteral.parse("10.0.0.2");

	private final List<String> effects = new ArrayList<>();

	private final Membership membership = new Membership(SETTINGS, new Random(1),
			(effect) -> this.effects.add(MembershipTests.describe(effect)), 0);

	@Test
	void whenANodeIsHeardShouldBeConnectedToOnceAndUpWhenLinked() {
		assertThat(heard(0)).isEqualTo(Hearing.NEWCOMER);
		assertThat(heard(10)).isEqualTo(Hearing.KNOWN);
		assertThat(this.effects).containsExactly("discovered a@host", "connect a@host");
		assertThat(state()).isEqualTo(NodeState.DISCOVERED);
		linkUp(20);
		assertThat(this.effects).endsWith("up a@host").hasSize(3);
		heard(1500);
		assertThat(this.effects).hasSize(3);
	}

	@Test
	void whenAnUnknownNodeLinksShouldBeDiscoveredAndUpAtOnce() {
		linkUp(0);
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host");
	}

	@Test
	void whenALinkClosesShouldBeDownAtOnceAndConnectedToWhenHeardAgain() {
		linkUp(0);
		this.membership.linkDown(A, "it closed", nanos(100));
		assertThat(this.effects).endsWith("down a@host LINK_CLOSED");
		assertThat(this.membership.view().member(A).downCause()).isEqualTo("it closed");
		heard(200);
		assertThat(this.effects).endsWith("connect a@host");
	}

	@Test
	void whenConnectingFailsShouldWaitForLongerEachTime() {
		List<Long> attempts = new ArrayList<>();
		for (long now = 0; now < 120_000; now += 100) {
			int before = this.effects.size();
			heard(now);
			if (this.effects.subList(before, this.effects.size()).contains("connect a@host")) {
				attempts.add(now);
				this.membership.connectFailed(A, "refused", nanos(now));
			}
		}
		assertThat(attempts).hasSizeBetween(7, 16);
		assertThat(attempts.get(1) - attempts.get(0)).isBetween(750L, 1600L);
		assertThat(attempts.get(6) - attempts.get(5)).isBetween(12_000L, 24_100L);
		assertThat(this.membership.view().member(A).downCause()).isEqualTo("refused");
	}

	@Test
	void whenALinkedNodeIsSilentShouldBeProbedAndStayUpWhileItAnswers() {
		linkUp(0);
		heard(0);
		for (long now = 0; now <= 60_000; now += 100) {
			int before = this.effects.size();
			this.membership.tick(nanos(now));
			if (this.effects.size() > before) {
				assertThat(this.effects).endsWith("probe a@host");
				assertThat(state()).isEqualTo(NodeState.SUSPECTED);
				this.membership.probeAnswered(A, nanos(now + 5));
				assertThat(state()).isEqualTo(NodeState.CONNECTED);
			}
		}
		assertThat(this.effects).hasSizeBetween(15, 22).doesNotContain("down a@host UNRESPONSIVE");
	}

	@Test
	void whenAProbeIsNotAnsweredShouldBeDownWithinFiveSecondsAndItsLinkClosed() {
		linkUp(0);
		heard(1500);
		long downAt = 0;
		for (long now = 1500; downAt == 0; now += 100) {
			this.membership.tick(nanos(now));
			if (this.effects.contains("down a@host UNRESPONSIVE")) {
				downAt = now;
			}
		}
		assertThat(downAt - 1500).isBetween(4500L, 5000L);
		assertThat(this.effects).endsWith("probe a@host", "down a@host UNRESPONSIVE", "close a@host");
	}

	@Test
	void whenALinkedNodePausesForThreeSecondsShouldStayUp() {
		linkUp(0);
		heard(1500);
		for (long now = 1500; now < 4500 + 1500; now += 50) {
			this.membership.tick(nanos(now));
		}
		this.membership.probeAnswered(A, nanos(6000));
		heard(6000);
		this.membership.tick(nanos(7000));
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host", "probe a@host");
	}

	@Test
	void whenThisNodeWasPausedShouldNotTakeForSilenceWhatItCouldNotHear() {
		linkUp(0);
		heard(0);
		this.membership.tick(nanos(1000));
		this.membership.tick(nanos(2000));
		this.membership.tick(nanos(3150));
		assertThat(this.effects).endsWith("probe a@host");
		this.membership.tick(nanos(5900));
		assertThat(state()).isEqualTo(NodeState.SUSPECTED);
		this.membership.probeAnswered(A, nanos(5901));
		assertThat(state()).isEqualTo(NodeState.CONNECTED);
	}

	@Test
	void whenTheTableIsFullShouldCloseTheLinkOfAStranger() {
		this.membership.linkUp(NodeName.of("b@host"), ADDRESS, false, 0);
		this.membership.linkUp(NodeName.of("c@host"), ADDRESS, false, 0);
		linkUp(1);
		assertThat(this.effects).endsWith("close a@host");
		assertThat(this.membership.view().member(A)).isNull();
		this.membership.linkDown(A, "closed", nanos(2));
		assertThat(this.effects).doesNotContain("down a@host LINK_CLOSED");
	}

	@Test
	void whoWasHeardBeforeItWasLinkedKeepsItsPlaceAsWell() {
		heard(0);
		linkUp(1);
		this.membership.linkUp(NodeName.of("b@host"), ADDRESS, false, nanos(2));
		this.membership.linkUp(NodeName.of("c@host"), ADDRESS, false, nanos(3));
		assertThat(this.effects).endsWith("close c@host");
		assertThat(state()).isEqualTo(NodeState.CONNECTED);
	}

	@Test
	void namesThatAreBeingConnectedToDoNotKeepALinkedNodeOut() {
		this.membership.heard(NodeName.of("b@host"), new InetSocketAddress(ADDRESS, PORT), 0);
		this.membership.heard(NodeName.of("c@host"), new InetSocketAddress(ADDRESS, PORT), 1);
		linkUp(2);
		assertThat(this.effects).endsWith("discovered a@host", "up a@host");
		assertThat(this.membership.view().size()).isEqualTo(2);
	}

	@Test
	void anAnnouncementDoesNotMoveALinkedNode() throws Exception {
		linkUp(0);
		this.membership.heard(A, new InetSocketAddress(InetAddress.getByName("10.0.0.66"), PORT), nanos(1));
		assertThat(this.membership.view().member(A).address()).isEqualTo(ADDRESS);
	}

	@Test
	void anAnnouncementThatMayBeForgedDelaysNoAttemptForOneFromAnotherAddress() throws Exception {
		this.membership.heard(A, new InetSocketAddress(InetAddress.getByName("10.0.0.66"), PORT), 0);
		this.membership.connectRefused(A, "it came from elsewhere", 0);
		assertThat(this.membership.view().member(A).downCause()).isEqualTo("it came from elsewhere");
		heard(1);
		assertThat(this.effects).containsExactly("discovered a@host", "connect a@host", "connect a@host");
	}

	@Test
	void aNameThatWasRefusedIsNotTriedAgainFromThereForAnInterval() {
		heard(0);
		this.membership.connectRefused(A, "it came from elsewhere", 0);
		for (int millis = 1; millis < 1500; millis++) {
			heard(millis);
		}
		assertThat(this.effects).containsExactly("discovered a@host", "connect a@host");
		heard(1500);
		assertThat(this.effects).endsWith("connect a@host").hasSize(3);
	}

	@Test
	void aFarewellDoesNotTakeDownWhoIsLinked() {
		linkUp(0);
		this.membership.farewell(A, ADDRESS, 1, 1, 1);
		assertThat(state()).isEqualTo(NodeState.CONNECTED);
	}

	@Test
	void aFarewellEndsNoAttemptToConnectButTheStayOfWhoIsNotLinked() {
		heard(0);
		this.membership.farewell(A, ADDRESS, 1, 1, nanos(1));
		assertThat(state()).as("it is being connected to").isEqualTo(NodeState.DISCOVERED);
		linkUp(2);
		this.membership.linkDown(A, "it closed", nanos(3));
		this.membership.farewell(A, ADDRESS, 2, 2, nanos(4));
		assertThat(this.membership.view().member(A)).isNull();
		assertThat(this.effects).endsWith("up a@host", "down a@host LINK_CLOSED");
	}

	@Test
	void aNodeThatIsSilentAndHasNoLinkIsForgotten() {
		heard(0);
		this.membership.connectFailed(A, "refused", nanos(1));
		for (long now = 0; now <= 30_000; now += 500) {
			this.membership.tick(nanos(now));
		}
		assertThat(this.membership.view().member(A)).isNull();
	}

	@Test
	void whenALinkIsLostAndNothingIsHeardShouldBeMadeAgain() {
		linkUp(0);
		this.membership.linkDown(A, "the connection broke", nanos(100));
		List<Long> attempts = new ArrayList<>();
		for (long now = 100; now < 120_000; now += 50) {
			int before = this.effects.size();
			this.membership.tick(nanos(now));
			if (this.effects.subList(before, this.effects.size()).contains("connect a@host")) {
				attempts.add(now);
				this.membership.connectFailed(A, "no route to host", nanos(now + 10));
			}
		}
		assertThat(attempts.get(0)).as("the first attempt").isBetween(850L, 1700L);
		assertThat(attempts).as("until forget-after has passed, with back-off").hasSizeBetween(4, 7);
		assertThat(attempts.get(attempts.size() - 1)).isLessThanOrEqualTo(30_100L);
		assertThat(this.membership.view().member(A)).as("then it is forgotten").isNull();
	}

	@Test
	void whenTheLinkThatWasLostStandsAgainShouldBeUp() {
		linkUp(0);
		this.membership.linkDown(A, "the connection broke", nanos(100));
		this.membership.tick(nanos(1700));
		assertThat(this.effects).endsWith("connect a@host");
		linkUp(1710);
		assertThat(this.effects).endsWith("up a@host");
	}

	@Test
	void whenANodeIsDownShouldStayListedForForgetAfterThoughItWasNotHeardForLonger() {
		linkUp(0);
		for (long now = 0; now <= 60_000; now += 500) {
			this.membership.tick(nanos(now));
			this.membership.probeAnswered(A, nanos(now));
		}
		this.membership.linkDown(A, "it closed", nanos(60_000));
		tickThrough(60_000, 89_900);
		assertThat(this.membership.view().member(A).downCause()).isNotNull();
		tickThrough(90_000, 121_000);
		assertThat(this.membership.view().member(A)).isNull();
	}

	@Test
	void whenStrangersFillTheTableShouldKeepTheNodeWhoseLinkWasJustLost() {
		linkUp(0);
		this.membership.linkDown(A, "it closed", nanos(100));
		for (int i = 0; i < 10; i++) {
			NodeName stranger = NodeName.of("stranger" + i + "@host");
			this.membership.heard(stranger, new InetSocketAddress(OTHER_ADDRESS, PORT), nanos(200 + i));
			this.membership.connectFailed(stranger, "refused", nanos(200 + i));
		}
		assertThat(this.membership.view().member(A)).isNotNull();
		this.membership.tick(nanos(1700));
		assertThat(this.effects).endsWith("connect a@host");
	}

	@Test
	void whenLinkedNodesFillTheTableShouldForgetTheOneWhoseLinkWasLost() {
		linkUp(0);
		this.membership.linkDown(A, "it closed", nanos(100));
		this.membership.linkUp(NodeName.of("b@host"), OTHER_ADDRESS, false, nanos(200));
		this.membership.linkUp(NodeName.of("c@host"), OTHER_ADDRESS, false, nanos(200));
		assertThat(this.effects).endsWith("discovered c@host", "up c@host");
		assertThat(this.membership.view().member(A)).isNull();
	}

	@Test
	void whatComesFromElsewhereUnderItsNameIsNoSignOfLifeOfALinkedNode() throws Exception {
		linkUp(0);
		heard(0);
		InetAddress elsewhere = InetAddress.getByName("10.0.0.66");
		for (long now = 0; now <= 3200; now += 100) {
			this.membership.heard(A, new InetSocketAddress(elsewhere, PORT), nanos(now));
			this.membership.tick(nanos(now));
		}
		assertThat(this.effects).endsWith("probe a@host");
		assertThat(state()).isEqualTo(NodeState.SUSPECTED);
	}

	private void tickThrough(long from, long to) {
		for (long now = from; now <= to; now += 100) {
			int before = this.effects.size();
			this.membership.tick(nanos(now));
			if (this.effects.subList(before, this.effects.size()).contains("connect a@host")) {
				this.membership.connectFailed(A, "refused", nanos(now));
			}
		}
	}

	private Hearing heard(long millis) {
		return this.membership.heard(A, new InetSocketAddress(ADDRESS, PORT), nanos(millis));
	}

	private void linkUp(long millis) {
		this.membership.linkUp(A, ADDRESS, false, nanos(millis));
	}

	private NodeState state() {
		return this.membership.view().member(A).state();
	}

	private static long nanos(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
