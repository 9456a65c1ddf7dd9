package io.macula.gossip.service;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.macula.gossip.NodeName;
import io.macula.gossip.multicast.InterfaceBinding;
import io.macula.gossip.multicast.NetworkState;
import io.macula.gossip.net.IpLiteral;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnNameTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final InterfaceBinding ETH0 = at("eth0", "192.168.1.17");

	private static final InterfaceBinding ETH1 = at("eth1", "10.0.0.17");

	private static final InterfaceBinding LO = at("lo", "127.0.0.1");

	private final OwnName name = new OwnName(TestSettings.of("230.1.1.251", null));

	@AfterEach
	void release() {
		this.name.release();
	}

	@Test
	void aDefaultNameHoldsTheAddressOfTheFirstInterface() {
		assertThat(this.name.get()).isNull();
		assertThat(take(ETH0, ETH1).value()).matches("orders-[0-9a-f]+@192\\.168\\.1\\.17");
	}

	@Test
	void whereThereIsNoInterfaceTheNameIsOfThisMachineAlone() {
		assertThat(take().host()).isEqualTo("127.0.0.1");
		OwnName ipv6 = new OwnName(TestSettings.of("ff15::251", null));
		assertThat(ipv6.take(network(Set.of())).host()).isEqualTo("0:0:0:0:0:0:0:1");
		ipv6.release();
	}

	@Test
	void aNameLastsWhileItsAddressIsInUse() {
		take(ETH0);
		assertThat(outdated(0, ETH0)).isFalse();
		assertThat(outdated(100, ETH1, ETH0)).isFalse();
	}

	@Test
	void aNameLastsWhileThereIsNoNetworkAtAll() {
		take(ETH0);
		assertThat(outdated(0)).isFalse();
		assertThat(outdated(1000)).isFalse();
		assertThat(outdated(1001, ETH0)).isFalse();
	}

	@Test
	void anAddressThatIsNewTakesThePlaceOfOneThatIsGoneAtOnce() {
		take(ETH0, ETH1);
		assertThat(outdated(0, ETH0, ETH1)).isFalse();
		assertThat(outdated(1, at("eth0", "192.168.1.18"), ETH1)).isTrue();
		assertThat(outdated(1)).isFalse();
		assertThat(outdated(1, at("eth2", "192.168.1.18"))).as("on another interface as well").isTrue();
	}

	@Test
	void anotherInterfaceGivesItsAddressToTheNameOnceTheFirstHadTimeToReturn() {
		take(ETH0, ETH1);
		assertThat(outdated(9, ETH0, ETH1)).isFalse();
		assertThat(outdated(10, ETH1)).isFalse();
		assertThat(outdated(12, ETH0, ETH1)).isFalse();
		assertThat(outdated(20, ETH1)).isFalse();
		assertThat(outdated(22, ETH1)).isFalse();
		assertThat(outdated(23, ETH1)).isTrue();
		assertThat(take(ETH1).host()).isEqualTo("10.0.0.17");
		assertThat(outdated(24, ETH0, ETH1)).as("nothing is gained by going back").isFalse();
	}

	@Test
	void aNameOfThisMachineAloneGivesWayToAnAddressOfANetwork() {
		take(LO);
		assertThat(outdated(0, ETH0)).isTrue();
	}

	@Test
	void aNameOfThisMachineAloneGivesWayToAnAddressThatWasHereButNotReadyForUse() {
		this.name.take(network(addresses(ETH0)));
		assertThat(this.name.isOutdated(network(addresses(ETH0), ETH0), 0)).isTrue();
	}

	@Test
	void aNameThatWasSetIsNeverOutdated() {
		OwnName set = new OwnName(TestSettings.of("230.1.1.251", NodeName.of("orders@db.example")));
		assertThat(set.take(network(Set.of(), ETH0)).value()).isEqualTo("orders@db.example");
		assertThat(set.isOutdated(network(Set.of(), ETH1), 0)).isFalse();
	}

	@Test
	void aNameThatWasReleasedIsFreeForAnother() {
		NodeName first = take(ETH0);
		OwnName other = new OwnName(TestSettings.of("230.1.1.251", null));
		assertThat(other.take(network(Set.of(), ETH0))).isNotEqualTo(first);
		this.name.release();
		other.release();
		assertThat(other.take(network(Set.of(), ETH0))).isEqualTo(first);
		other.release();
	}

	@Test
	void anotherInterfaceThatWasNotInUseWaitsAsWell() {
		take(ETH0);
		assertThat(this.name.isOutdated(network(addresses(ETH0, ETH1), ETH0), 0)).isFalse();
		assertThat(outdated(1, ETH1)).isFalse();
		assertThat(outdated(4, ETH1)).isTrue();
	}

	private NodeName take(InterfaceBinding... interfaces) {
		return this.name.take(network(addresses(interfaces), interfaces));
	}

	private boolean outdated(int seconds, InterfaceBinding... interfaces) {
		return this.name.isOutdated(network(addresses(interfaces), interfaces), Duration.ofSeconds(seconds).toNanos());
	}

	private static NetworkState network(Set<InetAddress> addresses, InterfaceBinding... interfaces) {
		return new NetworkState(List.of(interfaces), List.copyOf(addresses), List.of(), true);
	}

	private static Set<InetAddress> addresses(InterfaceBinding... interfaces) {
		return Stream.of(interfaces).map(InterfaceBinding::address).collect(Collectors.toSet());
	}

	private static InterfaceBinding at(String name, String address) {
		return new InterfaceBinding(name, 1, IpLiteral.parse(address), "test");
	}

}
