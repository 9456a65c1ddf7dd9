package io.macula.gossip.service;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.Protocol;
import io.macula.gossip.net.IpLiteral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

class GossipClusterBuilderTests {

	private final GossipClusterBuilder builder = new GossipClusterBuilder(mock(TaskScheduler.class));

	@Test
	void defaultsAreThoseOfTheOriginal() {
		GossipClusterService service = this.builder.build();
		assertThat(service.getCluster()).isEqualTo("default");
		assertThat(service.isRunning()).isFalse();
		assertThat(service.getNodeName()).isNull();
		assertThat(service.getStatus().group().getHostString()).isEqualTo("230.1.1.251");
		assertThat(service.getStatus().group().getPort()).isEqualTo(45892);
		assertThat(service.getStatus().authenticated()).isFalse();
		assertThat(service.getNodes()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.1", "localhost", "", "230.1.1", "fe80::1" })
	void whatIsNoMulticastAddressIsRefused(String addr) {
		assertRefused((builder) -> builder.addr(addr),
				"addr: '%s' is not a multicast address. Use one in 224.0.0.0/4, such as 230.1.1.251, or in ff00::/8, such as ff15::6d61:6375; or 255.255.255.255 to broadcast."
					.formatted(addr));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ff15::6d61:6375", "ff02::251%eth7", "255.255.255.255" })
	void groupsOfEitherFamilyAndBroadcastsAreTaken(String addr) {
		assertThat(this.builder.addr(addr).build().getStatus().group().getAddress())
			.isEqualTo(IpLiteral.parse(addr.replace("%eth7", "")));
	}

	@Test
	void aClusterIsOpenUntilThereIsAKeyForWhatMakesANodeCount() {
		assertThat(isOpen((builder) -> builder)).isTrue();
		assertThat(isOpen((builder) -> builder.secret("s"))).isFalse();
		assertThat(isOpen((builder) -> builder.links((links) -> links.setCookie("cookie")))).isFalse();
		assertThat(isOpen((builder) -> builder.links((links) -> links.setCookie("macula")))).isTrue();
		assertThat(isOpen((builder) -> builder.secret("s").links((links) -> links.setCookie("macula")))).isTrue();
		assertThat(isOpen((builder) -> builder.links((links) -> {
			links.setCookie("cookie");
			links.setAcceptedCookies(List.of("macula"));
		}))).isTrue();
		assertThat(isOpen((builder) -> builder.links((links) -> links.setCookie("cookie"))
			.connectionMode(ConnectionMode.HEARTBEAT))).isTrue();
		assertThat(isOpen((builder) -> builder.secret("s").connectionMode(ConnectionMode.HEARTBEAT))).isFalse();
	}

	private static boolean isOpen(UnaryOperator<GossipClusterBuilder> change) {
		return change.apply(new GossipClusterBuilder(mock(TaskScheduler.class))).build().getStatus().open();
	}

	@Test
	void aScopeAndInterfacesAtOnceAreRefused() {
		assertRefused((builder) -> builder.addr("ff02::251%eth0").interfaces(List.of("eth1")),
				"interfaces: The interfaces [eth1] are set, and the scope of the group ff02::251%eth0 names one as well. Set one or the other.");
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "192.168.1", "192.168.1.256", "192.168.0.0/33", "fd00::/8/8", "eth0/24" })
	void whatCanBeNoInterfaceIsRefused(String pattern) {
		assertRefused((builder) -> builder.interfaces(List.of(pattern)),
				"interfaces: '%s' is not a network interface. Use names, addresses or networks, such as eth0, 192.168.1.17, 192.168.0.0/16, fd00::/8."
					.formatted(pattern));
	}

	@Test
	void aBroadcastThatMustNotLeaveTheMachineIsRefused() {
		assertRefused((builder) -> builder.addr("255.255.255.255").ttl(0),
				"ttl: 0 keeps announcements on this machine, which a broadcast cannot do. Use 1, or a multicast group in macula.gossip.addr.");
	}

	@Test
	void whatIsNoPeerIsRefused() {
		assertRefused((builder) -> builder.peers(List.of("db.example", "10.0.0.300")),
				"peers: '10.0.0.300' is not a peer: not a host name or address. Use host names or addresses, with a port or not: db.example, 10.0.0.7:45892, fd00::7, [fd00::7]:45892.");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 65536 })
	void whatIsNoPortIsRefused(int port) {
		assertRefused((builder) -> builder.port(port),
				"port: %d is not a UDP port. Use one from 1 to 65535, the same on every node.".formatted(port));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 256 })
	void whatIsNoTimeToLiveIsRefused(int ttl) {
		assertRefused((builder) -> builder.ttl(ttl),
				"ttl: %d is not a time to live. Use 1 for this subnet, at most 255 to pass multicast routers."
					.formatted(ttl));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "PT0.009S", "PT1H0.001S" })
	void anIntervalOutOfRangeIsRefused(Duration interval) {
		assertRefused((builder) -> builder.interval(interval),
				"interval: %s is not an interval between announcements. Use one from 10ms to 1h, the same on every node."
					.formatted(interval));
	}

	@Test
	void anEmptySecretIsRefused() {
		String message = "The secret is empty. Set a long random text, the same on every node, or leave the property out for an open cluster.";
		assertRefused((builder) -> builder.secret(""), "secret: " + message);
		assertRefused((builder) -> builder.secret("s").acceptedSecrets(List.of(" ")), "accepted-secrets: " + message);
	}

	@Test
	void acceptedSecretsAloneAreRefusedUnlessTheLinksHaveACookie() {
		UnaryOperator<GossipClusterBuilder> alone = (builder) -> builder.acceptedSecrets(List.of("new"));
		UnaryOperator<GossipClusterBuilder> cookie = (builder) -> alone.apply(builder)
			.links((links) -> links.setCookie("cookie"));
		String message = "accepted-secrets: There are accepted secrets but none to sign with. Set macula.gossip.secret as well. "
				+ "Without it they have a use only where there is a cookie, the protocol is macula and the connection mode is distribution.";
		assertRefused(alone, message);
		assertRefused((builder) -> cookie.apply(builder).protocol(Protocol.LIBCLUSTER), message);
		this.builder.protocol(Protocol.MACULA);
		assertRefused((builder) -> cookie.apply(builder).connectionMode(ConnectionMode.HEARTBEAT), message);
		GossipClusterService service = this.builder.connectionMode(ConnectionMode.DISTRIBUTION).build();
		assertThat(service.getStatus().authenticated()).isFalse();
	}

	@Test
	void anInvalidNodeNameIsRefused() {
		assertRefused((builder) -> builder.nodeName("orders"),
				"node-name: 'orders' is not a node name: write name@host, with at most 255 characters and no space, control character or '|'. Use a form such as orders-1@192.168.1.17, a different one on every node.");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1_000_001 })
	void aNumberOfNodesOutOfRangeIsRefused(int maxNodes) {
		assertRefused((builder) -> builder.maxNodes(maxNodes),
				"max-nodes: %d is not a number of nodes. Use one from 1 to 1000000.".formatted(maxNodes));
	}

	@Test
	void limitsOfSilenceThatCannotWorkAreRefused() {
		assertRefused((builder) -> builder.failureDetection((limits) -> limits.setDownAfter(Duration.ofSeconds(1))),
				"failure-detection.down-after: PT1S is not longer than the interval of PT1.5S. Use three intervals or more: every node would be down most of the time.");
		assertRefused((builder) -> builder.failureDetection((limits) -> {
			limits.setDownAfter(null);
			limits.setSuspectAfter(Duration.ofSeconds(9));
		}), "failure-detection: The limits do not fit each other: suspect-after (PT9S), down-after (PT4.8S) and forget-after (PT30S) must be positive and each longer than the one before. Correct the one that is out of order, or leave it out.");
	}

	@Test
	void aClusterWithoutANameIsRefused() {
		assertRefused((builder) -> builder.cluster(" "), "cluster: The name of the cluster is empty. Give it a name.");
	}

	@Test
	void secretsAreNeverInAMessage() {
		assertThatExceptionOfType(GossipConfigurationException.class)
			.isThrownBy(() -> this.builder.secret("hush").ttl(-1).build())
			.withMessageNotContaining("hush");
	}

	private void assertRefused(UnaryOperator<GossipClusterBuilder> setting, String message) {
		assertThatExceptionOfType(GossipConfigurationException.class)
			.isThrownBy(() -> setting.apply(this.builder).build())
			.withMessage(message);
	}

}
