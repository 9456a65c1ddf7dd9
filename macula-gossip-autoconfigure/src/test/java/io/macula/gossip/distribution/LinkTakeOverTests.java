package io.macula.gossip.distribution;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.macula.gossip.NodeName;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.WireScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Somebody connects under the name of a node that is linked, as it does itself when it
 * returns and nobody saw its link end.
 */
@Timeout(60)
class LinkTakeOverTests {

	private static final String LINKED = "b@127.0.0.1";

	/**
	 * That of {@link TestNode#COOKIE}.
	 */
	private static final String COOKIE = "epmdtests";

	private static final int OTHER = WireScript.CREATION + 1;

	private final int epmdPort = Loopback.freePort();

	@Test
	void whoHasTheCookieShouldTakeTheLinkOverOfOneThatIsSilent() throws Exception {
		try (TestNode a = start(); WireScript script = new WireScript(this.epmdPort)) {
			Socket silent = script.link(a.node().port(), LINKED, COOKIE);
			assertThat(a.next()).startsWith("up " + LINKED);
			Socket newcomer = script.takeOver(a.node().port(), LINKED, WireScript.CREATION, COOKIE);
			assertThat(a.next()).isEqualTo("down b@127.0.0.1: replaced by a new connection of the same node");
			assertThat(a.next()).startsWith("up " + LINKED);
			assertReachedBy(newcomer, a);
			assertThatExceptionOfType(EOFException.class).isThrownBy(() -> assertReachedBy(silent, a));
		}
	}

	/**
	 * A node whose process is stopped is as silent.
	 */
	@ParameterizedTest
	@ValueSource(ints = { WireScript.CREATION, OTHER })
	void whoHasNoCookieShouldNotTakeItEvenThen(int creation) throws Exception {
		try (TestNode a = start(); WireScript script = new WireScript(this.epmdPort)) {
			Socket silent = script.link(a.node().port(), LINKED, COOKIE);
			assertThat(a.next()).startsWith("up " + LINKED);
			for (int i = 0; i < 2; i++) {
				assertThatIOException().isThrownBy(() -> script.takeOver(a.node().port(), LINKED, creation, "a-guess"));
				assertThat(a.next()).startsWith("refused b@127.0.0.1 WRONG_COOKIE: ");
			}
			assertReachedBy(silent, a);
			assertThat(a.events().isEmpty()).as("nothing else has happened to it").isTrue();
		}
	}

	@Test
	void whoHasNoCookieShouldNotTakeThatOfANodeThatAnswers() throws Exception {
		try (TestNode a = start();
				TestNode b = TestNode.start(this.epmdPort, LINKED);
				WireScript script = new WireScript(this.epmdPort)) {
			b.connect("a@127.0.0.1");
			assertThat(b.next()).startsWith("up a@127.0.0.1");
			assertThat(a.next()).startsWith("up " + LINKED);
			int creation = (int) a.events().incarnation();
			assertThatIOException().isThrownBy(() -> script.takeOver(a.node().port(), LINKED, creation, "a-guess"));
			assertThat(a.next()).startsWith("refused b@127.0.0.1 WRONG_COOKIE: ");
			assertThatIOException().isThrownBy(() -> script.takeOver(a.node().port(), LINKED, creation + 1, "a-guess"));
			assertThat(a.next()).startsWith("refused b@127.0.0.1 NOT_ALLOWED: another live node of this name");
			assertThat(b.node().probe(a.name())).isTrue();
			assertThat(b.next()).isEqualTo("alive a@127.0.0.1");
			assertThat(a.events().isEmpty()).as("nothing else has happened to it").isTrue();
		}
	}

	private TestNode start() throws Exception {
		return TestNode.start(this.epmdPort, "a@127.0.0.1");
	}

	/**
	 * Assert that what is sent to the node goes by a link.
	 */
	private static void assertReachedBy(Socket link, TestNode from) throws IOException {
		assertThat(from.node().send(NodeName.of(LINKED), "anyone", AtomTerm.of("still-there"))).isTrue();
		DataInputStream input = new DataInputStream(link.getInputStream());
		String frame = "";
		while (!frame.endsWith("still-there")) {
			frame = new String(input.readNBytes(input.readInt()), StandardCharsets.ISO_8859_1);
		}
	}

}
