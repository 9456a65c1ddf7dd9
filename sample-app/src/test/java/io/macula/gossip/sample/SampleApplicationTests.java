package io.macula.gossip.sample;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.json.JsonContent;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "macula.gossip.interfaces=127.0.0.1", "macula.gossip.auto-startup=true",
				"macula.gossip.node-name=sample@127.0.0.1", "macula.gossip.connection-mode=heartbeat" })
class SampleApplicationTests {

	@Autowired
	private GossipClusterService service;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		int free = Loopback.freePort();
		registry.add("macula.gossip.port", () -> free);
	}

	@Test
	void theEndpointShowsTheCluster() {
		JsonContent json = get("/actuator/gossip");
		assertThat(json).extractingPath("$.clusters.default.node").isEqualTo("sample@127.0.0.1");
		assertThat(json).extractingPath("$.clusters.default.running").isEqualTo(true);
		assertThat(json).extractingPath("$.clusters.default.protocol").isEqualTo("macula");
		assertThat(json).extractingPath("$.clusters.default.interfaces[0].address").isEqualTo("127.0.0.1");
		assertThat(json).extractingPath("$.clusters.default.members").asArray().isEmpty();
		assertThat(get("/actuator/gossip/default")).extractingPath("$.node").isEqualTo("sample@127.0.0.1");
	}

	@Test
	void aClusterThatIsNotThereIsNotFound() {
		HttpStatusCode status = client().get()
			.uri("/actuator/gossip/other")
			.exchange((request, response) -> response.getStatusCode());
		assertThat(status.value()).isEqualTo(404);
	}

	@Test
	void aPostAnnouncesNow() {
		ResponseEntity<String> response = client().post()
			.uri("/actuator/gossip")
			.contentType(MediaType.APPLICATION_JSON)
			.retrieve()
			.toEntity(String.class);
		assertThat(new JsonContent(String.valueOf(response.getBody()))).extractingPath("$.announced[0]")
			.isEqualTo("default");
	}

	@Test
	void healthIsUpThoughTheNodeIsAlone() {
		JsonContent json = get("/actuator/health");
		assertThat(json).extractingPath("$.components.gossip.status").isEqualTo("UP");
		assertThat(json).extractingPath("$.components.gossip.details.connected").isEqualTo(0);
	}

	@Test
	void livenessDoesNotDependOnTheCluster() {
		this.service.stop();
		try {
			assertThat(get("/actuator/health/liveness")).extractingPath("$.status").isEqualTo("UP");
		}
		finally {
			this.service.start();
		}
	}

	@Test
	void metersAreThere() {
		assertThat(get("/actuator/metrics/macula.gossip.nodes")).extractingPath("$.availableTags[*].tag")
			.asArray()
			.contains("cluster", "state");
	}

	@Test
	void theControllerKnowsWhoIsThere() {
		assertThat(get("/")).extractingPath("$.self").isEqualTo("sample@127.0.0.1");
	}

	private JsonContent get(String path) {
		return new JsonContent(String.valueOf(client().get().uri(path).retrieve().body(String.class)));
	}

	private RestClient client() {
		return RestClient.create("http://localhost:" + this.port);
	}

}
