package io.macula.gossip.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.testing.Loopback;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A key is given to a cluster that had none of its kind, node by node: those that have it
 * and those that do not yet stay one cluster.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class RollOutTests {

	private static final String WARNING = "Cluster 'default' accepts the cookie 'macula', which everybody knows: "
			+ "whoever reaches the port of a node can link to it. ";

	private final TestCluster cluster = new TestCluster();

	private final int epmdPort = Loopback.freePort();

	private final List<GossipClusterService> nodes = new ArrayList<>();

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void aSecretForAClusterWithACookie(CapturedOutput output) {
		Consumer<LinkSettings> cookie = (links) -> links.setCookie("cookie");
		UnaryOperator<GossipClusterBuilder> before = (builder) -> builder.links(cookie);
		UnaryOperator<GossipClusterBuilder> first = (builder) -> builder.links(cookie).acceptedSecrets(List.of("hush"));
		UnaryOperator<GossipClusterBuilder> second = (builder) -> builder.links(cookie).secret("hush");
		assertThatTheyAreOneCluster(before, first);
		assertThatTheyAreOneCluster(first, second);
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void aSecretForAnOpenCluster(CapturedOutput output) {
		UnaryOperator<GossipClusterBuilder> after = (builder) -> builder.secret("hush");
		UnaryOperator<GossipClusterBuilder> meanwhile = (builder) -> after.apply(builder)
			.links((links) -> links.setAcceptedCookies(List.of(CookieChoice.OPEN_CLUSTER)));
		assertThatTheyAreOneCluster((builder) -> builder, meanwhile);
		assertThat(output).contains(WARNING);
		assertThatTheyAreOneCluster(meanwhile, after);
	}

	@Test
	void aCookieForAnOpenCluster(CapturedOutput output) {
		UnaryOperator<GossipClusterBuilder> after = (builder) -> builder.links((links) -> links.setCookie("cookie"));
		UnaryOperator<GossipClusterBuilder> meanwhile = (builder) -> after.apply(builder)
			.links((links) -> links.setAcceptedCookies(List.of(CookieChoice.OPEN_CLUSTER)));
		assertThatTheyAreOneCluster((builder) -> builder, meanwhile);
		assertThat(output).contains(WARNING);
		assertThatTheyAreOneCluster(meanwhile, after);
	}

	@Test
	void aSecretBesideTheCookieThatEverybodyKnowsIsNoReasonToKeepQuiet(CapturedOutput output) {
		node("a", (builder) -> builder.secret("hush").links((links) -> links.setCookie(CookieChoice.OPEN_CLUSTER)))
			.start();
		assertThat(output).contains(WARNING);
	}

	private void assertThatTheyAreOneCluster(UnaryOperator<GossipClusterBuilder> some,
			UnaryOperator<GossipClusterBuilder> others) {
		this.nodes.addAll(List.of(node("a", some), node("b", others), node("c", some), node("d", others)));
		this.nodes.forEach(GossipClusterService::start);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(20))
			.untilAsserted(() -> assertThat(this.nodes)
				.allSatisfy((node) -> assertThat(node.getConnected()).as("of %s", node.getNodeName()).hasSize(3)));
		this.nodes.forEach(GossipClusterService::stop);
		this.nodes.clear();
	}

	private GossipClusterService node(String name, UnaryOperator<GossipClusterBuilder> settings) {
		return this.cluster.node(name + "@127.0.0.1",
				(builder) -> settings.apply(builder.connectionMode(ConnectionMode.DISTRIBUTION)
					.links((links) -> links.setEpmdPort(this.epmdPort))));
	}

}
