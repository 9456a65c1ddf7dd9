package io.macula.gossip.service;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.GossipRefusal;
import org.apache.commons.logging.Log;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class RefusalsTests {

	private static final InetSocketAddress HERE = new InetSocketAddress("10.0.0.1", 45892);

	private final Log log = mock();

	private final RateLimitedLog warnings = new RateLimitedLog(this.log, System::nanoTime);

	private final Refusals refusals = new Refusals(this.warnings, new WallClock(Clock.systemUTC(), System::nanoTime));

	@Test
	void whatIsRefusedIsCountedByHostAndReason() {
		this.refusals.received(AnnouncementResult.FORGED, HERE);
		this.refusals.received(AnnouncementResult.FORGED, new InetSocketAddress("10.0.0.1", 50000));
		this.refusals.received(AnnouncementResult.UNSIGNED, HERE);
		this.refusals.received(AnnouncementResult.ACCEPTED, HERE);
		this.refusals.received(AnnouncementResult.OWN, HERE);
		assertThat(this.refusals.list()).extracting(GossipRefusal::reason, GossipRefusal::source, GossipRefusal::count)
			.containsExactly(tuple(AnnouncementResult.FORGED, 2), tuple(AnnouncementResult.UNSIGNED, 1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					MALFORMED | it holds no valid node name.
					UNSIGNED | it is not signed, and macula.gossip.secret is set here. Set the same secret there if it is one of ours.
					FORGED | its signature was made with another secret or cookie. Set the same macula.gossip.secret on both nodes if it is one of ours.
					STALE | it is a farewell from another time or another host than its node's. Are both clocks right?
					FULL | it names a new node, and the table is full or holds as many nodes of its address as it may. Raise macula.gossip.max-nodes, or set macula.gossip.secret if the names are not ours.
					CONFLICT | it announces this node's own name. Give each node its own with macula.gossip.node-name.
					""")
	void theLogSaysWhyAndWhatHelps(AnnouncementResult result, String explanation) {
		this.refusals.received(result, HERE);
		then(this.log).shouldHaveNoInteractions();
		this.warnings.logNoted();
		then(this.log).should().warn("Refused a datagram from 10.0.0.1: " + explanation);
		assertThat(this.refusals.list()).extracting(GossipRefusal::explanation).containsExactly(explanation);
	}

	@Test
	void whatOtherProgramsSendIsNoFaultButIsListed() {
		this.refusals.received(AnnouncementResult.FOREIGN, HERE);
		this.warnings.logNoted();
		then(this.log).shouldHaveNoInteractions();
		assertThat(this.refusals.list()).singleElement()
			.extracting(GossipRefusal::explanation)
			.isEqualTo(
					"it is no announcement of this cluster's protocol. Another program uses this port, or macula.gossip.protocol differs there.");
	}

	@Test
	void strangersCannotMakeTheListGrowAndTheLastOnesStay() {
		for (int i = 0; i < 1000; i++) {
			this.refusals.received(AnnouncementResult.FOREIGN, HERE);
			this.refusals.received(AnnouncementResult.FORGED,
					new InetSocketAddress("10.1." + i / 256 + "." + i % 256, 1));
		}
		List<GossipRefusal> list = this.refusals.list();
		assertThat(list).hasSize(64);
		assertThat(list.get(62).count()).isEqualTo(1000);
		assertThat(list.get(63).source().getHostAddress()).isEqualTo("10.1.3.231");
	}

	private static Tuple tuple(AnnouncementResult reason, long count) {
		return Tuple.tuple(reason, HERE.getAddress(), count);
	}

}
