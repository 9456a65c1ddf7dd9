package io.macula.gossip.test;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipNode;
import io.macula.gossip.NodeName;
import io.macula.gossip.autoconfigure.GossipAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Several applications on one network in memory.
 */
class TestNetworkContextsTests {

	private final GossipTestNetwork network = new GossipTestNetwork();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class))
		.withPropertyValues("macula.gossip.auto-startup=false")
		.withBean(GossipTestNetwork.class, () -> this.network);

	@Test
	void applicationsSeeEachOther() {
		named("orders@one.example", this.contextRunner).run((first) -> {
			GossipClusterService orders = first.getBean(GossipClusterService.class);
			named("billing@two.example", this.contextRunner)
				.withPropertyValues("macula.gossip.metadata.zone=north", "spring.application.name=billing")
				.run((second) -> {
					GossipClusterService billing = second.getBean(GossipClusterService.class);
					this.network.advance(Duration.ofSeconds(1));
					assertThat(orders.getConnected()).containsExactly(NodeName.of("billing@two.example"));
					assertThat(billing.getConnected()).containsExactly(NodeName.of("orders@one.example"));
					assertThat(orders.getNodes()).extracting(GossipNode::metadata)
						.containsExactly(Map.of("zone", "north"));
					assertThat(orders.getNodes()).extracting(GossipNode::application).containsExactly("billing");
					assertThat(billing.getNodes()).extracting(GossipNode::application).containsOnlyNulls();
					GossipTestNode third = this.network.join("third");
					assertThat(orders.getConnected()).contains(third.name());
					assertThat(billing.getConnected()).contains(third.name());
				});
			this.network.advance(Duration.ZERO);
			this.network.clear();
			assertThat(orders.getConnected()).isEmpty();
		});
	}

	@Test
	void applicationsCallEachOther() {
		named("orders@one.example", this.contextRunner)
			.run((first) -> named("billing@two.example", this.contextRunner).run((second) -> {
				this.network.advance(Duration.ofSeconds(1));
				second.getBean(GossipClusterService.class)
					.getMessenger()
					.register("prices", (message) -> message.body() + "!");
				assertThat(first.getBean(GossipClusterService.class)
					.getMessenger()
					.call(NodeName.of("billing@two.example"), "prices", "ACME", Duration.ofSeconds(5))
					.get()).isEqualTo("ACME!");
			}));
	}

	@Test
	void anApplicationWithAnotherSecretIsRefused() {
		named("orders@one.example", this.contextRunner).withPropertyValues("macula.gossip.secret=one").run((first) -> {
			GossipClusterService orders = first.getBean(GossipClusterService.class);
			named("billing@two.example", this.contextRunner).withPropertyValues("macula.gossip.secret=two")
				.run((second) -> {
					this.network.advance(Duration.ofSeconds(10));
					assertThat(orders.getNodes()).isEmpty();
					assertThat(orders.getStatus().refusals()).isNotEmpty();
				});
		});
	}

	@Test
	void aNodeThatJoinedBeforeTheApplicationStartsIsUp() {
		GossipTestNode early = this.network.join("early");
		named("orders@one.example", this.contextRunner).run((context) -> {
			this.network.advance(Duration.ZERO);
			assertThat(context.getBean(GossipClusterService.class).getConnected()).containsExactly(early.name());
		});
	}

	@Test
	void inHeartbeatModeNodesAreUpLeaveAndFallSilentAsTimePasses() {
		named("orders@one.example", this.contextRunner).withPropertyValues("macula.gossip.connection-mode=heartbeat")
			.run((context) -> {
				GossipClusterService orders = context.getBean(GossipClusterService.class);
				GossipTestNode billing = this.network.join("billing");
				GossipTestNode stock = this.network.join("stock");
				assertThat(orders.getConnected()).containsExactly(billing.name(), stock.name());
				billing.leave();
				assertThat(orders.getConnected()).containsExactly(stock.name());
				stock.vanish();
				this.network.advance(Duration.ofSeconds(6));
				assertThat(orders.getConnected()).isEmpty();
			});
	}

	@Test
	void whatRunsInMemoryOpensNoSocket() throws IOException {
		Path descriptors = Path.of("/proc/self/fd");
		assumeThat(descriptors).exists();
		long before = sockets(descriptors);
		this.contextRunner.withPropertyValues("macula.gossip.peers=db.example").run((context) -> {
			assertThat(context.getBean(GossipClusterService.class).isRunning()).isTrue();
			this.network.join("billing@db1.example").vanish();
			assertThat(sockets(descriptors)).isEqualTo(before);
		});
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class))
			.withUserConfiguration(LoopbackConfiguration.class)
			.run((context) -> assertThat(sockets(descriptors)).isGreaterThan(before));
	}

	private static long sockets(Path descriptors) throws IOException {
		long count = 0;
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(descriptors)) {
			for (Path entry : entries) {
				try {
					count += Files.readSymbolicLink(entry).toString().startsWith("socket:") ? 1 : 0;
				}
				catch (NoSuchFileException ex) {
					// That of the listing itself
				}
			}
		}
		return count;
	}

	private static ApplicationContextRunner named(String name, ApplicationContextRunner runner) {
		return runner.withPropertyValues("macula.gossip.node-name=" + name);
	}

}
