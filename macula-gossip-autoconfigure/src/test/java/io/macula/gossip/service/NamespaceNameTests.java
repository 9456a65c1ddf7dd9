package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;

import io.macula.gossip.AnnouncementResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node on another host under the name of one that lives: the first one stays, nobody
 * takes it for down, and both are told.
 */
@Tag("alone")
@Tag("once")
@Timeout(60)
class NamespaceNameTests extends NamespaceFixture {

	@Override
	HostNodes create() {
		return new HostNodes(3, 2);
	}

	@Test
	void whoUsesTheNameOfALiveNodeOnAnotherHostIsRefusedAndBothAreTold() throws Exception {
		JvmPeer owner = this.hosts.get(0);
		JvmPeer witness = this.hosts.get(1);
		try (JvmPeer twin = this.lan.start(3, "cluster=links", "name=" + owner.name("links"), "--", "cluster=heartbeat",
				"name=" + owner.name("heartbeat"), "port=15893", "mode=HEARTBEAT")) {
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(twin::isReady);
			// Longer than silence lasts until it is judged
			HostCluster.assertNothingSeenFor(HostCluster.UNRESPONSIVE_WITHIN, this.links, this.heartbeat);
			assertThat(owner.count("links", AnnouncementResult.CONFLICT)).isPositive();
			assertThat(owner.count("heartbeat", AnnouncementResult.CONFLICT)).isPositive();
			assertThat(twin.count("links", AnnouncementResult.CONFLICT)).isPositive();
			assertThat(twin.count("heartbeat", AnnouncementResult.CONFLICT)).isPositive();
			assertThat(twin.up("links")).isEmpty();
			// Anybody can send datagrams: they change nobody's health
			assertThat(owner.status("links")).contains("health UP");
			assertThat(owner.status("heartbeat")).contains("health UP");
			assertThat(witness.status("links")).contains("health UP");
			assertThat(twin.status("links")).anyMatch((line) -> line
				.matches("member .* DISCOVERED .* does not allow the node .*: .*another live node has it"));
			long stopped = HostCluster.now();
			twin.stop();
			// A farewell is the name's, whoever said it, until the owner is heard again
			this.heartbeat.assertSeen(stopped, HostCluster.UP_WITHIN, List.of(witness),
					this.heartbeat.names(List.of(owner)), "down LEFT", "up");
			this.links.assertNothingSeen(this.hosts, this.links.names(this.hosts));
		}
		assertThat(List.of(owner, witness)).allMatch(JvmPeer::isAlive);
	}

}
