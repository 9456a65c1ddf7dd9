package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import io.macula.gossip.net.IpLiteral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(5)
class MembershipTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final MembershipSettings SETTINGS = new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL,
			FailureDetection.forInterval(INTERVAL), 2);

	private static final NodeName A = NodeName.of("a@host");

	private static final NodeName B = NodeName.of("b@host");

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private static final int PORT = 45892;

	private static final InetAddress ELSEWHERE = IpLiteral.parse("10.0.0.66");

	private final List<String> effects = new ArrayList<>();

	private final Membership membership = new Membership(SETTINGS, new Random(1),
			(effect) -> this.effects.add(describe(effect)), 0);

	@Test
	void whenANodeIsHeardShouldBeDiscoveredAndUpOnce() {
		assertThat(heard(A, 0)).isEqualTo(Hearing.NEWCOMER);
		assertThat(heard(A, 1500)).isEqualTo(Hearing.KNOWN);
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host");
		assertThat(state(A)).isEqualTo(NodeState.CONNECTED);
	}

	@Test
	void whenANodeIsSilentShouldBeSuspectedThenDownThenForgotten() {
		heard(A, 0);
		tickEvery500Until(3000);
		assertThat(state(A)).isEqualTo(NodeState.CONNECTED);
		tickEvery500Until(4500);
		assertThat(state(A)).isEqualTo(NodeState.SUSPECTED);
		tickEvery500Until(5000);
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host", "down a@host SILENT");
		assertThat(state(A)).isEqualTo(NodeState.DISCOVERED);
		assertThat(this.membership.view().member(A).downCause()).isEqualTo("no announcement for 5000 ms");
		tickEvery500Until(34_500);
		assertThat(this.membership.view().member(A)).as("listed for forget-after from its Down").isNotNull();
		tickEvery500Until(35_000);
		assertThat(this.membership.view().member(A)).isNull();
		assertThat(this.effects).hasSize(3);
	}

	@Test
	void whenASuspectedNodeIsHeardShouldBeTrustedAgain() {
		heard(A, 0);
		tickEvery500Until(4000);
		heard(A, 4400);
		assertThat(state(A)).isEqualTo(NodeState.CONNECTED);
		tickEvery500Until(9000);
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host");
	}

	@Test
	void whenANodePausesForThreeSecondsShouldStayUp() {
		heard(A, 0);
		for (long now = 0; now < 4500; now += 100) {
			tick(now);
		}
		heard(A, 4500);
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host");
	}

	@Test
	void whenASilentNodeReturnsShouldBeUpAgainAndAnswered() {
		heard(A, 0);
		tickEvery500Until(5000);
		assertThat(heard(A, 6000)).isEqualTo(Hearing.NEWCOMER);
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host", "down a@host SILENT", "up a@host");
		assertThat(this.membership.view().member(A).downCause()).isNull();
	}

	@Test
	void whenThisNodeWasPausedShouldGiveTheOthersTimeBeforeJudging() {
		heard(A, 0);
		heard(B, 0);
		tick(1000);
		tick(21_000);
		assertThat(state(A)).isEqualTo(NodeState.SUSPECTED);
		heard(A, 22_000);
		tickEvery500(21_500, 23_500);
		assertThat(this.effects).doesNotContain("down b@host SILENT");
		tickEvery500(24_000, 24_000);
		assertThat(this.effects).contains("down b@host SILENT").doesNotContain("down a@host SILENT");
	}

	@Test
	void whileThisNodeIsDeafShouldTakeNobodyDown() {
		heard(A, 0);
		heard(B, 0);
		for (long now = 0; now <= 20_000; now += 500) {
			this.membership.tick(nanos(now));
			assertThat(this.membership.nextDeadline()).as("no haste").isGreaterThan(nanos(now));
		}
		this.membership.listening(nanos(20_100));
		heard(A, 20_200);
		this.membership.tick(nanos(20_800));
		assertThat(this.effects).as("there is time to read what waits").doesNotContain("down b@host SILENT");
		tickEvery500(21_000, 21_500);
		assertThat(this.effects).contains("down b@host SILENT").doesNotContain("down a@host SILENT");
	}

	@Test
	void namesFromOneAddressDoNotKeepThoseOfAnotherOut() {
		Membership open = new Membership(
				new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL, FailureDetection.forInterval(INTERVAL), 100)
					.withBudgets(),
				new Random(1), (effect) -> {
				}, 0);
		open.heard(A, new InetSocketAddress(ELSEWHERE, PORT), 0);
		for (int i = 0; i < 1000; i++) {
			Hearing hearing = open.heard(NodeName.of("forged" + i + "@host"), new InetSocketAddress(ELSEWHERE, PORT),
					1);
			assertThat(hearing).isEqualTo((i < 63) ? Hearing.NEWCOMER : Hearing.CROWDED);
		}
		assertThat(open.heard(B, new InetSocketAddress(ADDRESS, PORT), 2)).isEqualTo(Hearing.NEWCOMER);
		assertThat(open.view().member(A)).as("who is up keeps its place").isNotNull();
		for (int i = 1; i <= 12; i++) {
			open.heard(B, new InetSocketAddress(ADDRESS, PORT), nanos(500 * i));
			open.listening(nanos(500 * i));
			open.tick(nanos(500 * i));
		}
		assertThat(open.heard(NodeName.of("c@host"), new InetSocketAddress(ELSEWHERE, PORT), nanos(6000)))
			.as("one of its own that is down leaves")
			.isEqualTo(Hearing.NEWCOMER);
		assertThat(open.view().size()).isEqualTo(65);
	}

	@Test
	void whoIsUpAgainKeepsItsPlaceAmongThoseOfItsAddress() {
		Membership open = new Membership(
				new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL, FailureDetection.forInterval(INTERVAL), 100)
					.withBudgets(),
				new Random(1), (effect) -> {
				}, 0);
		InetSocketAddress source = new InetSocketAddress(ADDRESS, PORT);
		open.heard(A, source, 0);
		for (int millis = 500; millis <= 5000; millis += 500) {
			open.listening(nanos(millis));
			open.tick(nanos(millis));
		}
		assertThat(open.view().member(A).state()).isEqualTo(NodeState.DISCOVERED);
		open.heard(A, source, nanos(6000));
		for (int i = 0; i < 63; i++) {
			open.heard(NodeName.of("n" + i + "@host"), source, nanos(6000));
		}
		assertThat(open.heard(B, source, nanos(6000))).isEqualTo(Hearing.CROWDED);
		assertThat(open.view().member(A)).isNotNull();
	}

	@Test
	void namesThatWereForgottenMakeRoomForJustAsManyOfTheirAddress() {
		Membership open = new Membership(
				new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL, FailureDetection.forInterval(INTERVAL), 100)
					.withBudgets(),
				new Random(1), (effect) -> {
				}, 0);
		InetSocketAddress source = new InetSocketAddress(ADDRESS, PORT);
		for (int i = 0; i < 3; i++) {
			open.heard(NodeName.of("gone" + i + "@host"), source, 0);
		}
		for (int second = 1; second <= 40; second++) {
			for (int i = 0; i < 61; i++) {
				open.heard(NodeName.of("stays" + i + "@host"), source, nanos(1000 * second));
			}
			open.listening(nanos(1000 * second));
			open.tick(nanos(1000 * second));
		}
		assertThat(open.view().size()).isEqualTo(61);
		for (int i = 0; i < 3; i++) {
			assertThat(open.heard(NodeName.of("new" + i + "@host"), source, nanos(40_000))).isEqualTo(Hearing.NEWCOMER);
		}
		assertThat(open.heard(NodeName.of("one-too-many@host"), source, nanos(40_000))).isEqualTo(Hearing.CROWDED);
	}

	@Test
	void whenTheTableIsFullShouldKeepWhatItHas() {
		heard(A, 0);
		heard(B, 0);
		assertThat(heard(NodeName.of("c@host"), 0)).isEqualTo(Hearing.FULL);
		assertThat(this.membership.view().size()).isEqualTo(2);
		assertThat(heard(A, 1)).isEqualTo(Hearing.KNOWN);
	}

	@Test
	void whenTheTableIsFullShouldForgetWhoIsDownAndSilentForTheLongest() {
		heard(A, 0);
		heard(B, 100);
		tickEvery500Until(6000);
		assertThat(heard(NodeName.of("c@host"), 6000)).isEqualTo(Hearing.NEWCOMER);
		assertThat(this.membership.view().member(A)).isNull();
		assertThat(this.membership.view().member(B)).isNotNull();
		assertThat(this.membership.view().size()).isEqualTo(2);
	}

	@Test
	void whenStoppedShouldTakeEachNodeDownThatIsUp() {
		heard(A, 0);
		heard(B, 4000);
		tickEvery500Until(5000);
		this.effects.clear();
		this.membership.stop();
		assertThat(this.effects).containsExactly("down b@host STOPPED");
		assertThat(this.membership.view().members()).isEmpty();
	}

	@Test
	void deadlinesNeverComeAfterWhatTheyAreFor() {
		heard(A, 0);
		long now = 0;
		List<Long> downAt = new ArrayList<>();
		while (downAt.isEmpty()) {
			now = Math.min(this.membership.nextDeadline(), now + INTERVAL.toNanos());
			this.membership.listening(now);
			this.membership.tick(now);
			if (this.effects.contains("down a@host SILENT")) {
				downAt.add(now);
			}
		}
		assertThat(downAt).containsExactly(Duration.ofMillis(4800).toNanos());
	}

	@Test
	void whenTheClockOverflowsShouldStillCountSilence() {
		long start = Long.MAX_VALUE - Duration.ofMillis(2000).toNanos();
		List<String> wrapped = new ArrayList<>();
		Membership late = new Membership(SETTINGS, new Random(1), (effect) -> wrapped.add(describe(effect)), start);
		late.heard(A, new InetSocketAddress(ADDRESS, PORT), start);
		for (int step = 1; step <= 12; step++) {
			late.listening(start + step * Duration.ofMillis(500).toNanos());
			late.tick(start + step * Duration.ofMillis(500).toNanos());
		}
		assertThat(wrapped).containsExactly("discovered a@host", "up a@host", "down a@host SILENT");
	}

	private Hearing heard(NodeName node, long millis) {
		return this.membership.heard(node, new InetSocketAddress(ADDRESS, PORT), nanos(millis));
	}

	private void tick(long millis) {
		this.membership.listening(nanos(millis));
		this.membership.tick(nanos(millis));
	}

	private void tickEvery500Until(long millis) {
		tickEvery500(0, millis);
	}

	private void tickEvery500(long from, long to) {
		for (long now = from; now <= to; now += 500) {
			tick(now);
		}
	}

	private NodeState state(NodeName node) {
		return this.membership.view().member(node).state();
	}

	private static long nanos(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

	static String describe(Effect effect) {
		Description description = new Description();
		effect.carryOut(description);
		return description.text;
	}

	/**
	 * An effect in words.
	 */
	private static final class Description implements Effect.Executor {

		private String text;

		@Override
		public void discovered(Member member) {
			this.text = "discovered " + member.name();
		}

		@Override
		public void up(Member member) {
			this.text = "up " + member.name();
		}

		@Override
		public void down(Member member, NodeDownReason reason) {
			this.text = "down " + member.name() + " " + reason;
		}

		@Override
		public void metadataChanged(Member member) {
			this.text = "metadata " + member.name();
		}

		@Override
		public void slower(Member member, Duration every) {
			this.text = "slower " + member.name();
		}

		@Override
		public void connect(Member member) {
			this.text = "connect " + member.name();
		}

		@Override
		public void probe(Member member) {
			this.text = "probe " + member.name();
		}

		@Override
		public void close(Member member, String cause) {
			this.text = "close " + member.name();
		}

	}

}
