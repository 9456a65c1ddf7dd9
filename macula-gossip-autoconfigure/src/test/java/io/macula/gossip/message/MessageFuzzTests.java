package io.macula.gossip.message;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.UnreadableMessageException;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.MalformedTermException;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TermDecoder;
import io.macula.gossip.etf.TermLimits;
import io.macula.gossip.etf.TupleTerm;
import io.macula.gossip.testing.ParserCost;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a message is, and says of its types, it is a value of what its receiver wants,
 * or an {@link UnreadableMessageException}; a value of the kinds that need no JSON can be
 * sent again.
 */
class MessageFuzzTests {

	private static final TermLimits LIMITS = new TermLimits(200, 5_000, 100_000);

	private static final ParserCost COST = new ParserCost(MessageFuzzTests.class, 400);

	private static final Type[] TYPES = { Object.class, String.class, byte[].class, int.class, long[].class, List.class,
			Map.class, Term.class, Number.class };

	private final TermDecoder decoder = new TermDecoder(LIMITS);

	private final MessageCodec codec = new MessageCodec(null);

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void everyMessageIsAValueOrUnreadable(byte[] bytes) {
		int split = (bytes.length > 0) ? Math.min(bytes.length - 1, bytes[0] & 0xFF) : 0;
		Term term;
		try {
			term = this.decoder.decode(Arrays.copyOfRange(bytes, Math.min(1 + split, bytes.length), bytes.length));
		}
		catch (MalformedTermException ex) {
			return;
		}
		byte[] kinds = (split > 0) ? Arrays.copyOfRange(bytes, 1, 1 + split) : new byte[0];
		comesBack(term, bytes.length);
		comesBack(TupleTerm.of(AtomTerm.of("$java"), BinaryTerm.of(kinds), term), bytes.length);
	}

	private void comesBack(Term message, int length) {
		for (Type type : TYPES) {
			COST.of(length + LIMITS.elements(), () -> read(message, type));
		}
		Object value = read(message, Object.class);
		if (value != null && TypedReader.reads(message)) {
			Object again = read(this.codec.write(value, true), Object.class);
			assertThat(SentValues.isSame(again, value)).isTrue();
		}
	}

	private Object read(Term message, Type type) {
		try {
			return this.codec.read(message, type);
		}
		catch (UnreadableMessageException ex) {
			return null;
		}
	}

}
