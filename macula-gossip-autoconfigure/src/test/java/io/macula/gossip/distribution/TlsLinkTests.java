package io.macula.gossip.distribution;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.LinkTls;
import io.macula.gossip.NodeName;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.testing.BeamNode;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.RequiresBeam;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links over TLS, with nodes of this product and of Erlang/OTP.
 */
@Timeout(120)
class TlsLinkTests {

	private static final String JAVA = "java@127.0.0.1";

	private static final String BEAM = "b@127.0.0.1";

	@TempDir
	static Path directory;

	private static TestCertificates certificates;

	private int epmdPort;

	@BeforeAll
	static void createCertificates() throws Exception {
		certificates = TestCertificates.create(directory);
	}

	@BeforeEach
	void choosePort() throws Exception {
		this.epmdPort = Loopback.freePort();
	}

	@Test
	void whenBothUseTlsShouldLinkAndTellOfTheEnd() throws Exception {
		try (TestNode a = tls(JAVA); TestNode b = tls(BEAM)) {
			a.connect(BEAM);
			assertThat(a.next()).isEqualTo("up b@127.0.0.1 hidden");
			assertThat(b.next()).isEqualTo("up java@127.0.0.1 hidden");
			b.node().register("here", (message) -> message.body());
			Term large = BinaryTerm.of(new byte[3_000_000]);
			assertThat(a.node().call(b.name(), "here", large, Duration.ofSeconds(20)).get(30, TimeUnit.SECONDS))
				.isEqualTo(large);
			b.close();
			assertThat(a.next()).startsWith("down b@127.0.0.1: ");
		}
	}

	@Test
	void whenOnlyOneUsesTlsShouldFailInWords() throws Exception {
		try (TestNode a = tls(JAVA);
				TestNode b = TestNode.start(this.epmdPort, BEAM,
						(options) -> options.links((links) -> links.setConnectTimeout(Duration.ofSeconds(2))))) {
			a.connect(BEAM);
			assertThat(a.next()).contains("no TLS session, check that both nodes use TLS and trust each other");
			b.connect(JAVA);
			assertThat(b.next()).startsWith("failed java@127.0.0.1: ");
		}
	}

	@Test
	void whenPeerIsSilentShouldCloseTheLink() throws Exception {
		try (TestNode a = TestNode.start(this.epmdPort, JAVA, (options) -> options.links((links) -> {
			links.useTls(tls());
			links.setTickTime(Duration.ofMillis(400));
		})); TestNode b = tls(BEAM)) {
			a.connect(BEAM);
			assertThat(a.next()).startsWith("up ");
			assertThat(a.next()).isEqualTo("down b@127.0.0.1: nothing came from it for 400 ms");
		}
	}

	@RequiresBeam
	@ParameterizedTest
	@ValueSource(strings = { "tlsv1.2", "tlsv1.3" })
	void whenErlangUsesTlsShouldLinkWhoeverConnects(String version) throws Exception {
		// OTP compares the name of the host with names in the certificate, never with
		// addresses
		try (TestNode java = tls("java@localhost");
				BeamNode beam = BeamNode.start(this.epmdPort, "-sname", "b@localhost", "-start_epmd", "false",
						"-proto_dist", "inet_tls", "-ssl_dist_optfile", certificates.erlangOptions().toString(), "-ssl",
						"protocol_version", "['" + version + "']")) {
			java.connect("b@localhost");
			assertThat(java.next()).isEqualTo("up b@localhost visible");
			assertThat(beam.eval("net_adm:ping('java@localhost')")).isEqualTo("pong");
			assertThat(beam.eval("erlang:disconnect_node('java@localhost')")).isEqualTo("true");
			assertThat(java.next()).startsWith("down b@localhost: ");
			assertThat(beam.eval("net_adm:ping('java@localhost')")).isEqualTo("pong");
			assertThat(java.next()).isEqualTo("up b@localhost visible");
			assertThat(java.node().probe(NodeName.of("b@localhost"))).isTrue();
			assertThat(java.next()).isEqualTo("alive b@localhost");
			beam.kill();
			assertThat(java.next()).startsWith("down b@localhost: ");
		}
	}

	private TestNode tls(String name) throws Exception {
		return TestNode.start(this.epmdPort, name, (options) -> options.links((links) -> links.useTls(tls())));
	}

	private static LinkTls tls() {
		try {
			return new LinkTls(certificates.context());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
