package io.macula.gossip.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

import io.macula.gossip.AnnouncementResult;
import io.macula.gossip.CallException;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipEvent;
import io.macula.gossip.GossipMessage;
import io.macula.gossip.GossipMessageHandler;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeDownEvent;
import io.macula.gossip.NodeName;
import io.macula.gossip.NodeState;
import io.macula.gossip.actuate.GossipEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application's test, which has nodes come and go. Nothing here waits: what a node
 * does is done when its method returns.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "macula.gossip.metadata.zone=north", "management.endpoints.jmx.exposure.include=*",
				"spring.jmx.enabled=true", "macula.gossip.peers=db.example" })
@AutoConfigureTestGossip
class GossipTestNetworkTests {

	private static final NodeName BILLING = NodeName.of("billing@db1.example");

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	@Autowired
	private GossipTestNetwork network;

	@Autowired
	private GossipClusterService service;

	@Autowired
	private GossipEndpoint endpoint;

	@Autowired
	private Events events;

	@Test
	void aNodeThatJoinsIsUpWithItsMetadata() {
		begin();
		GossipTestNode billing = this.network.join("billing@db1.example", Map.of("http.port", "8081"));
		assertThat(billing.name()).isEqualTo(BILLING);
		assertThat(this.service.getConnected()).containsExactly(BILLING);
		assertThat(this.service.getNode(BILLING).orElseThrow().metadata()).containsEntry("http.port", "8081");
		assertThat(this.events.take()).startsWith("DISCOVERED", "UP");
	}

	@Test
	void theEventOfANodeThatJoinsHasItsApplicationAndItsMetadata() {
		this.network.join("billing@db1.example", "billing", Map.of("zone", "south"));
		GossipNode up = this.events.up();
		assertThat(up.application()).isEqualTo("billing");
		assertThat(up.metadata()).isEqualTo(Map.of("zone", "south"));
		assertThat(this.endpoint.node("default", BILLING.value()).member().application()).isEqualTo("billing");
	}

	@Test
	void theNodeIsToldTheMetadataOfTheApplication() {
		GossipTestNode billing = this.network.join("billing");
		assertThat(billing.metadataOf(this.service.getNodeName())).containsEntry("zone", "north");
	}

	@Test
	void metadataThatChangesIsTold() {
		GossipTestNode billing = this.network.join("billing", Map.of("load", "1"));
		billing.updateMetadata(Map.of("load", "2"));
		assertThat(this.service.getNode(billing.name()).orElseThrow().metadata()).containsEntry("load", "2");
	}

	@Test
	void aNodeThatLeavesIsDownAtOnce() {
		GossipTestNode billing = this.network.join("billing");
		begin();
		billing.leave();
		assertThat(this.service.getConnected()).isEmpty();
		assertThat(this.events.take()).containsExactly("DOWN LINK_CLOSED");
	}

	@Test
	void aNodeThatVanishesIsProbedAndThenDown() {
		GossipTestNode billing = this.network.join("billing@db1.example");
		GossipTestNode stock = this.network.join("stock@db1.example");
		begin();
		billing.vanish();
		assertThat(this.events.take()).containsExactly("DOWN UNRESPONSIVE");
		assertThat(this.service.getConnected()).containsExactly(stock.name());
		assertThat(this.service.explain(BILLING).toString()).contains("no answer to a probe");
	}

	@Test
	void aNodeThatIsSuspectedIsUpStillAndCanRecover() {
		GossipTestNode billing = this.network.join("billing@db1.example");
		begin();
		billing.suspect();
		assertThat(state()).isEqualTo(NodeState.SUSPECTED);
		assertThat(this.service.getConnected()).containsExactly(BILLING);
		billing.recover();
		assertThat(state()).isEqualTo(NodeState.CONNECTED);
		this.network.advance(Duration.ofMinutes(1));
		assertThat(state()).isEqualTo(NodeState.CONNECTED);
		assertThat(this.events.take()).isEmpty();
	}

	@Test
	void aNodeThatComesBackUnderItsNameIsDownAndUp() {
		this.network.join("billing@db1.example", Map.of("version", "1"));
		begin();
		this.network.join("billing@db1.example", Map.of("version", "2"));
		assertThat(this.events.take()).startsWith("DOWN LINK_CLOSED", "UP");
		assertThat(this.service.getNode(BILLING).orElseThrow().metadata()).containsEntry("version", "2");
	}

