package io.macula.gossip.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.Protocol;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.Mockito.mock;

class DistinctClustersTests {

	private final Map<String, GossipClusterService> services = new LinkedHashMap<>();

	@Test
	void twoOfOneNameAreRefused() {
		add("first", (builder) -> builder.cluster("orders"));
		add("second", (builder) -> builder.cluster("orders").port(1));
		assertRefused("cluster: The beans 'first' and 'second' are both of the cluster 'orders'. "
				+ "Give each GossipClusterBuilder its own cluster(name).");
	}

	@Test
	void twoOpenOnesOnOneGroupAndPortAreRefused() {
		add("first", (builder) -> builder);
		add("second", (builder) -> builder.cluster("audit"));
		assertRefused("port: The clusters 'default' and 'audit' share the group 230.1.1.251, UDP port 45892 and a key: "
				+ "they would be one, and this application would link to itself. "
				+ "Give one of them another port, addr or secret.");
	}

	@Test
	void twoWithOneSecretOnOneGroupAndPortAreRefusedThoughOnlyOneSignsWithIt() {
		add("first", (builder) -> builder.secret("old"));
		add("second", (builder) -> builder.cluster("audit").secret("new").acceptedSecrets(List.of("old")));
		// The derived cookies are as many as the secrets
		assertRefused("port: The clusters 'default' and 'audit' share the group 230.1.1.251, UDP port 45892 and a key: "
				+ "they would be one, and this application would link to itself. "
				+ "Give one of them another port, addr or secret.");
	}

	@Test
	void anOpenOneHearsAClosedOneInHeartbeatMode() {
		add("first", (builder) -> builder.connectionMode(ConnectionMode.HEARTBEAT));
		add("second", (builder) -> builder.connectionMode(ConnectionMode.HEARTBEAT).cluster("audit").secret("s"));
		assertRefused("port: The clusters 'default' and 'audit' share the group 230.1.1.251, UDP port 45892 and a key: "
				+ "they would be one, and this application would link to itself. "
				+ "Give one of them another port, addr or secret.");
	}

	@Test
	void otherKeysPortsGroupsProtocolsAndInterfacesAreTaken() {
		add("first", (builder) -> builder.secret("one").interfaces(List.of("10.0.0.1")));
		add("key", (builder) -> builder.cluster("key").secret("two"));
		add("port", (builder) -> builder.cluster("port").secret("one").port(1));
		add("group", (builder) -> builder.cluster("group").secret("one").addr("230.1.1.252"));
		add("protocol", (builder) -> builder.cluster("protocol").secret("one").protocol(Protocol.LIBCLUSTER));
		add("interfaces",
				(builder) -> builder.cluster("interfaces").secret("one").interfaces(List.of("eth1", "10.1.0.1")));
		assertThatNoException().isThrownBy(() -> DistinctClusters.check(this.services));
	}

	@Test
	void anOpenOneAndAClosedOneCannotLink() {
		add("first", (builder) -> builder);
		add("second", (builder) -> builder.cluster("audit").secret("s"));
		assertThatNoException().isThrownBy(() -> DistinctClusters.check(this.services));
	}

	@Test
	void servicesOfOthersAreNotLookedAt() {
		this.services.put("first", mock());
		this.services.put("second", mock());
		assertThatNoException().isThrownBy(() -> DistinctClusters.check(this.services));
	}

	private void add(String bean, UnaryOperator<GossipClusterBuilder> settings) {
		this.services.put(bean, settings.apply(new GossipClusterBuilder(mock(TaskScheduler.class))).build());
	}

	private void assertRefused(String message) {
		assertThatExceptionOfType(GossipConfigurationException.class)
			.isThrownBy(() -> DistinctClusters.check(this.services))
			.withMessage(message);
	}

}
