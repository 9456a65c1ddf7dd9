package io.macula.gossip.sample;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeDownReason;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeUpEvent;
import io.macula.gossip.testing.Loopback;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "macula.gossip.auto-startup=true", "macula.gossip.interfaces=127.0.0.1",
				"macula.gossip.node-name=page@127.0.0.1", "macula.gossip.connection-mode=heartbeat" })
class PageControllerTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@Autowired
	private GossipClusterService cluster;

	@Autowired
	private ApplicationEventPublisher publisher;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		int free = Loopback.freePort();
		registry.add("macula.gossip.port", () -> free);
	}

	@Test
	void aBrowserGetsThePageWhereOthersGetJson() throws Exception {
		HttpResponse<String> page = get("/", "Accept",
				"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8");
		assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
		assertThat(page.body()).startsWith("<!DOCTYPE html>");
		assertThat(new JsonContent(get("/", "Accept", "*/*").body())).extractingPath("$.self")
			.isEqualTo("page@127.0.0.1");
	}

	@Test
	void aBrowserMayLoadAndRunNothingFromElsewhere() throws Exception {
		for (String path : List.of("/", "/index.html", "/page.js", "/cluster")) {
			assertThat(get(path, "Accept", "text/html,*/*").headers().firstValue("Content-Security-Policy")).as(path)
				.hasValueSatisfying((policy) -> assertThat(policy).startsWith("default-src 'none'; script-src 'self';")
					.doesNotContain("unsafe"));
		}
	}

	@Test
	void thePictureTellsWhatThisNodeKnows() throws Exception {
		JsonContent picture = new JsonContent(get("/cluster").body());
		assertThat(picture).extractingPath("$.self").isEqualTo("page@127.0.0.1");
		assertThat(picture).extractingPath("$.running").isEqualTo(true);
		assertThat(picture).extractingPath("$.mode").isEqualTo("heartbeat");
		assertThat(picture).extractingPath("$.nodes").asArray().isEmpty();
	}

	@Test
	void anExplanationIsGivenForAnyNameThatIsOne() throws Exception {
		assertThat(get("/cluster/explanation?node=page%40127.0.0.1").body()).isEqualTo("[\"It is this node itself.\"]");
		assertThat(get("/cluster/explanation?node=%3Cb%3Ex%3C%2Fb%3E%40host").statusCode()).isEqualTo(200);
		assertThat(get("/cluster/explanation?node=nobody").statusCode()).isEqualTo(400);
	}

	@Test
	void aPostAnnouncesUnlessTheNodeTakesNoPart() throws Exception {
		assertThat(announce()).isEqualTo(204);
		this.cluster.stop();
		try {
			assertThat(announce()).isEqualTo(409);
			assertThat(new JsonContent(get("/cluster").body())).extractingPath("$.running").isEqualTo(false);
		}
		finally {
			this.cluster.start();
		}
	}

	@Test
	void aStreamTellsWhatHappensAndOneThatIsOpenedAgainTheRest() throws Exception {
		NodeName name = NodeName.of("stream@127.0.0.1");
		GossipNode node = GossipNode.builder(name).build();
		String firstId;
		try (InputStream body = open("0"); Scanner lines = new Scanner(body)) {
			this.publisher.publishEvent(new NodeUpEvent(this.cluster, node));
			List<String> event = next(lines);
			firstId = event.get(0).substring("id:".length());
			JsonContent data = new JsonContent(event.get(1).substring("data:".length()));
			assertThat(data).extractingPath("$.node").isEqualTo("stream@127.0.0.1");
			assertThat(data).extractingPath("$.kind").isEqualTo("up");
			assertThat(data).extractingPath("$.id").asNumber().isEqualTo(Long.parseLong(firstId));
		}
		this.publisher.publishEvent(new NodeDownEvent(this.cluster, node, NodeDownReason.LINK_CLOSED));
		try (InputStream body = open(firstId); Scanner lines = new Scanner(body)) {
			assertThat(next(lines).get(1)).contains("\"kind\":\"down\"", "\"reason\":\"LINK_CLOSED\"");
		}
	}

	/**
	 * Return the lines of the next event.
	 */
	private static List<String> next(Scanner lines) {
		List<String> event = new ArrayList<>();
		while (event.size() < 2) {
			String line = lines.nextLine();
			if (line.startsWith("id:") || line.startsWith("data:")) {
				event.add(line);
			}
		}
		return event;
	}

	private InputStream open(String lastEventId) throws Exception {
		HttpResponse<InputStream> response = this.client.send(
				request("/cluster/events").header("Last-Event-ID", lastEventId).build(),
				HttpResponse.BodyHandlers.ofInputStream());
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
		return response.body();
	}

	private int announce() throws Exception {
		return this.client
			.send(request("/cluster/announcement").POST(HttpRequest.BodyPublishers.noBody()).build(),
					HttpResponse.BodyHandlers.discarding())
			.statusCode();
	}

	private HttpResponse<String> get(String path, String... headers) throws Exception {
		HttpRequest.Builder request = request(path);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

}
