package io.macula.gossip.distribution.handshake;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The flags of the handshake.
 */
class DistributionFlagsTests {

	@Test
	void shouldSayAllThatAnyOtpDemands() {
		long mandatoryInOtp25 = 0x1070f94;
		long mandatoryInOtp26 = mandatoryInOtp25 | 0x2000000 | (4L << 32);
		assertThat(DistributionFlags.MANDATORY_25).isEqualTo(mandatoryInOtp25);
		assertThat(DistributionFlags.OURS & mandatoryInOtp26).isEqualTo(mandatoryInOtp26);
		assertThat(DistributionFlags.OURS & DistributionFlags.MANDATORY_25_DIGEST).isNotZero();
	}

	@Test
	void shouldOfferNothingThatIsNotImplemented() {
		long atomCache = 0x2;
		long distributionHeader = 0x2000;
		long fragments = 0x800000;
		assertThat(DistributionFlags.OURS & (atomCache | distributionHeader | fragments)).isZero();
	}

	@Test
	void shouldNameWhatIsMissing() {
		assertThat(DistributionFlags.missing(DistributionFlags.MANDATORY_25)).isEmpty();
		assertThat(DistributionFlags.missing(DistributionFlags.MANDATORY_25_DIGEST)).isEmpty();
		assertThat(DistributionFlags.missing(DistributionFlags.MANDATORY_25 & ~DistributionFlags.HANDSHAKE_23))
			.containsExactly("HANDSHAKE_23");
		assertThat(DistributionFlags.missing(0)).hasSize(11).startsWith("EXTENDED_REFERENCES", "FUN_TAGS");
	}

}
