package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A LAN that fails, and five hosts on it, each with a node that links and one that goes
 * by heartbeats, at the default interval.
 */
@Tag("alone")
@Tag("once")
@Timeout(120)
class NamespaceClusterTests extends NamespaceFixture {

	@Override
	HostNodes create() {
		return new HostNodes(5, 5);
	}

	@Test
	void aPartitionTakesEachSideDownForTheOtherUntilItHeals() {
		forgetGaps();
		List<JvmPeer> left = this.hosts.subList(0, 2);
		List<JvmPeer> right = this.hosts.subList(2, 5);
		long cut = HostCluster.now();
		this.lan.run("partition", "1 2", "3 4 5");
		acrossSeen(cut, HostCluster.UNRESPONSIVE_WITHIN, this.links, left, right, "down UNRESPONSIVE");
		acrossSeen(cut, HostCluster.SILENT_WITHIN, this.heartbeat, left, right, "down SILENT");

		long healed = HostCluster.now();
		this.lan.run("heal");
		acrossSeen(healed, HostCluster.UP_WITHIN, this.links, left, right, "down UNRESPONSIVE", "up");
		acrossSeen(healed, HostCluster.UP_WITHIN, this.heartbeat, left, right, "down SILENT", "up");
		for (HostCluster cluster : List.of(this.links, this.heartbeat)) {
			cluster.assertNothingSeen(left, cluster.names(left));
			cluster.assertNothingSeen(right, cluster.names(right));
		}
	}

	@Test
	void aPartitionOfTwoSecondsTakesNobodyDown() {
		this.lan.run("partition", "1 2", "3 4 5");
		HostCluster.assertNothingSeenFor(Duration.ofMillis(2000), this.links, this.heartbeat);
		this.lan.run("heal");
		HostCluster.assertNothingSeenFor(Duration.ofMillis(2500), this.links, this.heartbeat);
	}

	@Test
	void oneWayLossTakesBothDownOnceInLinksAndOnlyTheUnheardOneInHeartbeats() {
		forgetGaps();
		List<JvmPeer> unheard = this.hosts.subList(0, 1);
		List<JvmPeer> deaf = this.hosts.subList(1, 2);
		List<JvmPeer> others = this.hosts.subList(2, 5);
		long cut = HostCluster.now();
		this.lan.run("drop-from", 1, 2);
		this.links.assertSeen(cut, HostCluster.UNRESPONSIVE_WITHIN, deaf, this.links.names(unheard),
				"down UNRESPONSIVE");
		this.links.assertSeen(cut, HostCluster.UNRESPONSIVE_WITHIN, unheard, this.links.names(deaf),
				"down LINK_CLOSED");
		this.heartbeat.assertSeen(cut, HostCluster.SILENT_WITHIN, deaf, this.heartbeat.names(unheard), "down SILENT");
		// It hears the other, tries to link again, and must not flap
		this.links.assertNothingMoreSeenFor(Duration.ofSeconds(4));

		long healed = HostCluster.now();
		this.lan.run("heal");
		this.links.assertSeen(healed, HostCluster.UP_WITHIN, deaf, this.links.names(unheard), "down UNRESPONSIVE",
				"up");
		this.links.assertSeen(healed, HostCluster.UP_WITHIN, unheard, this.links.names(deaf), "down LINK_CLOSED", "up");
		this.heartbeat.assertSeen(healed, HostCluster.UP_WITHIN, deaf, this.heartbeat.names(unheard), "down SILENT",
				"up");
		this.heartbeat.assertNothingSeen(unheard, this.heartbeat.names(deaf));
		for (HostCluster cluster : List.of(this.links, this.heartbeat)) {
			cluster.assertNothingSeen(others, cluster.names(this.hosts));
			cluster.assertNothingSeen(this.hosts, cluster.names(others));
		}
	}

	@Test
	void theLossOfOnePacketInSevenTakesNobodyDownThatLinks() {
		this.lan.run("loss", 7);
		HostCluster.assertNothingSeenFor(Duration.ofSeconds(30), this.links);
		long healed = HostCluster.now();
		this.lan.run("heal");
		// By heartbeats three announcements lost in a row take a node down.
		Awaitility.await().until(() -> HostCluster.now() > healed + HostCluster.UP_WITHIN.toMillis());
		assertThat(this.heartbeat.isWhole()).isTrue();
		for (HostCluster.Observation seen : this.heartbeat.observations(this.hosts, this.heartbeat.names(this.hosts))) {
			for (int i = 0; i < seen.told().size(); i++) {
				assertThat(seen.told().get(i).what()).as("%s", seen).isEqualTo((i % 2 == 0) ? "down SILENT" : "up");
				assertThat(seen.told().get(i).at()).as("%s", seen)
					.isLessThan(healed + HostCluster.UP_WITHIN.toMillis());
			}
		}
		this.links.assertNothingSeen(this.hosts, this.links.names(this.hosts));
	}

	/**
	 * What was late or lost in another test gives the nodes of this one more time.
	 */
	private void forgetGaps() {
		HostCluster.assertNothingSeenFor(HostCluster.GAPS_FORGOTTEN_WITHIN, this.links, this.heartbeat);
	}

	private static void acrossSeen(long since, Duration within, HostCluster cluster, List<JvmPeer> left,
			List<JvmPeer> right, String... expected) {
		cluster.assertSeen(since, within, left, cluster.names(right), expected);
		cluster.assertSeen(since, within, right, cluster.names(left), expected);
	}

}
