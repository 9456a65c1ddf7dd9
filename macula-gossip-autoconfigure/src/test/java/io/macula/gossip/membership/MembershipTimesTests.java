package io.macula.gossip.membership;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.NodeName;
import io.macula.gossip.net.IpLiteral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * To the nanosecond: when a node that is not linked is connected to, told of us and
 * forgotten.
 */
class MembershipTimesTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final long NANOS = INTERVAL.toNanos();

	private static final FailureDetection LIMITS = FailureDetection.forInterval(INTERVAL);

	private static final NodeName A = NodeName.of("a@host");

	private static final InetSocketAddress SOURCE = new InetSocketAddress(IpLiteral.parse("10.0.0.1"), 4711);

	private final List<Effect> effects = new ArrayList<>();

	private final Membership membership = new Membership(
			new MembershipSettings(ConnectionMode.DISTRIBUTION, INTERVAL, LIMITS, 10), new Random(1), this.effects::add,
			0);

	@Test
	void aLinkThatWasLostIsMadeAgainAtTheTimeThatTheNextDeadlineSays() {
		this.membership.linkUp(A, SOURCE.getAddress(), false, 0);
		this.membership.linkDown(A, "it closed", 5);
		this.membership.tick(6);
		long again = this.membership.nextDeadline();
		assertThat(again - 5).isBetween(NANOS / 2, NANOS);
		this.membership.tick(again - 1);
		assertThat(connects()).isZero();
		assertThat(this.membership.nextDeadline()).isEqualTo(again);
		this.membership.tick(again);
		assertThat(connects()).isOne();
	}

	@Test
	void aLinkThatWasLostIsNotMadeAgainUnheardOnceItsNodeNeedNotBeListedAnyMore() {
		this.membership.linkUp(A, SOURCE.getAddress(), false, 0);
		this.membership.linkDown(A, "it closed", 0);
		heard(1);
		this.membership.connectFailed(A, "refused", 1);
		this.membership.tick(LIMITS.forgetAfter().toNanos());
		assertThat(connects()).as("of the announcement").isOne();
		assertThat(this.membership.view().size()).as("it was heard since").isOne();
	}

	@Test
	void aLinkThatWasLostAndRefusedIsTriedAgainUnheardAfterAnInterval() {
		lose();
		long again = this.membership.nextDeadline();
		this.membership.tick(again);
		assertThat(connects()).isOne();
		this.membership.connectRefused(A, "it came from elsewhere", again);
		this.membership.tick(again + NANOS - 1);
		assertThat(connects()).isOne();
		this.membership.tick(again + NANOS);
		assertThat(connects()).isEqualTo(2);
	}

	@Test
	void whoDidNotAnswerAProbeIsConnectedToAgainUnheard() {
		this.membership.linkUp(A, SOURCE.getAddress(), true, 0);
		long now = 0;
		for (String due : List.of("the news", "the suspicion", "the answer")) {
			assertThat(this.effects).as(due).doesNotHaveAnyElementsOfTypes(Effect.Close.class);
			now = this.membership.nextDeadline();
			this.membership.tick(now);
		}
		assertThat(this.effects).hasAtLeastOneElementOfType(Effect.Close.class);
		this.membership.linkDown(A, "closed", now + 1);
		assertThat(connects()).isZero();
		this.membership.tick(now + NANOS);
		assertThat(connects()).isOne();
	}

	@ParameterizedTest
	@EnumSource(ConnectionMode.class)
	void whoeverIsInTheTableTheNextDeadlineIsStillToComeAfterATick(ConnectionMode mode) {
		Membership other = new Membership(new MembershipSettings(mode, INTERVAL, LIMITS, 10), new Random(1),
				this.effects::add, 0);
		NodeName failed = NodeName.of("failed@host");
		other.heard(failed, SOURCE, 0);
		other.connectFailed(failed, "refused", 0);
		NodeName lost = NodeName.of("lost@host");
		other.linkUp(lost, SOURCE.getAddress(), false, 0);
		other.linkDown(lost, "it closed", 0);
		for (long now = 1; now < LIMITS.forgetAfter().toNanos(); now += NANOS / 3) {
			other.listening(now);
			other.tick(now);
			assertThat(other.nextDeadline()).isGreaterThan(now);
		}
	}

	@Test
	void aNodeIsUpSinceItCameUpHoweverOftenItIsHeard() {
		heard(1);
		this.membership.linkUp(A, SOURCE.getAddress(), false, 2);
		heard(3);
		this.membership.probeAnswered(A, 4);
		assertThat(this.membership.view().member(A).connectedAt()).isEqualTo(2);
		assertThat(this.membership.view().member(A).lastHeardAt()).isEqualTo(3);
	}

	@Test
	void aNodeThatWasNeverHeardWasLastHeardWhenItsLinkStood() {
		this.membership.linkUp(A, SOURCE.getAddress(), false, 7);
		assertThat(this.membership.view().members()).singleElement()
			.satisfies((member) -> assertThat(member.lastHeardAt()).isEqualTo(7));
	}

	@Test
	void anAttemptThatFailedIsFollowedByAPauseOfHalfToAWholeIntervalThatDoubles() {
		long failedAt = 0;
		long wait = NANOS;
		heard(0);
		for (int failures = 1; failures <= 8; failures++) {
			assertThat(connects()).isEqualTo(failures);
			this.membership.connectFailed(A, "refused", failedAt);
			heard(failedAt + wait / 2 - 1);
			assertThat(connects()).as("earlier").isEqualTo(failures);
			failedAt += wait;
			heard(failedAt);
			wait = Math.min(2 * wait, 16 * NANOS);
		}
	}

	@Test
	void aNameThatWasRefusedIsRefusedWithoutALookForAnInterval() {
		heard(0);
		this.membership.connectRefused(A, "it came from elsewhere", 7);
		heard(7 + NANOS - 1);
		assertThat(connects()).isOne();
		heard(7 + NANOS);
		assertThat(connects()).isEqualTo(2);
	}

	@Test
	void whoIsFreeAndWasSilentForAsLongAsASuspicionTakesIsANewcomerAgain() {
		long suspectAfter = LIMITS.suspectAfter().toNanos();
		assertThat(heard(suspectAfter)).isEqualTo(Hearing.NEWCOMER);
		assertThat(heard(2 * suspectAfter - 1)).isEqualTo(Hearing.KNOWN);
		assertThat(heard(3 * suspectAfter - 2)).isEqualTo(Hearing.KNOWN);
		assertThat(heard(4 * suspectAfter - 2)).isEqualTo(Hearing.NEWCOMER);
	}

	@Test
	void whoIsFreeIsForgottenWhenItsLastAnnouncementIsThatLongAgo() {
		heard(3);
		this.membership.connectFailed(A, "refused", 4);
		this.membership.tick(3 + LIMITS.forgetAfter().toNanos() - 1);
		assertThat(this.membership.view().size()).isOne();
		this.membership.tick(3 + LIMITS.forgetAfter().toNanos());
		assertThat(this.membership.view().size()).isZero();
	}

	@Test
	void theSourceOfANodeIsWhereItsLastAnnouncementCameFrom() {
		heard(0);
		assertThat(source()).isEqualTo(SOURCE);
		InetSocketAddress otherPort = new InetSocketAddress(SOURCE.getAddress(), 4712);
		this.membership.heard(A, otherPort, 1);
		assertThat(source()).isEqualTo(otherPort);
		InetSocketAddress other = new InetSocketAddress(IpLiteral.parse("10.0.0.2"), 4712);
		this.membership.heard(A, other, 2);
		assertThat(source()).isEqualTo(other);
		this.membership.linkUp(A, SOURCE.getAddress(), false, 3);
		assertThat(source()).as("none came from there").isNull();
		heard(4);
		assertThat(source()).as("of a linked node").isEqualTo(SOURCE);
	}

	@Test
	void whyALinkWasRefusedIsToldOfWhoIsNotUp() {
		heard(0);
		this.membership.linkRefused(A, "the cookie is not the same");
		assertThat(this.membership.view().member(A).downCause()).isEqualTo("the cookie is not the same");
	}

	private void lose() {
		this.membership.linkUp(A, SOURCE.getAddress(), false, 0);
		this.membership.linkDown(A, "it closed", 0);
		this.membership.tick(1);
	}

	private Hearing heard(long now) {
		return this.membership.heard(A, SOURCE, now);
	}

	private InetSocketAddress source() {
		return this.membership.view().member(A).source();
	}

	private long connects() {
		return this.effects.stream().filter(Effect.Connect.class::isInstance).count();
	}

}
