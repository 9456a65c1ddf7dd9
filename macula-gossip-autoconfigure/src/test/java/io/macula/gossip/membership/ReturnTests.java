package io.macula.gossip.membership;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;
import io.macula.gossip.net.IpLiteral;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A linked node that ends and comes back: what was tried in vain while it was away delays
 * nothing, and an announcement that comes too early for an attempt is not lost. The link
 * ends after a minute.
 */
@Timeout(5)
class ReturnTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final NodeName A = NodeName.of("a@host");

	private static final InetSocketAddress FORMER = new InetSocketAddress(IpLiteral.parse("10.0.0.1"), 40001);

	private static final InetSocketAddress ANEW = new InetSocketAddress(FORMER.getAddress(), 40002);

	private static final InetSocketAddress ELSEWHERE = new InetSocketAddress(IpLiteral.parse("10.0.0.66"), 40003);

	private static final long LOST = 60_000;

	private final List<String> effects = new ArrayList<>();

	private final Membership membership = new Membership(
			new MembershipSettings(ConnectionMode.DISTRIBUTION, INTERVAL, FailureDetection.forInterval(INTERVAL), 10),
			new Random(1), (effect) -> this.effects.add(MembershipTests.describe(effect)), 0);

	@BeforeEach
	void loseALink() {
		heard(FORMER, LOST - 1000);
		this.membership.linkUp(A, FORMER.getAddress(), false, nanos(LOST - 990));
		heard(FORMER, LOST - 100);
		this.membership.linkDown(A, "it closed", nanos(LOST));
		this.membership.tick(nanos(LOST));
		this.effects.clear();
	}

	@Test
	void anAttemptThatWasRefusedWhileItWasAwayDelaysNothing() {
		long tried = attemptUnheard();
		this.membership.connectRefused(A, "no proof", nanos(tried + 600));
		heard(ANEW, tried + 601);
		assertThat(this.effects).containsExactly("connect a@host");
	}

	@Test
	void attemptsThatFailedWhileItWasAwayDelayNothing() {
		long tried = attemptUnheard();
		this.membership.connectFailed(A, "nothing listens there", nanos(tried + 1));
		heard(ANEW, tried + 2);
		assertThat(this.effects).containsExactly("connect a@host");
		this.membership.connectFailed(A, "it has just started", nanos(tried + 3));
		assertThat(this.membership.nextDeadline()).as("nor does back-off begin where it was")
			.isLessThanOrEqualTo(nanos(tried + 3 + 1500));
	}

	@Test
	void whileAnAttemptAtItsFormerProcessGoesOnItsReturnIsNotMissed() {
		long tried = attemptUnheard();
		heard(ANEW, tried + 500);
		assertThat(this.effects).isEmpty();
		this.membership.connectRefused(A, "no proof", nanos(tried + 600));
		assertThat(this.effects).containsExactly("connect a@host");
		this.membership.connectFailed(A, "reset", nanos(tried + 700));
		assertThat(this.effects).as("once").hasSize(1);
	}

	@Test
	void itIsAnsweredThoughItWasHeardAMomentAgo() {
		assertThat(heard(FORMER, LOST + 1)).as("what its former process sent last").isEqualTo(Hearing.KNOWN);
		assertThat(heard(ANEW, LOST + 400)).isEqualTo(Hearing.NEWCOMER);
		assertThat(heard(ANEW, LOST + 450)).as("once").isEqualTo(Hearing.KNOWN);
	}

	@Test
	void oneThatSendsFromTheSamePortIsBackWhenItIsHeardLater() {
		assertThat(heard(FORMER, LOST + 749)).isEqualTo(Hearing.KNOWN);
		assertThat(heard(FORMER, LOST + 750)).isEqualTo(Hearing.NEWCOMER);
	}

	@Test
	void whatComesUnderItsNameFromElsewhereShowsNothing() {
		assertThat(heard(ELSEWHERE, LOST + 400)).isEqualTo(Hearing.KNOWN);
	}

	@Test
	void onceItWasHeardItsFailuresCountAsThoseOfAnyNode() {
		heard(ANEW, LOST + 400);
		this.membership.connectRefused(A, "no proof", nanos(LOST + 400));
		this.effects.clear();
		for (long now = LOST + 401; now < LOST + 1900; now++) {
			heard(new InetSocketAddress(ANEW.getAddress(), (int) (now % 1000) + 1), now);
		}
		assertThat(this.effects).isEmpty();
	}

	@Test
	void anAnnouncementThatComesTooEarlyLeadsToAnAttemptAsSoonAsThereMayBeOne() {
		heard(ANEW, LOST + 400);
		this.membership.connectRefused(A, "no proof in time", nanos(LOST + 1000));
		this.effects.clear();
		heard(ANEW, LOST + 1900);
		this.membership.tick(nanos(LOST + 1901));
		assertThat(this.effects).as("not before").isEmpty();
		assertThat(this.membership.nextDeadline()).isBetween(nanos(LOST + 2500), nanos(LOST + 2510));
		this.membership.tick(nanos(LOST + 2500));
		assertThat(this.effects).containsExactly("connect a@host");
	}

	@Test
	void anAttemptThatFailsAfterItsEndDelaysTheNextOne() {
		heard(ANEW, LOST + 400);
		this.membership.connectRefused(A, "no proof in time", nanos(LOST + 1000));
		heard(ANEW, LOST + 1001);
		this.effects.clear();
		this.membership.connectFailed(A, "the proof came late, and nothing listens there", nanos(LOST + 1010));
		assertThat(this.effects).as("at once").isEmpty();
		this.membership.tick(nanos(LOST + 1010 + 749));
		assertThat(this.effects).as("before half an interval").isEmpty();
		this.membership.tick(nanos(LOST + 1010 + 1510));
		assertThat(this.effects).containsExactly("connect a@host");
	}

	@Test
	void whatIsLinkedIsNotTriedAgain() {
		heard(ANEW, LOST + 400);
		this.membership.connectRefused(A, "no proof in time", nanos(LOST + 1000));
		heard(ANEW, LOST + 1100);
		this.membership.linkUp(A, ANEW.getAddress(), false, nanos(LOST + 1200));
		this.effects.clear();
		this.membership.tick(nanos(LOST + 2600));
		assertThat(this.effects).isEmpty();
	}

	/**
	 * Have the node tried by our own intent.
	 * @return when
	 */
	private long attemptUnheard() {
		long now = LOST;
		while (this.effects.isEmpty()) {
			now++;
			this.membership.tick(nanos(now));
		}
		assertThat(this.effects).containsExactly("connect a@host");
		this.effects.clear();
		return now;
	}

	private Hearing heard(InetSocketAddress source, long millis) {
		return this.membership.heard(A, source, nanos(millis));
	}

	private static long nanos(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
