package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A newcomer and those that it hears of: one of the two connects, most often.
 */
@Timeout(5)
class FirstMoveTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final NodeName A = NodeName.of("a@host");

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private static final int PORT = 45892;

	private final List<String> effects = new ArrayList<>();

	private final Membership membership = new Membership(new MembershipSettings(ConnectionMode.DISTRIBUTION, INTERVAL,
			FailureDetection.forInterval(INTERVAL), 10_000), new Random(1),
			(effect) -> this.effects.add(MembershipTests.describe(effect)), 0);

	@Test
	void aNewcomerLeavesThoseThatWereThereAMomentToConnectToIt() {
		this.membership.joins(NodeName.of("z@host"), 0);
		heard(0);
		this.membership.linkUp(A, ADDRESS, false, nanos(29));
		heard(500);
		this.membership.tick(nanos(500));
		assertThat(this.effects).containsExactly("discovered a@host", "up a@host");
	}

	@Test
	void aNewcomerConnectsToWhoHasNotConnectedInThatMoment() {
		this.membership.joins(NodeName.of("z@host"), 0);
		assertThat(heardThenConnectedToAfter(0)).isBetween(30L, 40L);
	}

	@Test
	void ofTwoNewcomersTheOneWithTheLesserNameWaitsForLongerThanTheOtherTakes() {
		this.membership.joins(NodeName.of("0@host"), 0);
		assertThat(heardThenConnectedToAfter(100)).isBetween(130L, 140L);
	}

	@Test
	void aNodeThatIsNoNewcomerConnectsAtOnce() {
		this.membership.joins(NodeName.of("0@host"), 0);
		assertThat(heardThenConnectedToAfter(1000)).isZero();
	}

	@Test
	void aNewcomerConnectsAtAFewTimesToThousandsThatItHearsOf() {
		this.membership.joins(NodeName.of("0@host"), 0);
		int ticks = 0;
		for (int i = 0; i < 10_000; i++) {
			long now = i * 100_000L;
			this.membership.heard(NodeName.of("a" + i + "@host"), new InetSocketAddress(ADDRESS, PORT), now);
			if (this.membership.nextDeadline() <= now) {
				this.membership.tick(now);
				ticks++;
			}
		}
		assertThat(ticks).isBetween(80, 100);
	}

	/**
	 * Return how many milliseconds after the one announcement of it a node is connected
	 * to.
	 */
	private long heardThenConnectedToAfter(long start) {
		heard(start);
		long now = start;
		while (!this.effects.contains("connect a@host")) {
			now++;
			if (this.membership.nextDeadline() <= nanos(now)) {
				this.membership.tick(nanos(now));
			}
			assertThat(now).isLessThan(start + 1000);
		}
		return now - start;
	}

	private void heard(long millis) {
		this.membership.heard(A, new InetSocketAddress(ADDRESS, PORT), nanos(millis));
	}

	private static long nanos(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
