package io.macula.gossip.net;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IpLiteralTests {

	@ParameterizedTest
	@ValueSource(strings = { "230.1.1.251", "0.0.0.0", "255.255.255.255", "10.0.0.1" })
	void addressesOfFourPartsAreRead(String text) {
		assertThat(IpLiteral.parse(text)).extracting(InetAddress::getHostAddress).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "ff02::251, ff02:0:0:0:0:0:0:251", "::1, 0:0:0:0:0:0:0:1", "::, 0:0:0:0:0:0:0:0",
			"1::, 1:0:0:0:0:0:0:0", "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8", "1:2:3:4:5:6::8, 1:2:3:4:5:6:0:8",
			"::ffff:10.0.0.1, 10.0.0.1", "64:FF9B::10.0.0.1, 64:ff9b:0:0:0:0:a00:1",
			"1:2:3:4:5:6:7.8.9.10, 1:2:3:4:5:6:708:90a", "fe80::1%77, fe80:0:0:0:0:0:0:1%77" })
	void addressesWithColonsAreRead(String text, String expected) {
		assertThat(IpLiteral.parse(text)).extracting(InetAddress::getHostAddress).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1", ":", "ff02::251::1",
			"g::1", "230.1.1.251 ", "1.2.3.4:80", ".:1", ":1", "1:", ":::", "1:::2", "1::2::3", "1:2:3:4:5:6:7",
			"1:2:3:4:5:6:7:8:9", "1::2:3:4:5:6:7:8", "12345::", "::1.2.3.4.5", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5",
			"1:2:3:4:5:6:7:1.2.3.4", "fe80::1%", "fe80::1%no-such7", "fe80::1%1%1", "::\u0661", "-1::", "+1::",
			"example:", "a.example:1", "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0" })
	void everythingElseIsNoAddressAndNeverLookedUp(String text) {
		assertThat(IpLiteral.parse(text)).isNull();
	}

	@Test
	void networksHoldTheAddressesThatShareTheirPrefix() {
		IpNetwork network = IpNetwork.parse("192.168.16.0/20");
		assertThat(network.contains(IpLiteral.parse("192.168.31.255"))).isTrue();
		assertThat(network.contains(IpLiteral.parse("192.168.32.0"))).isFalse();
		assertThat(network.contains(IpLiteral.parse("::1"))).isFalse();
		assertThat(IpNetwork.parse("0.0.0.0/0").contains(IpLiteral.parse("8.8.8.8"))).isTrue();
		assertThat(IpNetwork.parse("fe80::/10").contains(IpLiteral.parse("febf::1"))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "eth0", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0/8", "host/8", "::/129" })
	void everythingElseIsNoNetwork(String text) {
		assertThat(IpNetwork.parse(text)).isNull();
	}

}
