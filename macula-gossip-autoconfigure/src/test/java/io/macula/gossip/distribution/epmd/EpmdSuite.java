package io.macula.gossip.distribution.epmd;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import io.macula.gossip.testing.Eventually;
import io.macula.gossip.testing.Ipv6;
import io.macula.gossip.testing.Requires;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Erlang/OTP demands of its own epmd, in {@code erts/epmd/test/epmd_SUITE.erl}, but
 * for KILL and STOP. Each test names its cases there.
 */
@Timeout(120)
abstract class EpmdSuite {

	private static final String REGISTERED = "7900";

	private static final String REFUSED = "7901";

	private final List<RawConnection> connections = new ArrayList<>();

	/**
	 * Return the port of the EPMD, which knows no names.
	 */
	abstract int port();

	@AfterEach
	void closeConnections() throws Exception {
		for (RawConnection connection : this.connections) {
			connection.close();
		}
	}

	/**
	 * register_names_1, register_names_2, register_duplicate_name.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenTwoRegisterShouldKeepEachUntilItLeaves(boolean firstLeavesFirst) throws Exception {
		RawConnection first = register("foobar");
		RawConnection second = register("foozap");
		assertThat(register("foobar", "").read(2)).isEqualTo(REFUSED);
		((firstLeavesFirst) ? first : second).close();
		Eventually.holds("one is left",
				() -> EpmdNames.at(port())
					.keySet()
					.equals(Collections.singleton((firstLeavesFirst) ? "foozap" : "foobar")));
	}

	/**
	 * register_name_ipv6.
	 */
	@Test
	@Requires(Ipv6.class)
	void whenNodeRegistersByIpv6ShouldTellItByEither() throws Exception {
		try (RawConnection node = new RawConnection("::1", port())) {
			assertThat(node.request(registration("foobar6", "")).read(4)).startsWith(REGISTERED);
			assertThat(EpmdNames.at(port())).containsOnlyKeys("foobar6");
			assertThat(EpmdNames.at("::1", port())).containsOnlyKeys("foobar6");
		}
		Eventually.holds("it has left", () -> EpmdNames.at(port()).isEmpty());
	}

	/**
	 * unicode_name, long_unicode_name.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 200 })
	void whenNameIsNotAsciiShouldFindIt(int length) throws Exception {
		String name = "\ud83d\ude08".repeat(length);
		register(name);
		assertThat(ask("7a" + hex(name))).isEqualTo("7700" + "12674800" + "00050005" + lengthAnd(name) + "0000");
	}

	/**
	 * name_with_null_inside, name_null_terminated: by an answer or without one.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "foo\0bar", "foobar\0" })
	void whenNameHasANulShouldNotRegisterIt(String name) throws Exception {
		assertThat(register(name, "").readToEnd()).doesNotStartWith(REGISTERED);
		assertThat(EpmdNames.at(port())).isEmpty();
	}

	/**
	 * stupid_names_req, register_overflow.
	 */
	@Test
	void whenThereAreAThousandNamesShouldTellAllAndTakeThemAgain() throws Exception {
		for (int round = 0; round < 4; round++) {
			List<RawConnection> nodes = new ArrayList<>();
			for (int i = 1; i <= 1000; i++) {
				nodes.add(register("foo" + i));
			}
			assertThat(EpmdNames.at(port())).hasSize(1000).containsEntry("foo1000", 0x1267);
			if (round % 2 == 1) {
				Collections.reverse(nodes);
			}
			for (RawConnection node : nodes) {
				node.close();
			}
			Eventually.holds("all have left", () -> EpmdNames.at(port()).isEmpty());
		}
	}