	@Test
	void theApplicationSendsMessagesAndCallsTheNode() throws Exception {
		GossipTestNode billing = this.network.join("billing");
		billing.register("prices", (message) -> "ACME".equals(message.body()) ? 42 : null);
		assertThat(this.service.getMessenger().call(billing.name(), "prices", "ACME", TIMEOUT).get()).isEqualTo(42);
		assertThat(this.service.getMessenger().send(billing.name(), "prices", "OTHER")).isTrue();
		this.network.advance(Duration.ZERO);
		assertThat(billing.received()).extracting(GossipMessage::body).containsExactly("ACME", "OTHER");
	}

	@Test
	void aCallThatHasNoHandlerFails() {
		GossipTestNode billing = this.network.join("billing");
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.service.getMessenger().call(billing.name(), "none", 1, TIMEOUT).get())
			.withCauseInstanceOf(CallException.class);
	}

	@Test
	void theNodeSendsMessagesAndCallsTheApplication() throws Exception {
		List<GossipMessage> taken = new CopyOnWriteArrayList<>();
		GossipMessageHandler handler = (message) -> {
			taken.add(message);
			return "yes";
		};
		this.service.getMessenger().register("orders", handler);
		try {
			GossipTestNode billing = this.network.join("billing");
			assertThat(billing.send(this.service.getNodeName(), "orders", "one")).isTrue();
			assertThat(taken).containsExactly(GossipMessage.of(billing.name(), "one"));
			assertThat(billing.call(this.service.getNodeName(), "orders", "two").get()).isEqualTo("yes");
		}
		finally {
			this.service.getMessenger().unregister("orders");
		}
	}

	@Test
	void theEndpointShowsTheNodes() {
		this.network.join("billing@db1.example", Map.of("zone", "south"));
		var cluster = this.endpoint.gossip().clusters().get("default");
		assertThat(cluster.running()).isTrue();
		assertThat(cluster.problems()).isEmpty();
		assertThat(cluster.members()).singleElement().satisfies((member) -> {
			assertThat(member.name()).isEqualTo(BILLING.value());
			assertThat(member.metadata()).containsEntry("zone", "south");
		});
	}

	@Test
	void hoursPassAtOnceAndAllIsWellThen() {
		this.network.join("billing@db1.example");
		long sent = this.service.getAnnouncementCount(AnnouncementResult.SENT);
		this.network.advance(Duration.ofMinutes(10));
		assertThat(this.service.getAnnouncementCount(AnnouncementResult.SENT) - sent).isGreaterThan(300);
		assertThat(this.service.getConnected()).containsExactly(BILLING);
		assertThat(this.service.getStatus().problems()).isEmpty();
	}

	@Test
	void aListenerMayMakeNodesToo() {
		begin();
		this.events.onUp = () -> this.network.join("second");
		this.network.join("first");
		this.events.onUp = null;
		assertThat(this.service.getConnected()).extracting(NodeName::localPart).contains("first", "second");
	}

	@Test
	void nodesThatWereClearedAreForgotten() {
		GossipTestNode billing = this.network.join("billing");
		billing.leave();
		assertThat(this.service.getDiscovered()).containsExactly(billing.name());
		this.network.clear();
		assertThat(this.service.getDiscovered()).isEmpty();
	}

	private NodeState state() {
		return this.service.getNode(BILLING).orElseThrow().state();
	}

	private void begin() {
		this.events.take();
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Events events() {
			return new Events();
		}

	}

	/**
	 * Remembers what it was told, but for metadata.
	 */
	static class Events {

		private final List<String> told = new ArrayList<>();

		private volatile Runnable onUp;

		private volatile GossipNode up;

		@EventListener
		void on(GossipEvent event) {
			if (event.getKind() == GossipEvent.Kind.UP) {
				this.up = event.getNode();
			}
			if (event.getKind() != GossipEvent.Kind.METADATA) {
				synchronized (this.told) {
					this.told
						.add(event.getKind() + ((event instanceof NodeDownEvent down) ? " " + down.getReason() : ""));
				}
			}
			Runnable action = this.onUp;
			if (event.getKind() == GossipEvent.Kind.UP && action != null) {
				this.onUp = null;
				action.run();
			}
		}

		/**
		 * Return the last node that came up, as it was then.
		 */
		GossipNode up() {
			return this.up;
		}

		List<String> take() {
			synchronized (this.told) {
				List<String> taken = List.copyOf(this.told);
				this.told.clear();
				return taken;
			}
		}

	}

}
