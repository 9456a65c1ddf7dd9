package io.macula.gossip.distribution.handshake;

import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A challenge that awaits its answer is answered by nobody here.
 */
class ChallengesTests {

	private final Challenges challenges = new Challenges();

	@Test
	void aChallengeIsRefusedFromWhenItIsGivenOutUntilItsEnd() {
		int ours = this.challenges.give();
		assertThatExceptionOfType(HandshakeException.class).isThrownBy(() -> this.challenges.check(ours))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.RELAYED));
		assertThatCode(() -> this.challenges.check(ours + 1)).doesNotThrowAnyException();
		this.challenges.end(ours);
		assertThatCode(() -> this.challenges.check(ours)).doesNotThrowAnyException();
	}

}
