package io.macula.gossip.distribution;

import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.distribution.handshake.HandshakeStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two connections of two nodes that cross, where ours began once it had waited for the
 * other one in vain.
 */
class LinkSlotTests {

	private static final NodeName SELF = NodeName.of("m@host");

	private static final HandshakeNode LESSER = new HandshakeNode(NodeName.of("a@host"), 0, 1);

	private static final HandshakeNode GREATER = new HandshakeNode(NodeName.of("z@host"), 0, 1);

	private static final HandshakeNode LESSER_OF_OURS = new HandshakeNode(LESSER.name(), -1, 1);

	private final LinkSlot slot = new LinkSlot();

	private final Dial dial = new Dial(LESSER.name(), null);

	private final Acceptance slow = new Acceptance(LESSER.name());

	@BeforeEach
	void begin() {
		assertThat(this.slot.arrive(this.slow, SELF, 0)).isEqualTo(HandshakeStatus.OK);
		this.slot.dial = this.dial;
		assertThat(this.slot.begin(this.dial, 0)).isTrue();
	}

	@Test
	void thatOfABeamNodeMayNotBecomeTheLinkAsItGivesItUpForOurs() {
		assertThat(this.slot.isFreeFor(this.slow, LESSER, SELF, 0)).isFalse();
	}

	@Test
	void thatOfAJavaNodeMayUntilOursIsAboutTo() {
		assertThat(this.slot.isFreeFor(this.slow, LESSER_OF_OURS, SELF, 0)).isTrue();
		assertThat(this.dial.prove(0)).isTrue();
		assertThat(this.slot.isFreeFor(this.slow, LESSER_OF_OURS, SELF, 0)).isFalse();
	}

	@Test
	void thatOfTheGreaterMayInAnyCase() {
		this.dial.prove(0);
		assertThat(this.slot.isFreeFor(this.slow, GREATER, SELF, 0)).isTrue();
	}

	@Test
	void itMayOnceOursHasGivenWay() {
		this.dial.giveWay();
		assertThat(this.slot.isFreeFor(this.slow, LESSER, SELF, 0)).isTrue();
	}

	@Test
	void itMayOnceOursHasEnded() {
		this.slot.endDial();
		assertThat(this.slot.isFreeFor(this.slow, LESSER, SELF, 0)).isTrue();
	}

	@Test
	void itMayOnceOursWaitsForItsLastAnswerInVain() {
		this.dial.prove(0);
		long second = TimeUnit.SECONDS.toNanos(1);
		assertThat(this.slot.isFreeFor(this.slow, LESSER_OF_OURS, SELF, second)).isFalse();
		assertThat(this.slot.arrive(new Acceptance(LESSER.name()), SELF, second)).isEqualTo(HandshakeStatus.NOK);
		assertThat(this.slot.isFreeFor(this.slow, LESSER_OF_OURS, SELF, second + 1)).isTrue();
		assertThat(this.slot.arrive(new Acceptance(LESSER.name()), SELF, second + 1))
			.isEqualTo(HandshakeStatus.OK_SIMULTANEOUS);
	}

	@Test
	void oursWaitsNoLongerForTheOneThatItHasWaitedForInVain() {
		assertThat(this.slot.isHeldUp(this.dial)).isFalse();
	}

	@Test
	void oursWaitsForOneOfAJavaNodeThatComesLaterWhereItsOwnIsTheGreaterName() {
		assertThat(this.slot.arrive(new Acceptance(LESSER.name()), SELF, TimeUnit.SECONDS.toNanos(1)))
			.isEqualTo(HandshakeStatus.OK_SIMULTANEOUS);
		assertThat(this.slot.mayNotProve(this.dial, LESSER_OF_OURS, SELF)).isTrue();
		assertThat(this.slot.mayNotProve(this.dial, LESSER, SELF)).as("a BEAM node has given up its own").isFalse();
		assertThat(this.slot.mayNotProve(this.dial, LESSER_OF_OURS, NodeName.of("A@host"))).isFalse();
	}

}
