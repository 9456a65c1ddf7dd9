package io.macula.gossip.sample;

import java.util.Map;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.test.AutoConfigureTestGossip;
import io.macula.gossip.test.GossipTestNetwork;
import io.macula.gossip.test.GossipTestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * As a test of any application may be: nodes come and go at its word, and no packet is
 * sent.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@AutoConfigureTestGossip
@ExtendWith(OutputCaptureExtension.class)
class ClusterEventLoggerTests {

	@Autowired
	private GossipTestNetwork network;

	@Autowired
	private GossipClusterService cluster;

	@Test
	void whoComesAndGoesIsLogged(CapturedOutput output) {
		GossipTestNode billing = this.network.join("billing@db1.example", Map.of("zone", "north"));
		assertThat(this.cluster.getConnected()).containsExactly(billing.name());
		assertThat(output).contains("billing@db1.example is up");
		billing.leave();
		assertThat(output).contains("billing@db1.example is down: LINK_CLOSED");
	}

	@Test
	void whoVanishesIsLogged(CapturedOutput output) {
		this.network.join("billing@db1.example").vanish();
		assertThat(output).contains("billing@db1.example is down: UNRESPONSIVE");
	}

}