	/**
	 * zero_length, too_large, alive_req_too_small_1, alive_req_too_small_2.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "00000000000000000000", "000b7803e84d00000500050000", "00097803e84d0000050005" })
	void whenRequestIsNoneShouldClose(String hex) throws Exception {
		assertThat(connect().send(hex).readToEnd()).isEmpty();
	}

	/**
	 * too_large.
	 */
	@Test
	void whenRequestIsTooLargeShouldClose() throws Exception {
		RawConnection connection = connect();
		try {
			connection.request("7a".repeat(63000));
		}
		catch (SocketException ex) {
			// It had enough before all was sent
		}
		assertThat(connection.readToEnd()).isEmpty();
	}

	/**
	 * alive_req_too_large.
	 */
	@Test
	void whenNameIsTooLongShouldRefuseIt() throws Exception {
		assertThat(register("a".repeat(600), "").read(2)).isEqualTo(REFUSED);
	}

	/**
	 * returns_valid_empty_extra, returns_valid_populated_extra_with_nulls.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "", "ABC\0\0" })
	void whenLookedUpShouldTellTheExtraToo(String extra) throws Exception {
		assertThat(register("foo", extra).read(4)).startsWith(REGISTERED);
		assertThat(ask("7a" + hex("foo"))).endsWith(lengthAnd("foo") + lengthAnd(extra));
		assertThat(ask("7a" + hex("foo") + "00")).endsWith(lengthAnd("foo") + lengthAnd(extra));
	}

	/**
	 * buffer_overrun_1.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 255, 256, 1019, 1020, 1021, 1022, 2048, 10_000, 65_535 })
	void whenExtraIsNotThereShouldClose(int length) throws Exception {
		String request = "78128b4d00000500050005" + hex("gurka") + "%04x".formatted(length);
		assertThat(connect().request(request).readToEnd()).isEmpty();
	}

	/**
	 * buffer_overrun_2: what is no longer a request ends the connection.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1021, 1022, 1023, 1024, 1025, 2000, 2034, 2035, 2040, 10_000 })
	void whenExtraIsTooLongShouldNotRegisterTheName(int length) throws Exception {
		RawConnection connection = register("gurka", "x".repeat(length));
		try {
			assertThat(connection.read(2)).isEqualTo(REFUSED);
		}
		catch (EOFException | SocketException ex) {
			// epmd ends the connection as well, by and by
		}
		assertThat(EpmdNames.at(port())).isEmpty();
		assertThat(register("gurka", "x".repeat(1020)).read(4)).startsWith(REGISTERED);
	}

	/**
	 * What epmd calls an invalid node name in PORT2_REQ; no case of the suite.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "7a", "7a00", "7a666f6f0061", "7a666f6f0000", "7aff" })
	void whenLookUpIsMalformedShouldClose(String hex) throws Exception {
		register("foo");
		assertThat(ask(hex)).isEmpty();
	}

	/**
	 * socket_reset_before_alive2_reply_is_written.
	 */
	@Test
	void whenNodeIsResetAsItRegistersShouldForgetIt() throws Exception {
		for (int i = 0; i < 20; i++) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
				socket.setSoLinger(true, 0);
				socket.getOutputStream()
					.write(HexFormat.of().parseHex("0011" + "78126748000005000500047465737400" + "00"));
			}
		}
		Eventually.holds("nobody is stuck", () -> EpmdNames.at(port()).isEmpty());
	}

	private RawConnection register(String name) throws Exception {
		RawConnection connection = register(name, "");
		assertThat(connection.read(4)).startsWith(REGISTERED);
		return connection;
	}

	private RawConnection register(String name, String extra) throws Exception {
		return connect().request(registration(name, extra));
	}

	private static String registration(String name, String extra) {
		return "78" + "12674800" + "00050005" + lengthAnd(name) + lengthAnd(extra);
	}

	private String ask(String request) throws Exception {
		return connect().request(request).readToEnd();
	}

	private RawConnection connect() throws Exception {
		RawConnection connection = new RawConnection(port());
		this.connections.add(connection);
		return connection;
	}

	private static String lengthAnd(String text) {
		return "%04x".formatted(EpmdProtocol.encode(text).length) + hex(text);
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(EpmdProtocol.encode(text));
	}

}
