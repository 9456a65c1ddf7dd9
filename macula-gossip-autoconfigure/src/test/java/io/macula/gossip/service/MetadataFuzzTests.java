package io.macula.gossip.service;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.NodeName;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.MalformedTermException;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TermDecoder;
import io.macula.gossip.etf.TermLimits;
import io.macula.gossip.etf.TupleTerm;
import io.macula.gossip.membership.Introduction;
import io.macula.gossip.testing.ParserCost;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a node sends as its metadata is metadata within the limits, which can be sent
 * again, or nothing.
 */
class MetadataFuzzTests {

	private static final ParserCost COST = new ParserCost(MetadataFuzzTests.class, 64);

	private static final NodeName SENDER = NodeName.of("a@host");

	private final TermDecoder decoder = new TermDecoder(new TermLimits(64, 5_000, 100_000));

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void everyMapIsMetadataOrNothing(byte[] bytes) {
		Term term;
		try {
			term = this.decoder.decode(bytes);
		}
		catch (MalformedTermException ex) {
			return;
		}
		Metadata.isRequest(term);
		comesBack(term, bytes.length);
		comesBack(TupleTerm.of(AtomTerm.of("metadata"), AtomTerm.of(SENDER.value()), term), bytes.length);
	}

	private static void comesBack(Term term, int length) {
		COST.of(length, () -> Metadata.read(SENDER, term));
		Introduction introduction = Metadata.read(SENDER, term);
		if (introduction != null) {
			assertThat(Metadata.checked(introduction.metadata())).isEqualTo(introduction.metadata());
			assertThat(Metadata.read(SENDER, Metadata.message(SENDER, introduction))).isEqualTo(introduction);
		}
	}

}
