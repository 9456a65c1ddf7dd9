package io.macula.gossip.sample;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.test.AutoConfigureTestGossip;
import io.macula.gossip.test.GossipTestNetwork;
import io.macula.gossip.test.GossipTestNode;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * As a test of any application may be: what the profile with the secret does, and what
 * the others are told.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "GOSSIP_SECRET=a long random text")
@ActiveProfiles("secured")
@AutoConfigureTestGossip
class SecuredSampleTests {

	@Autowired
	private GossipTestNetwork network;

	@Autowired
	private GossipClusterService cluster;

	@Test
	void theProfileSignsAnnouncements() {
		assertThat(this.cluster.getStatus().authenticated()).isTrue();
	}

	@Test
	void whoJoinsIsToldTheMetadata() {
		GossipTestNode billing = this.network.join("billing@db1.example");
		assertThat(this.cluster.getConnected()).containsExactly(billing.name());
		assertThat(billing.metadataOf(this.cluster.getNodeName())).containsEntry("version", "1.0.0");
	}

}
