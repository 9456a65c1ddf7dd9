package io.macula.gossip.service;

import io.macula.gossip.testing.Flood;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever one core can send beside five linked nodes of a keyed cluster loses none of
 * them, takes none down, keeps no newcomer out, and costs no more than so much heap, so
 * many threads, descriptors and lines of the log. Where the flood needs the keys it has
 * them. Names of strangers that a member signs are the one kind that delays newcomers.
 */
@Tag("alone")
@Tag("once")
@Timeout(180)
class FloodTests {

	static final String SECRET = "hush";

	static final String COOKIE = "a-long-cookie-that-nobody-can-guess";

	private static FloodedCluster cluster;

	@BeforeAll
	static void start() throws Exception {
		cluster = new FloodedCluster((builder) -> builder.secret(SECRET).links((links) -> links.setCookie(COOKIE)));
	}

	@AfterAll
	static void close() {
		cluster.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "NAMES", "TARPIT" }, mode = EnumSource.Mode.EXCLUDE)
	void aFloodChangesNothing(Flood.Kind kind) throws Exception {
		cluster.survives(kind);
	}

	@Test
	void signedNamesThatNobodyKnowsChangeNothingForWhoIsLinked() throws Exception {
		cluster.keepsTogether(Flood.Kind.NAMES);
	}

}
