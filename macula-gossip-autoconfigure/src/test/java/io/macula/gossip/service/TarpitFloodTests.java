package io.macula.gossip.service;

import io.macula.gossip.testing.Flood;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand names that are announced as fast as one core can, and lead to connections on
 * which nobody says a word, beside five nodes of an open cluster, which connects to
 * whoever announces his own host: none is lost, and one that leaves and returns is linked
 * to each again.
 */
@Tag("alone")
@Tag("once")
@Timeout(180)
class TarpitFloodTests {

	@Test
	void aThousandNamesThatLeadToATarpitChangeNothing() throws Exception {
		try (FloodedCluster cluster = new FloodedCluster(
				(builder) -> builder.links((links) -> links.setCookie(CookieChoice.OPEN_CLUSTER)))) {
			assertThat(cluster.survives(Flood.Kind.TARPIT)).as("what the tarpit did")
				.matches("sent \\d{3,} for 1000 of 1000 names, which caught [1-9]\\d+ connections");
		}
	}

}
