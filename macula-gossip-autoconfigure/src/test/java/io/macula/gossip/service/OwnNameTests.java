package io.macula.gossip.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.macula.gossip.ConnectionMode;
import io.macula.gossip.LinkSettings;
import io.macula.gossip.NodeName;
import io.macula.gossip.Protocol;
import io.macula.gossip.announcement.MaculaFormat;
import io.macula.gossip.membership.FailureDetection;
import io.macula.gossip.membership.MembershipSettings;
import io.macula.gossip.multicast.InterfaceBinding;
import io.macula.gossip.net.IpLiteral;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class OwnNameTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private static final InterfaceBinding ETH0 = at("eth0", "192.168.1.17");

	private static final InterfaceBinding ETH1 = at("eth1", "10.0.0.17");

	private static final InterfaceBinding LO = at("lo", "127.0.0.1");

	private final OwnName name = new OwnName(settings("230.1.1.251", null));

	@AfterEach
	void release() {
		this.name.release();
	}

	@Test
	void aDefaultNameHoldsTheAddressOfTheFirstInterface() {
		assertThat(this.name.get()).isNull();
		assertThat(take(ETH0, ETH1).value()).isEqualTo("orders-" + ProcessHandle.current().pid() + "@192.168.1.17");
	}

	@Test
	void whereThereIsNoInterfaceTheNameIsOfThisMachineAlone() {
		assertThat(take().host()).isEqualTo("127.0.0.1");
		OwnName ipv6 = new OwnName(settings("ff15::251", null));
		assertThat(ipv6.take(List.of(), Set.of()).host()).isEqualTo("0:0:0:0:0:0:0:1");
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
		this.name.take(List.of(), addresses(ETH0));
		assertThat(this.name.isOutdated(List.of(ETH0), addresses(ETH0), 0)).isTrue();
	}

	@Test
	void aNameThatWasSetIsNeverOutdated() {
		OwnName set = new OwnName(settings("230.1.1.251", NodeName.of("orders@db.example")));
		assertThat(set.take(List.of(ETH0), Set.of()).value()).isEqualTo("orders@db.example");
		assertThat(set.isOutdated(List.of(ETH1), Set.of(), 0)).isFalse();
	}

	@Test
	void aNameThatWasReleasedIsFreeForAnother() {
		NodeName first = take(ETH0);
		OwnName other = new OwnName(settings("230.1.1.251", null));
		assertThat(other.take(List.of(ETH0), Set.of())).isNotEqualTo(first);
		this.name.release();
		other.release();
		assertThat(other.take(List.of(ETH0), Set.of())).isEqualTo(first);
		other.release();
	}

	@Test
	void anotherInterfaceThatWasNotInUseWaitsAsWell() {
		take(ETH0);
		assertThat(this.name.isOutdated(List.of(ETH0), Set.of(ETH0.address(), ETH1.address()), 0)).isFalse();
		assertThat(outdated(1, ETH1)).isFalse();
		assertThat(outdated(4, ETH1)).isTrue();
	}

	private NodeName take(InterfaceBinding... interfaces) {
		return this.name.take(List.of(interfaces), addresses(interfaces));
	}

	private boolean outdated(int seconds, InterfaceBinding... interfaces) {
		return this.name.isOutdated(List.of(interfaces), addresses(interfaces), Duration.ofSeconds(seconds).toNanos());
	}

	private static Set<InetAddress> addresses(InterfaceBinding... interfaces) {
		return Stream.of(interfaces).map(InterfaceBinding::address).collect(Collectors.toSet());
	}

	private static InterfaceBinding at(String name, String address) {
		return new InterfaceBinding(name, 1, IpLiteral.parse(address), "test");
	}

	private static GossipSettings settings(String group, @Nullable NodeName nodeName) {
		return new GossipSettings("test", nodeName, "orders", new InetSocketAddress(IpLiteral.parse(group), 45892), 1,
				List.of(), List.of(), Protocol.MACULA, new MaculaFormat(List.of(), 10), false,
				new MembershipSettings(ConnectionMode.HEARTBEAT, INTERVAL, FailureDetection.forInterval(INTERVAL), 10),
				new LinkSettings(), null, Map::of, new ThreadPoolTaskScheduler(), Clock.systemUTC(), List.of());
	}

}
