package io.macula.gossip.service;

import io.macula.gossip.GossipConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PeerAddressTests {

	@ParameterizedTest
	@CsvSource({ "db.example, db.example, 45892", "db, db, 45892", "db_1.default.svc.cluster.local., , 45892",
			"db.example:1, db.example, 1", "10.0.0.7, 10.0.0.7, 45892", "10.0.0.7:45893, 10.0.0.7, 45893",
			"fd00::7, fd00::7, 45892", "[fd00::7], fd00::7, 45892", "[fd00::7]:65535, fd00::7, 65535",
			"[fe80::7%eth7]:45893, fe80::7%eth7, 45893" })
	void namesAndAddressesArePeers(String text, String host, int port) {
		PeerAddress peer = PeerAddress.parse(text, 45892);
		assertThat(peer.host()).isEqualTo((host != null) ? host : text);
		assertThat(peer.port()).isEqualTo(port);
		assertThat(peer.text()).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "10.0.0.300", "10.0.0", "1", "db.example:", "db.example:x", ":45892",
			"[10.0.0.7]:1", "[fd00::7", "fd00::7::8", "-db", "http://db" })
	void everythingElseIsNoneAndNeverLookedUp(String text) {
		assertThatExceptionOfType(GossipConfigurationException.class).isThrownBy(() -> PeerAddress.parse(text, 45892))
			.withMessageStartingWith("peers: '" + text + "' is not a peer: not a host name or address. Use ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "db.example:0", "10.0.0.7:65536", "[fd00::7]:99999" })
	void aPortOutOfRangeIsRefused(String text) {
		assertThatExceptionOfType(GossipConfigurationException.class).isThrownBy(() -> PeerAddress.parse(text, 45892))
			.withMessageContaining("is not a UDP port");
	}

}
