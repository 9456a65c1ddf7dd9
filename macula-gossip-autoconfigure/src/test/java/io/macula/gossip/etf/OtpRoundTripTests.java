package io.macula.gossip.etf;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.testing.RequiresBeam;
import io.macula.gossip.testing.Seed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Terms to a live OTP and back.
 */
@RequiresBeam
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtpRoundTripTests {

	private static final int TERMS = 5_000;

	private static final int SEED = Seed.of(OtpRoundTripTests.class);

	private static ErlangPeer erlang;

	private final TermDecoder decoder = new TermDecoder();

	@BeforeAll
	static void startErlang(@TempDir Path directory) throws IOException {
		erlang = ErlangPeer.start(directory);
	}

	@AfterAll
	static void stopErlang() {
		if (erlang != null) {
			erlang.close();
		}
	}

	@Test
	void whenJavaEncodesOtpShouldReadTheSameTerm() throws IOException {
		TermGenerator generator = TermGenerator.ofEverything(new Random(SEED));
		for (int count = 0; count < TERMS; count++) {
			Term term = generator.next();
			Term back = this.decoder.decode(erlang.encodeAgain(TermEncoder.encode(term)));
			assertThat(back).as("seed %d, term %d", SEED, count).isEqualTo(term).hasSameHashCodeAs(term);
		}
	}

	@Test
	void whenOtpEncodesJavaShouldReadTheSameTerm() throws IOException {
		for (int count = 0; count < TERMS; count++) {
			byte[] encoded = erlang.make(SEED + count, count);
			Term term = this.decoder.decode(encoded);
			erlang.expectSame(TermEncoder.encode(term));
			assertThat(term.toString()).isNotEmpty();
		}
	}

	@Test
	void whenJavaPrintsDataOtpShouldReadTheSameTerm() throws IOException {
		TermGenerator generator = TermGenerator.ofData(new Random(SEED));
		for (int count = 0; count < TERMS; count++) {
			Term term = generator.next();
			erlang.expectNotation(TermEncoder.encode(term), term.toString());
		}
	}

	@Test
	void whenAFloatIsNegativeZeroOtpShouldKeepItsSign() throws IOException {
		Term term = FloatTerm.of(-0.0);
		assertThat(this.decoder.decode(erlang.encodeAgain(TermEncoder.encode(term)))).isEqualTo(term);
	}

	@Test
	void whenAnIntegerIsVeryLargeOtpShouldReadIt() throws IOException {
		Term term = IntegerTerm.of(BigInteger.ONE.shiftLeft(500_000).negate());
		assertThat(this.decoder.decode(erlang.encodeAgain(TermEncoder.encode(term)))).isEqualTo(term);
	}

	@Test
	void whenTermsFollowEachOtherJavaShouldReadOneAfterTheOther() throws IOException {
		byte[] first = erlang.make(SEED, 4);
		byte[] second = erlang.make(SEED + 1, 0);
		ByteBuffer both = ByteBuffer.allocate(first.length + second.length).put(first).put(second).flip();
		this.decoder.decode(both);
		assertThat(both.position()).isEqualTo(first.length);
		erlang.expectSame(TermEncoder.encode(this.decoder.decode(both)));
		assertThat(both.hasRemaining()).isFalse();
	}

}
