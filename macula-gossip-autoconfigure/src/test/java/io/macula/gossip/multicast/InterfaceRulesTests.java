package io.macula.gossip.multicast;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.macula.gossip.net.IpLiteral;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InterfaceRulesTests {

	private static final InetAddress GROUP = address("230.1.1.251");

	private static final LocalInterface LO = lan("lo", true, false, false, "127.0.0.1", "::1");

	private static final LocalInterface ETH0 = lan("eth0", false, false, true, "192.168.1.17", "fe80::1");

	private static final LocalInterface WLAN0 = lan("wlan0", false, false, true, "10.0.0.5", "10.0.0.6");

	private static final LocalInterface TUN0 = lan("tun0", false, true, true, "10.8.0.2");

	private static final LocalInterface DOCKER0 = lan("docker0", false, false, true, "172.17.0.1");

	@Test
	void theInterfaceThatTheSystemRoutesThroughIsChosen() {
		InterfaceBinding chosen = automatic("10.0.0.6", LO, ETH0, WLAN0);
		assertThat(chosen.name()).isEqualTo("wlan0");
		assertThat(chosen.address()).isEqualTo(address("10.0.0.6"));
		assertThat(chosen.reason()).isEqualTo("the system routes 230.1.1.251 through it");
	}

	@Test
	void aLanIsPreferredToAVpnThatTheSystemRoutesThrough() {
		InterfaceBinding chosen = automatic("10.8.0.2", LO, TUN0, ETH0);
		assertThat(chosen.name()).isEqualTo("eth0");
		assertThat(chosen.reason()).isEqualTo("the system routes the group through 'tun0', which is no LAN interface");
	}

	@Test
	void aLanIsPreferredToAContainerBridge() {
		assertThat(automatic("172.17.0.1", LO, DOCKER0, ETH0).name()).isEqualTo("eth0");
	}

	@Test
	void aVpnIsUsedWhereThereIsNoLan() {
		assertThat(automatic("10.8.0.2", LO, DOCKER0, TUN0).name()).isEqualTo("tun0");
	}

	@Test
	void theFirstLanIsChosenWhereThereIsNoRoute() {
		assertThat(automatic(null, LO, DOCKER0, ETH0, WLAN0).name()).isEqualTo("eth0");
	}

	@Test
	void loopbackIsUsedOnlyWhereThereIsNothingElse() {
		assertThat(automatic("127.0.0.1", LO, ETH0).name()).isEqualTo("eth0");
		assertThat(automatic("127.0.0.1", LO, DOCKER0).name()).isEqualTo("docker0");
		InterfaceBinding chosen = automatic("127.0.0.1", LO);
		assertThat(chosen.name()).isEqualTo("lo");
		assertThat(chosen.reason()).contains("only nodes on this machine are found");
	}

	@Test
	void interfacesWithoutAnAddressOfTheFamilyAreNotChosen() {
		LocalInterface onlyIpv6 = lan("eth1", false, false, true, "fe80::2");
		assertThat(automatic(null, LO, onlyIpv6).name()).isEqualTo("lo");
	}

	@Test
	void whereNothingFitsTheReasonIsTold() {
		LocalInterface onlyIpv6 = lan("eth1", false, false, true, "fe80::2");
		InterfaceBindings bindings = new InterfaceRules(GROUP, List.of(onlyIpv6), List.of(), null).automatic(null,
				true);
		assertThat(bindings.interfaces()).isEmpty();
		assertThat(bindings.problems()).containsExactly(
				"There is no network: no interface that is up and leads out has an IPv4 address, which the group 230.1.1.251 needs; "
						+ "here are eth1[fe80:0:0:0:0:0:0:2]. One is used as soon as it is there; "
						+ "macula.gossip.addr takes a group of the other family.");
		assertThat(new InterfaceRules(GROUP, List.of(), List.of(), null).automatic(null, true).problems())
			.singleElement()
			.asString()
			.contains("here are none");
	}

	@Test
	void loopbackIsNoNetworkForANodeThatHadOne() {
		InterfaceBindings bindings = new InterfaceRules(GROUP, List.of(LO), List.of(), null).automatic(null, false);
		assertThat(bindings.interfaces()).isEmpty();
		assertThat(bindings.problems()).singleElement().asString().startsWith("There is no network");
	}

	@Test
	void aLanInterfaceIsKeptWhileItIsThere() {
		InterfaceBinding used = automatic(null, LO, ETH0, WLAN0);
		InterfaceBindings kept = new InterfaceRules(GROUP, List.of(LO, WLAN0, ETH0), List.of(used), null)
			.automatic(address("10.0.0.6"), false);
		assertThat(kept.interfaces()).containsExactly(used);
		InterfaceBindings moved = new InterfaceRules(GROUP, List.of(LO, WLAN0), List.of(used), null)
			.automatic(address("10.0.0.6"), false);
		assertThat(moved.interfaces()).extracting(InterfaceBinding::name).containsExactly("wlan0");
	}

	@Test
	void aLanInterfaceTakesOverFromLoopbackAndFromAVpn() {
		for (LocalInterface poor : List.of(LO, TUN0)) {
			InterfaceBinding used = automatic(null, poor);
			InterfaceBindings bindings = new InterfaceRules(GROUP, List.of(poor, ETH0), List.of(used), null)
				.automatic(null, true);
			assertThat(bindings.interfaces()).extracting(InterfaceBinding::name).containsExactly("eth0");
		}
	}

	@Test
	void theLanInterfaceThatWasChosenFirstIsReturnedTo() {
		InterfaceBinding home = automatic(null, ETH0);
		InterfaceBinding stopgap = automatic(null, WLAN0);
		InterfaceRules selector = new InterfaceRules(GROUP, List.of(WLAN0, ETH0), List.of(stopgap), home);
		assertThat(selector.isLan(home)).isTrue();
		assertThat(selector.automatic(address("10.0.0.6"), false).interfaces()).containsExactly(home);
		LocalInterface renumbered = lan("eth0", false, false, true, "192.168.1.18");
		assertThat(new InterfaceRules(GROUP, List.of(WLAN0, renumbered), List.of(stopgap), home).automatic(null, false)
			.interfaces()).extracting(InterfaceBinding::address).containsExactly(address("192.168.1.18"));
	}

	@Test
	void anInterfaceThatReturnsWithTwoAddressesHasTheOneThatItHad() {
		InterfaceBinding home = automatic("10.0.0.6", WLAN0);
		InterfaceRules selector = new InterfaceRules(GROUP, List.of(WLAN0), List.of(), home);
		assertThat(selector.automatic(null, false).interfaces()).containsExactly(home);
	}

	@Test
	void aVpnIsNoLan() {
		InterfaceBinding vpn = automatic(null, TUN0);
		assertThat(new InterfaceRules(GROUP, List.of(TUN0), List.of(), null).isLan(vpn)).isFalse();
	}

	@Test
	void anAddressOfTheLinkIsUsedOnlyUntilThereIsAnother() {
		InetAddress group = address("ff15::251");
		LocalInterface early = lan("eth0", false, false, true, "fe80::1");
		LocalInterface later = lan("eth0", false, false, true, "fe80::1", "fd00::1");
		InterfaceBinding used = new InterfaceRules(group, List.of(early), List.of(), null).automatic(null, true)
			.interfaces()
			.get(0);
		assertThat(used.address()).isEqualTo(address("fe80::1"));
		InterfaceRules selector = new InterfaceRules(group, List.of(later), List.of(used), used);
		assertThat(selector.automatic(null, true).interfaces()).extracting(InterfaceBinding::address)
			.containsExactly(address("fd00::1"));
		assertThat(selector.configured(List.of("eth0")).interfaces()).extracting(InterfaceBinding::address)
			.containsExactly(address("fd00::1"));
		assertThat(selector.configured(List.of("fe80::1")).interfaces()).extracting(InterfaceBinding::address)
			.containsExactly(address("fe80::1"));
	}

	@Test
	void anAddressOfTheLinkThatTheSystemRoutesFromMeansItsInterface() {
		LocalInterface eth0 = lan("eth0", false, false, true, "fe80::1", "fd00::1");
		InterfaceBindings bindings = new InterfaceRules(address("ff15::251"), List.of(LO, eth0), List.of(), null)
			.automatic(address("fe80::1"), true);
		assertThat(bindings.interfaces()).extracting(InterfaceBinding::address).containsExactly(address("fd00::1"));
	}

	@Test
	void loopbackIsNoNetworkWhereThereIsOneOfTheOtherFamily() {
		LocalInterface ipv6 = lan("eth0", false, false, true, "fd00::1");
		InterfaceBindings bindings = new InterfaceRules(GROUP, List.of(LO, ipv6), List.of(), null).automatic(null,
				true);
		assertThat(bindings.interfaces()).isEmpty();
		assertThat(bindings.problems()).singleElement()
			.asString()
			.contains("no interface that is up and leads out has an IPv4 address")
			.endsWith("macula.gossip.addr takes a group of the other family.");
	}

	@Test
	void anInterfaceIsNamedByItsNumberAsWell() {
		assertThat(configured(String.valueOf(ETH0.index()))).extracting(InterfaceBinding::name).containsExactly("eth0");
	}

	@Test
	void ofManyInterfacesTheFirstAreNamed() {
		List<LocalInterface> many = IntStream.range(0, 15)
			.mapToObj((i) -> lan("veth" + i, false, false, true, "fe80::" + i))
			.toList();
		assertThat(new InterfaceRules(GROUP, many, List.of(), null).automatic(null, true).problems()).singleElement()
			.asString()
			.contains("veth9[")
			.contains(" and 5 more. ")
			.doesNotContain("veth10");
	}

	@Test
	void anAddressThatIsAddedBesideTheOneInUseIsNoReasonToMove() {
		InterfaceBinding used = configured("10.0.0.6").get(0);
		InterfaceBindings bindings = new InterfaceRules(GROUP, List.of(WLAN0), List.of(used), null)
			.configured(List.of("10.0.0.0/8"));
		assertThat(bindings.interfaces()).extracting(InterfaceBinding::address).containsExactly(address("10.0.0.6"));
	}

	@Test
	void theAddressIsOfTheFamilyOfTheGroup() {
		InterfaceRules selector = new InterfaceRules(address("ff02::251"), List.of(LO, ETH0), List.of(), null);
		assertThat(selector.automatic(null, true).interfaces()).extracting(InterfaceBinding::address)
			.containsExactly(address("fe80::1"));
	}

	@Test
	void anAddressThatOthersCanConnectToIsPreferredToOneOfTheLink() {
		LocalInterface eth2 = lan("eth2", false, false, true, "fe80::2", "fd00::2");
		InterfaceRules selector = new InterfaceRules(address("ff02::251"), List.of(eth2), List.of(), null);
		assertThat(selector.automatic(null, true).interfaces()).extracting(InterfaceBinding::address)
			.containsExactly(address("fd00::2"));
	}

	@Test
	void interfacesAreConfiguredByNameAddressAndNetwork() {
		assertThat(configured("eth0")).extracting(InterfaceBinding::name).containsExactly("eth0");
		assertThat(configured("10.0.0.6")).extracting(InterfaceBinding::address).containsExactly(address("10.0.0.6"));
		assertThat(configured("10.0.0.0/8")).extracting(InterfaceBinding::name).containsExactly("wlan0", "tun0");
		assertThat(configured("eth0", "192.168.0.0/16", "lo")).extracting(InterfaceBinding::name)
			.containsExactly("eth0", "lo");
		assertThat(configured("eth0")).extracting(InterfaceBinding::reason).containsExactly("configured as 'eth0'");
	}

	@Test
	void anInterfaceThatIsNotThereIsNamedWithTheOnesThatAre() {
		InterfaceBindings bindings = select("eth0", "eth7");
		assertThat(bindings.interfaces()).extracting(InterfaceBinding::name).containsExactly("eth0");
		assertThat(bindings.problems())
			.containsExactly("No interface that is up matches 'eth7' and has an IPv4 address; here are "
					+ "lo[127.0.0.1, 0:0:0:0:0:0:0:1], eth0[192.168.1.17, fe80:0:0:0:0:0:0:1], "
					+ "wlan0[10.0.0.5, 10.0.0.6], tun0[10.8.0.2]. It is used as soon as it is there; "
					+ "if the name is wrong, correct macula.gossip.interfaces.");
	}

	private static List<InterfaceBinding> configured(String... patterns) {
		return select(patterns).interfaces();
	}

	private static InterfaceBindings select(String... patterns) {
		return new InterfaceRules(GROUP, List.of(LO, ETH0, WLAN0, TUN0), List.of(), null).configured(List.of(patterns));
	}

	private static InterfaceBinding automatic(@Nullable String routed, LocalInterface... available) {
		InetAddress address = (routed != null) ? address(routed) : null;
		InterfaceBindings bindings = new InterfaceRules(GROUP, List.of(available), List.of(), null).automatic(address,
				true);
		assertThat(bindings.problems()).isEmpty();
		assertThat(bindings.interfaces()).hasSize(1);
		return bindings.interfaces().get(0);
	}

	private static LocalInterface lan(String name, boolean loopback, boolean pointToPoint, boolean multicast,
			String... addresses) {
		return new LocalInterface(name, name.hashCode(), loopback, pointToPoint, multicast,
				Stream.of(addresses).map(InterfaceRulesTests::address).toList());
	}

	private static InetAddress address(String text) {
		InetAddress address = IpLiteral.parse(text);
		assertThat(address).isNotNull();
		return address;
	}

}
