package io.macula.gossip.distribution.epmd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

import io.macula.gossip.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EpmdRequestHandlerTests {

	private static final String CLOSED = "closed";

	private final EpmdRegistry registry = new EpmdRegistry(4369, 2, () -> 0xFFFFFFFEL);

	private final EpmdRequestHandler handler = new EpmdRequestHandler(this.registry);

	@Test
	void whenNodeOfTodayRegistersShouldGiveA32BitCreation() {
		assertThat(local("7804d24d000006000500016100" + "00")).isEqualTo("7600fffffffe");
	}

	@Test
	void whenOldNodeRegistersShouldGiveACreationOf1To3() {
		for (String creation : new String[] { "0003", "0001", "0002", "0003" }) {
			assertThat(local("7804d24d000005000500016100" + "00")).isEqualTo("7900" + creation);
			this.registry.unregister("a");
		}
	}

	@Test
	void whenNameIsTakenShouldAnswerInTheFormOfTheNodesVersion() {
		local("7804d24d00000600050001610000");
		assertThat(local("7804d24d00000600050001610000")).isEqualTo("760100000063");
		assertThat(local("7804d24d00000500050001610000")).isEqualTo("79010063");
	}

	@Test
	void whenRegistryIsFullShouldRefuse() {
		local("7804d24d00000600050001610000");
		local("7804d24d00000600050001620000");
		assertThat(local("7804d24d00000600050001630000")).isEqualTo("760100000063");
	}

	@Test
	void whenRegisteredShouldStayAndNameTheName() {
		EpmdAnswer answer = this.handler.handle(bytes("7804d24d00000600050001610000"), () -> true);
		assertThat(answer).isNotNull();
		assertThat(answer.registeredName()).isEqualTo("a");
	}

	@Test
	void whenRefusedShouldEndTheConnection() {
		local("7804d24d00000600050001610000");
		EpmdAnswer answer = this.handler.handle(bytes("7804d24d00000600050001610000"), () -> true);
		assertThat(answer).isNotNull();
		assertThat(answer.registeredName()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "61206c", "610a62", "c3", "ff", "00", "c280", "e280a8", "6140" })
	void whenNameCouldForgeALineOrIsNotUtf8ShouldRefuse(String hex) {
		String length = "%04x".formatted(hex.length() / 2);
		assertThat(local("7804d24d0000060005" + length + hex + "0000")).isEqualTo("760100000063");
	}

	@Test
	void whenNameIsAsLongAsEpmdAllowsShouldRegisterIt() {
		String character = "f09f9880";
		assertThat(local("7804d24d0000060005" + "03fc" + character.repeat(255) + "0000")).startsWith("7600");
		assertThat(local("7804d24d0000060005" + "0100" + "61".repeat(256) + "0000")).startsWith("7601");
	}

	@Test
	void whenPortIsNoneShouldRefuse() {
		assertThat(local("7800004d00000600050001610000")).isEqualTo("760100000063");
	}

	@ParameterizedTest
	@ValueSource(strings = { "78", "7804d24d0000060005", "7804d24d000006000500000000", "7804d24d00000600050002610000",
			"7804d24d0000060005000161", "7804d24d000006000500016100", "7804d24d00000600050001610001",
			"7804d24d0000060005ffff610000", "7a", "7a00", "73", "7361", "00", "ff", "76", "77", "79" })
	void whenRequestIsNoneShouldClose(String hex) {
		assertThat(local(hex)).isEqualTo(CLOSED);
	}

	@Test
	void whenNodeIsLookedUpShouldTellAllThatItRegistered() {
		local("7804d248000006000500016100027879" + "ffff");
		assertThat(local("7a61")).isEqualTo("7700" + "04d248000006000500016100027879");
		assertThat(local("7a6100")).isEqualTo("7700" + "04d248000006000500016100027879");
	}

	@ParameterizedTest
	@ValueSource(strings = { "7a61", "7a6100", "7a612062" })
	void whenNodeIsNotKnownShouldSaySo(String hex) {
		assertThat(local(hex)).isEqualTo("7701");
	}

	@ParameterizedTest
	@ValueSource(strings = { "7a", "7a00", "7aff", "7a610061", "7a610000", "7ac3" })
	void whenLookUpIsMalformedShouldClose(String hex) {
		local("7804d24d00000600050001610000");
		assertThat(local(hex)).isEqualTo(CLOSED);
	}

	@Test
	void whenLookUpIsForALongerNameThanThereCanBeShouldClose() {
		assertThat(local("7a" + "61".repeat(255))).isEqualTo("7701");
		assertThat(local("7a" + "61".repeat(256))).isEqualTo(CLOSED);
	}

	@Test
	void whenExtraIsAsLongAsEpmdAllowsShouldRegisterItAndRefuseMore() {
		for (int length = 1021; length <= 10_000; length++) {
			assertThat(local("7804d24d0000060005000161" + "%04x".formatted(length) + "ff".repeat(length)))
				.as("%d bytes", length)
				.isEqualTo("760100000063");
		}
		assertThat(local("7804d24d0000060005000161" + "03fc" + "ff".repeat(1020))).startsWith("7600");
	}

	@Test
	void whenExtraIsLongerThanTheRequestShouldClose() {
		for (int length = 1; length <= 10_000; length++) {
			assertThat(local("7804d24d0000060005000161" + "%04x".formatted(length))).isEqualTo(CLOSED);
		}
	}

	@Test
	void whenNamesAreAskedForShouldListThem() {
		local("7804d24d00000600050001610000");
		assertThat(local("6e")).isEqualTo("00001111" + hex("name a at port 1234\n"));
	}

	@Test
	void whenDumpIsAskedForShouldTellFormerNamesToo() {
		local("7804d24d00000600050001610000");
		local("7804d24d00000600050001620000");
		this.registry.unregister("b");
		assertThat(local("64")).isEqualTo("00001111" + hex("active name     <a> at port 1234, fd = -1\n\0")
				+ hex("old/unused name <b>, port = 0, fd = -1 \n\0"));
	}

	@Test
	void whenPeerIsRemoteShouldLookUpAndListOnly() {
		local("7804d24d00000600050001610000");
		assertThat(remote("7a61")).startsWith("7700");
		assertThat(remote("6e")).isNotEqualTo(CLOSED);
		assertThat(remote("7804d24d00000600050001620000")).isEqualTo(CLOSED);
		assertThat(remote("64")).isEqualTo(CLOSED);
		assertThat(remote("6b")).isEqualTo(CLOSED);
	}

	@Test
	void whenKilledShouldRefuseInEpmdsOwnWord() {
		assertThat(local("6b")).isEqualTo(hex("NO"));
	}

	@Test
	void whenRequestIsRandomShouldNeverThrow() {
		Random random = new Random(Seed.of(getClass()));
		byte[] opcodes = { 120, 122, 110, 100, 107, 115 };
		for (int i = 0; i < 100_000; i++) {
			byte[] request = new byte[random.nextInt(1, 40)];
			random.nextBytes(request);
			request[0] = opcodes[random.nextInt(opcodes.length)];
			if (request.length > 14) {
				request[9] = 0;
				request[10] = (byte) random.nextInt(30);
			}
			this.handler.handle(ByteBuffer.wrap(request), random::nextBoolean);
		}
	}

	private String local(String hex) {
		return handle(hex, true);
	}

	private String remote(String hex) {
		return handle(hex, false);
	}

	private String handle(String hex, boolean local) {
		EpmdAnswer answer = this.handler.handle(bytes(hex), () -> local);
		return (answer != null) ? HexFormat.of().formatHex(answer.bytes().array()) : CLOSED;
	}

	private static ByteBuffer bytes(String hex) {
		// As in a connection's buffer, the request does not begin at zero
		byte[] request = HexFormat.of().parseHex(hex);
		return ByteBuffer.allocate(2 + request.length).position(2).put(request).position(2);
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
	}

}
