package io.macula.gossip.multicast;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

import io.macula.gossip.net.IpLiteral;
import io.macula.gossip.net.IpNetwork;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalNetworksTests {

	private final LocalNetworks networks = new LocalNetworks(
			Map.of(2, List.of(IpNetwork.parse("fd77::1/64"), IpNetwork.parse("fd79::1/64")), 3,
					List.of(IpNetwork.parse("fd78::1/64"), IpNetwork.parse("fd79::2/64"))));

	@Test
	void aSourceOfAnInterfacesNetworkCameInThere() {
		assertThat(this.networks.mayComeFrom(2, IpLiteral.parse("fd77::9"))).isTrue();
		assertThat(this.networks.mayComeFrom(3, IpLiteral.parse("fd77::9"))).isFalse();
		assertThat(this.networks.mayComeFrom(3, IpLiteral.parse("fd78::9"))).isTrue();
	}

	@Test
	void aSourceOfTwoInterfacesNetworksMayHaveComeInOnEither() {
		assertThat(this.networks.mayComeFrom(2, IpLiteral.parse("fd79::9"))).isTrue();
		assertThat(this.networks.mayComeFrom(3, IpLiteral.parse("fd79::9"))).isTrue();
	}

	@Test
	void aSourceThatARouterLeadsToMayHaveComeInAnywhere() {
		assertThat(this.networks.mayComeFrom(2, IpLiteral.parse("fd55::9"))).isTrue();
		assertThat(this.networks.mayComeFrom(3, IpLiteral.parse("fd55::9"))).isTrue();
	}

	@Test
	void aSourceOfTheLinkCameInWhereItsScopeSays() throws UnknownHostException {
		Inet6Address source = Inet6Address.getByAddress(null, IpLiteral.parse("fe80::9").getAddress(), 3);
		assertThat(this.networks.mayComeFrom(3, source)).isTrue();
		assertThat(this.networks.mayComeFrom(2, source)).isFalse();
	}

}
