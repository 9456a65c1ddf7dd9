package io.macula.gossip.etf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.testing.ParserCost;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the bytes are, there is a term, which can be written again, or a
 * {@link MalformedTermException}.
 */
class TermFuzzTests {

	private static final TermLimits LIMITS = new TermLimits(256, 5_000, 100_000);

	/**
	 * A byte is a value at most, and that takes 300 bytes at worst.
	 */
	private static final ParserCost COST = new ParserCost(TermFuzzTests.class, 400);

	/**
	 * What a compressed term may cost beside: twice what it inflates to, and its values.
	 */
	private static final long INFLATED = 2L * LIMITS.bytes() / 400 + LIMITS.elements();

	private final TermDecoder decoder = new TermDecoder(LIMITS);

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void allBytesAreATermOrMalformed(byte[] bytes) throws Exception {
		boolean compressed = bytes.length > 1 && bytes[1] == Tag.COMPRESSED;
		COST.of(bytes.length + (compressed ? INFLATED : 0), () -> isTerm(bytes));
		if (isTerm(bytes)) {
			Term term = this.decoder.decode(bytes);
			Term again = this.decoder.decode(TermEncoder.encode(term));
			assertThat(again).isEqualTo(term).hasSameHashCodeAs(term);
			assertThat(TermOrder.INSTANCE.compare(again, term)).isZero();
			assertThat(term.toString()).isNotEmpty();
			term.toJava();
		}
	}

	private boolean isTerm(byte[] bytes) {
		try {
			this.decoder.decode(bytes);
			return true;
		}
		catch (MalformedTermException ex) {
			return false;
		}
	}

}
