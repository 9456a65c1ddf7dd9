package io.macula.gossip.service;

import io.macula.gossip.testing.Flood;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever one core can send beside five linked nodes of a keyed cluster loses none of
 * them, takes none down, keeps no newcomer out, and costs no more than so much heap, so
 * many threads, descriptors and lines of the log. Where the flood needs the keys it has
 * them. Names of strangers that a member signs are the one kind that delays newcomers.
 */
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

	@Test
	void junkChangesNothing() throws Exception {
		cluster.survives(Flood.Kind.JUNK);
	}

	@Test
	void forgedNamesChangeNothing() throws Exception {
		cluster.survives(Flood.Kind.FORGED_NAMES);
	}

	@Test
	void signedNamesThatNobodyKnowsChangeNothingForWhoIsLinked() throws Exception {
		cluster.keepsTogether(Flood.Kind.NAMES);
	}

	@Test
	void farewellsThatAMemberForgesChangeNothing() throws Exception {
		cluster.survives(Flood.Kind.FAREWELLS);
	}

	@Test
	void questionsForTheKeyChangeNothing() throws Exception {
		cluster.survives(Flood.Kind.ASKS);
	}

	@Test
	void connectionsThatSayNothingChangeNothing() throws Exception {
		cluster.survives(Flood.Kind.SILENT_CONNECTIONS);
	}

	@Test
	void slowHandshakesChangeNothing() throws Exception {
		cluster.survives(Flood.Kind.SLOW_HANDSHAKES);
	}

	@Test
	void registrationsInEpmdChangeNothing() throws Exception {
		cluster.survives(Flood.Kind.REGISTRATIONS);
	}

}
