package io.macula.gossip.multicast;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipInterface;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InterfaceSelectorTests {

	private static final InetAddress GROUP = address("230.1.1.251");

	private static final LocalInterface LO = lan("lo", true, false, false, "127.0.0.1", "::1");

	private static final LocalInterface ETH0 = lan("eth0", false, false, true, "192.168.1.17", "fe80::1");

	private static final LocalInterface WLAN0 = lan("wlan0", false, false, true, "10.0.0.5", "10.0.0.6");

	private static final LocalInterface TUN0 = lan("tun0", false, true, true, "10.8.0.2");

	private static final LocalInterface DOCKER0 = lan("docker0", false, false, true, "172.17.0.1");

	@Test
	void theInterfaceThatTheSystemRoutesThroughIsChosen() {
		GossipInterface chosen = automatic("10.0.0.6", LO, ETH0, WLAN0);
		assertThat(chosen.name()).isEqualTo("wlan0");
		assertThat(chosen.address()).isEqualTo(address("10.0.0.6"));
		assertThat(chosen.reason()).isEqualTo("the system routes 230.1.1.251 through it");
	}

	@Test
	void aLanIsPreferredToAVpnThatTheSystemRoutesThrough() {
		GossipInterface chosen = automatic("10.8.0.2", LO, TUN0, ETH0);
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
		GossipInterface chosen = automatic("127.0.0.1", LO);
		assertThat(chosen.name()).isEqualTo("lo");
		assertThat(chosen.reason()).contains("only nodes on this machine are found");
	}

	@Test
	void interfacesWithoutAnAddressOfTheFamilyAreNotChosen() {
		LocalInterface onlyIpv6 = lan("eth1", false, false, true, "fe80::2");
		assertThat(automatic(null, LO, onlyIpv6).name()).isEqualTo("lo");
		assertThatExceptionOfType(GossipConfigurationException.class).isThrownBy(() -> automatic(null, onlyIpv6))
			.withMessageContaining("no interface with an address of the family of 230.1.1.251");
	}

	@Test
	void theAddressIsOfTheFamilyOfTheGroup() {
		InterfaceSelector selector = new InterfaceSelector(address("ff02::251"), List.of(LO, ETH0), null);
		assertThat(selector.select(List.of()).get(0).address()).isEqualTo(address("fe80::1"));
	}

	@Test
	void interfacesAreConfiguredByNameAddressAndNetwork() {
		assertThat(configured("eth0")).extracting(GossipInterface::name).containsExactly("eth0");
		assertThat(configured("10.0.0.6")).extracting(GossipInterface::address).containsExactly(address("10.0.0.6"));
		assertThat(configured("10.0.0.0/8")).extracting(GossipInterface::name).containsExactly("wlan0", "tun0");
		assertThat(configured("eth0", "192.168.0.0/16", "lo")).extracting(GossipInterface::name)
			.containsExactly("eth0", "lo");
		assertThat(configured("eth0")).extracting(GossipInterface::reason).containsExactly("configured as 'eth0'");
	}

	@Test
	void anInterfaceThatIsNotThereIsRefusedWithTheOnesThatAre() {
		assertThatExceptionOfType(GossipConfigurationException.class).isThrownBy(() -> configured("eth0", "eth7"))
			.withMessage("interfaces: No interface that is up matches 'eth7' and has an address of the family of "
					+ "230.1.1.251. Name one that is here (lo[127.0.0.1], eth0[192.168.1.17], "
					+ "wlan0[10.0.0.5, 10.0.0.6], tun0[10.8.0.2]), an address of it or its network, "
					+ "or leave the property out to have one chosen.");
	}

	private static List<GossipInterface> configured(String... patterns) {
		return new InterfaceSelector(GROUP, List.of(LO, ETH0, WLAN0, TUN0), null).select(List.of(patterns));
	}

	private static GossipInterface automatic(@Nullable String routed, LocalInterface... available) {
		InetAddress address = (routed != null) ? address(routed) : null;
		List<GossipInterface> selected = new InterfaceSelector(GROUP, List.of(available), address).select(List.of());
		assertThat(selected).hasSize(1);
		return selected.get(0);
	}

	private static LocalInterface lan(String name, boolean loopback, boolean pointToPoint, boolean multicast,
			String... addresses) {
		return new LocalInterface(name, loopback, pointToPoint, multicast,
				Stream.of(addresses).map(InterfaceSelectorTests::address).toList());
	}

	private static InetAddress address(String text) {
		InetAddress address = IpLiteral.parse(text);
		assertThat(address).isNotNull();
		return address;
	}

}
