package io.macula.gossip.service;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.macula.gossip.testing.Loopback;
import io.macula.gossip.testing.WireScript;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node of an open cluster lets in who has the cookie of its user's
 * {@code .erlang.cookie}, and proves it to nobody that makes it connect: he could pass it
 * on to the BEAM nodes of this user.
 */
@Timeout(60)
class ErlangCookieFileTests {

	private static final String EVIL = "evil@127.0.0.1";

	private static final int ATTEMPTS = 4;

	private final int port = Loopback.freePort();

	private final int epmdPort = Loopback.freePort();

	private final WireScript script = new WireScript(this.epmdPort);

	private JvmPeer victim;

	@BeforeEach
	void start(@TempDir Path home) throws Exception {
		Files.writeString(home.resolve(".erlang.cookie"), "from-file");
		this.victim = new JvmPeer(
				List.of("env", "-u", "MACULA_COOKIE", "-u", "RELEASE_COOKIE", "-u", "ERLANG_COOKIE",
						"JAVA_TOOL_OPTIONS=-Duser.home=" + home),
				"name=victim@127.0.0.1", "cookie=", "port=" + this.port, "epmd=" + this.epmdPort, "ttl=0",
				"interval=100", "interfaces=" + String.join(",", Loopback.INTERFACES));
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.victim.isReady() && this.victim.status().contains("health UP"));
	}

	@AfterEach
	void close() throws Exception {
		this.script.close();
		this.victim.close();
	}

	@Test
	void whoeverRefusesTheOpenClustersCookieIsProvenNoOther() throws Exception {
		try (ServerSocket server = this.script.listenAs("evil")) {
			assertThatOnlyTheOpenClustersCookieIsProven(server);
		}
	}

	@Test
	void whoHasProvenTheFilesCookieIsNotProvenItInTurnWhenHisLinkBreaks() throws Exception {
		try (ServerSocket server = this.script.listenAs("evil")) {
			this.script.link(this.script.portOf("victim"), EVIL, "from-file").close();
			assertThatOnlyTheOpenClustersCookieIsProven(server);
		}
		assertThat(this.victim.seen(EVIL)).as("he had been let in").contains("up " + EVIL);
	}

	private void assertThatOnlyTheOpenClustersCookieIsProven(ServerSocket server) throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			try (Socket dialler = accept(server)) {
				assertThat(WireScript.proves(dialler, EVIL, 77, "macula")).isTrue();
			}
		}
	}

	/**
	 * Be connected to by the victim, which is told of us for as long as it rests.
	 */
	private Socket accept(ServerSocket server) throws IOException {
		server.setSoTimeout(100);
		while (true) {
			announce();
			try {
				return server.accept();
			}
			catch (SocketTimeoutException ex) {
				// The next announcement may find it ready
			}
		}
	}

	private void announce() throws IOException {
		try (DatagramChannel sender = Loopback.openSender()) {
			Loopback.send(sender, this.port, ("MACULA_GOSSIP:" + EVIL).getBytes(StandardCharsets.UTF_8));
		}
	}

}
