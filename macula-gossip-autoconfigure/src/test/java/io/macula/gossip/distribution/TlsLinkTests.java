package io.macula.gossip.distribution;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;

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
import org.junit.jupiter.params.provider.CsvSource;

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
		certificates.issue("other", "dns:elsewhere.example,ip:127.0.0.2");
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

	@Test
	void whenCertificateIsForAnotherHostShouldLinkUnlessHostsAreVerified() throws Exception {
		try (TestNode a = tls(JAVA, "node", false); TestNode b = tls(BEAM, "other", false)) {
			a.connect(BEAM);
			assertThat(a.next()).isEqualTo("up b@127.0.0.1 hidden");
		}
	}

	@Test
	void whenHostsAreVerifiedAndCertificatesAreForThemShouldLink() throws Exception {
		try (TestNode a = tls(JAVA, "node", true); TestNode b = tls("b@localhost", "node", true)) {
			a.connect("b@localhost");
			assertThat(a.next()).isEqualTo("up b@localhost hidden");
			assertThat(b.next()).isEqualTo("up java@127.0.0.1 hidden");
		}
	}

	@Test
	void whenHostsAreVerifiedShouldNotLinkToOneWithACertificateForAnother() throws Exception {
		try (TestNode a = tls(JAVA, "node", true); TestNode b = tls(BEAM, "other", false)) {
			a.connect(BEAM);
			assertThat(a.next()).startsWith("failed b@127.0.0.1: ")
				.contains("no TLS session, check that both nodes use TLS and trust each other: ")
				.contains("No subject alternative names matching IP address 127.0.0.1 found");
		}
	}

	@Test
	void whenHostsAreVerifiedShouldNotAdmitOneWithACertificateForAnother() throws Exception {
		try (TestNode a = tls(JAVA, "node", true); TestNode b = tls(BEAM, "other", false)) {
			b.connect(JAVA);
			assertThat(a.next()).isEqualTo("refused b@127.0.0.1 NOT_ALLOWED: "
					+ "its certificate is for [elsewhere.example, 127.0.0.2] and not for its host '127.0.0.1'");
			assertThat(b.next()).startsWith("failed java@127.0.0.1: ");
			assertThat(b.events().all("up")).isEmpty();
		}
	}

	@Test
	void whenTlsIsReplacedShouldUseItForNewLinksAndKeepTheOthers(@TempDir Path later) throws Exception {
		TestCertificates renewed = TestCertificates.create(later);
		AtomicReference<LinkTls> current = new AtomicReference<>(tls());
		try (TestNode a = TestNode.start(this.epmdPort, JAVA,
				(options) -> options.links((links) -> links.followTls(current::get))); TestNode b = tls(BEAM)) {
			a.connect(BEAM);
			assertThat(a.next()).isEqualTo("up b@127.0.0.1 hidden");
			assertThat(b.next()).isEqualTo("up java@127.0.0.1 hidden");
			current.set(new LinkTls(renewed.context()));
			try (TestNode c = tls("c@127.0.0.1"); TestNode d = tls("d@127.0.0.1", renewed.context(), false)) {
				c.connect(JAVA);
				assertThat(c.next()).contains("no TLS session");
				a.connect("d@127.0.0.1");
				assertThat(a.next()).isEqualTo("up d@127.0.0.1 hidden");
				assertThat(d.next()).isEqualTo("up java@127.0.0.1 hidden");
				assertThat(b.node().probe(a.name())).isTrue();
				assertThat(b.next()).isEqualTo("alive java@127.0.0.1");
				assertThat(a.events().all("down")).isEmpty();
			}
		}
	}

	@RequiresBeam
	@Test
	void whenErlangsCertificateIsForAnotherHostShouldNotLinkWhoeverConnects() throws Exception {
		try (TestNode java = tls("java@localhost", "node", true);
				BeamNode beam = BeamNode.start(this.epmdPort, "-sname", "b@localhost", "-start_epmd", "false",
						"-proto_dist", "inet_tls", "-ssl_dist_optfile",
						certificates.erlangOptions("other").toString())) {
			java.connect("b@localhost");
			assertThat(java.next()).contains("No subject alternative DNS name matching localhost found");
			assertThat(beam.eval("net_adm:ping('java@localhost')")).isEqualTo("pang");
			assertThat(java.next()).startsWith("refused b@localhost NOT_ALLOWED: its certificate is for ");
		}
	}

	@RequiresBeam
	@ParameterizedTest
	@CsvSource({ "tlsv1.2, false", "tlsv1.3, false", "tlsv1.2, true", "tlsv1.3, true" })
	void whenErlangUsesTlsShouldLinkWhoeverConnects(String version, boolean verifyHost) throws Exception {
		// OTP compares the name of the host with names in the certificate, never with
		// addresses
		try (TestNode java = tls("java@localhost", "node", verifyHost);
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
		return tls(name, "node", false);
	}

	private TestNode tls(String name, String certificate, boolean verifyHost) throws Exception {
		return tls(name, certificates.context(certificate), verifyHost);
	}

	private TestNode tls(String name, SSLContext context, boolean verifyHost) throws Exception {
		LinkTls tls = new LinkTls(context, true, List.of(), List.of(), verifyHost);
		return TestNode.start(this.epmdPort, name, (options) -> options.links((links) -> links.useTls(tls)));
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
