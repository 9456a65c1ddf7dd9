package io.macula.gossip.distribution;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names and addresses of certificates.
 */
class CertificateHostsTests {

	@ParameterizedTest
	@CsvSource({ "db.example.org, DB.example.org", "*.example.org, db.example.org", "127.0.0.1, 127.0.0.1",
			"fd77:0:0:0:0:0:0:1, fd77::1", "localhost, localhost", "*.xn--bcher-kva.example, a.xn--bcher-kva.example" })
	void whenNameIsThatOfTheHostShouldMatch(String name, String host) {
		assertThat(CertificateHosts.matches(name, host)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "example.org, db.example.org", "*.example.org, example.org", "*.example.org, a.db.example.org",
			"*.org, example.org", "*, localhost", "d*.example.org, db.example.org", "*.0.0.1, 127.0.0.1",
			"127.0.0.1, localhost", "127.0.0.2, 127.0.0.1", "fd77::2, fd77::1", "*.example.org, .example.org" })
	void whenNameIsThatOfAnotherHostShouldNotMatch(String name, String host) {
		assertThat(CertificateHosts.matches(name, host)).isFalse();
	}

}
