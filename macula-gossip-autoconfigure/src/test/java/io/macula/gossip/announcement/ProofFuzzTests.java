package io.macula.gossip.announcement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.macula.gossip.testing.ParserCost;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is sent as a question or a proof is a value: one that can be written again, a
 * refusal, or none.
 */
class ProofFuzzTests {

	private static final ParserCost COST = new ParserCost(ProofFuzzTests.class, 64);

	private static final Secret KEY = ProofFormat.key("my-secret", "");

	private static final ProofFormat FORMAT = new ProofFormat(List.of(KEY, ProofFormat.key("", "cookie")));

	private final ProofFormat.Decoder decoder = FORMAT.newDecoder();

	@FuzzTest(maxExecutions = 1_000_000, maxDuration = "")
	void everyDatagramIsAValue(byte[] bytes) {
		byte[] datagram = Arrays.copyOf(bytes, Math.min(bytes.length, AnnouncementFormat.MAX_BYTES));
		COST.of(datagram.length, () -> this.decoder.decode(datagram, datagram.length));
		comesBack(datagram);
		comesBack(signed(datagram));
	}

	private void comesBack(byte[] datagram) {
		Decoded decoded = this.decoder.decode(datagram, datagram.length);
		byte[] again = again(decoded);
		if (again != null) {
			assertThat(this.decoder.decode(again, again.length)).usingRecursiveComparison()
				.ignoringFields("nonce")
				.isEqualTo(decoded);
			assertThat(again.length % 16).isZero();
		}
	}

	private static byte @Nullable [] again(@Nullable Decoded decoded) {
		if (decoded instanceof Decoded.Ask ask) {
			byte[] question = FORMAT.ask(ask.node(), HexFormat.of().parseHex(ask.nonce()), ask.key());
			assertThat(FORMAT.proof(ask, 1, 0)).hasSameSizeAs(question);
			return question;
		}
		if (decoded instanceof Decoded.Proof proof) {
			assertThat(proof.port()).isBetween(1, 65535);
			assertThat(proof.incarnation()).isBetween(0L, 0xFFFFFFFFL);
			return FORMAT.proof(new Decoded.Ask(proof.node(), proof.nonce(), 0), proof.port(), proof.incarnation());
		}
		return null;
	}

	/**
	 * What nobody without the key could send, and so nothing but this could find.
	 */
	private static byte[] signed(byte[] content) {
		String digits = HexFormat.of().withUpperCase().formatHex(KEY.newMac().doFinal(content));
		return ByteBuffer.allocate(content.length + digits.length())
			.put(content)
			.put(digits.getBytes(StandardCharsets.US_ASCII))
			.array();
	}

}
