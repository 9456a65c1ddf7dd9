package io.macula.gossip.announcement;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.macula.gossip.NodeName;
import io.macula.gossip.testing.Seed;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Questions for proofs, and proofs: who made them and what they hold.
 */
class ProofFormatTests {

	private static final NodeName NODE = NodeName.of("orders@10.0.0.7");

	private static final byte[] NONCE = HexFormat.of().parseHex("000102030405060708090a0b0c0d0eff");

	private static final String NONCE_DIGITS = "000102030405060708090A0B0C0D0EFF";

	private final Secret key = ProofFormat.key("secret", "cookie");

	private final ProofFormat format = new ProofFormat(List.of(this.key));

	@Test
	void aQuestionAndItsProofAreReadAsTheyWereMade() {
		Decoded.Ask ask = (Decoded.Ask) decode(this.format, this.format.ask(NODE, NONCE, 0));
		assertThat(ask).isEqualTo(new Decoded.Ask(NODE, NONCE_DIGITS, 0));
		assertThat(decode(this.format, this.format.proof(ask, 65535, 4294967295L)))
			.isEqualTo(new Decoded.Proof(NODE, NONCE_DIGITS, 65535, 4294967295L, 0));
		assertThat(decode(this.format, this.format.proof(ask, 1, 0)))
			.isEqualTo(new Decoded.Proof(NODE, NONCE_DIGITS, 1, 0, 0));
	}

	/**
	 * The MAC was made by Python's {@code hmac}, with a key that it made as well.
	 */
	@Test
	void aQuestionHasTheseBytes() {
		String text = text(this.format.ask(NODE, NONCE, 0));
		assertThat(text).startsWith("MACULA_ASK:" + NONCE_DIGITS + "-".repeat(21) + "+orders@10.0.0.7");
		assertThat(text).endsWith("@10.0.0.7AA94BDD269B581D3A9B1825DCDCDE96743B5C3E6DD66DE7FF7D4246C63F04538");
	}

	@Test
	void aProofIsNoLongerThanItsQuestionAndNeitherDisturbsTheOriginals() {
		for (NodeName name : List.of(NODE, NodeName.of("-+@h"), NodeName.of("\u00e9@h"),
				NodeName.of("\ud83d\ude00".repeat(253) + "@h"))) {
			byte[] ask = this.format.ask(name, NONCE, 0);
			byte[] proof = this.format.proof((Decoded.Ask) decode(this.format, ask), 4711, 17);
			assertThat(proof).hasSameSizeAs(ask).doesNotContain('|');
			assertThat(ask.length).isLessThanOrEqualTo(AnnouncementFormat.MAX_BYTES);
			assertThat(ask).doesNotContain('|');
			assertThat(ask.length % 16).as("a length that libcluster decrypts without a warning").isZero();
			assertThat(decode(this.format, proof)).isInstanceOf(Decoded.Proof.class);
		}
	}

	@Test
	void howeverLongANameIsBothHaveTheLeastLengthThatDisturbsNobody() {
		for (int length = 1; length <= 20; length++) {
			NodeName name = NodeName.of("n".repeat(length) + "@h");
			byte[] ask = this.format.ask(name, NONCE, 0);
			byte[] proof = this.format.proof((Decoded.Ask) decode(this.format, ask), 4711, 17);
			assertThat(proof).hasSameSizeAs(ask);
			assertThat(proof.length % 16).isZero();
			assertThat(text(proof).chars().filter((character) -> character == '-')).hasSizeLessThan(16);
			assertThat(decode(this.format, proof)).isEqualTo(new Decoded.Proof(name, NONCE_DIGITS, 4711, 17, 0));
		}
	}

	@Test
	void aProofIsMadeWithTheKeyOfItsQuestion() {
		Secret old = ProofFormat.key("", "old");
		ProofFormat rotating = new ProofFormat(List.of(this.key, old));
		ProofFormat before = new ProofFormat(List.of(old));
		Decoded.Ask ask = (Decoded.Ask) decode(rotating, before.ask(NODE, NONCE, 0));
		assertThat(ask.key()).isEqualTo(1);
		assertThat(rotating.keys()).isEqualTo(2);
		assertThat(decode(before, rotating.proof(ask, 1, 1))).isInstanceOf(Decoded.Proof.class);
		assertThat(decode(before, rotating.ask(NODE, NONCE, 0))).isEqualTo(Decoded.Refusal.FORGED);
		assertThat(decode(before, rotating.ask(NODE, NONCE, 1))).isInstanceOf(Decoded.Ask.class);
	}

	@Test
	void aKeyIsMadeOfSecretAndCookieAndOfWhichIsWhich() {
		for (Secret other : List.of(ProofFormat.key("secret", "another"), ProofFormat.key("another", "cookie"),
				ProofFormat.key("secretcookie", ""), ProofFormat.key("", "secretcookie"), Secret.of("secret"))) {
			ProofFormat strangers = new ProofFormat(List.of(other));
			assertThat(decode(this.format, strangers.ask(NODE, NONCE, 0))).isEqualTo(Decoded.Refusal.FORGED);
		}
	}

	@Test
	void aQuestionIsNoProofWhateverItIsCalled() {
		String ask = text(this.format.ask(NODE, NONCE, 0));
		assertThat(decode(this.format, bytes(ask.replace("MACULA_ASK:", "MACULA_PROOF:"))))
			.isEqualTo(Decoded.Refusal.FORGED);
	}

	@Test
	void whateverIsChangedTheProofIsRefused() {
		Decoded.Ask ask = new Decoded.Ask(NODE, NONCE_DIGITS, 0);
		byte[] proof = this.format.proof(ask, 4711, 17);
		for (int i = "MACULA_PROOF:".length(); i < proof.length; i++) {
			byte[] changed = proof.clone();
			changed[i] = (byte) ((changed[i] == 'A') ? 'B' : 'A');
			assertThat(decode(this.format, changed)).as("byte %d", i).isInstanceOf(Decoded.Refusal.class);
		}
	}

	@Test
	void whatHasTheKeyAndIsNonsenseIsMalformed() {
		assertThat(decode(this.format, bytes("MACULA_ASK:"))).isEqualTo(Decoded.Refusal.MALFORMED);
		assertThat(decode(this.format, bytes("MACULA_ASK:" + NONCE_DIGITS + "+" + "0".repeat(64)))).as("no name")
			.isEqualTo(Decoded.Refusal.MALFORMED);
		assertThat(decode(this.format, signed("MACULA_PROOF:" + NONCE_DIGITS + "00010000000x+a@h"))).as("no number")
			.isEqualTo(Decoded.Refusal.MALFORMED);
		assertThat(decode(this.format, this.format.proof(new Decoded.Ask(NODE, "x".repeat(32), 0), 1, 1)))
			.isEqualTo(Decoded.Refusal.MALFORMED);
		assertThat(decode(this.format, this.format.proof(new Decoded.Ask(NODE, NONCE_DIGITS, 0), 0, 1))).as("port 0")
			.isEqualTo(Decoded.Refusal.MALFORMED);
	}

	@Test
	void whatIsNeitherIsLeftToOthersAndRandomBytesNeverThrow() {
		ProofFormat.Decoder decoder = this.format.newDecoder();
		assertThat(decode(this.format, bytes("MACULA_GOSSIP:a@h"))).isNull();
		assertThat(decoder.decode(new byte[0], 0)).isNull();
		int seed = Seed.of(ProofFormatTests.class);
		Random random = new Random(seed);
		for (int i = 0; i < 10_000; i++) {
			byte[] noise = new byte[random.nextInt(300)];
			random.nextBytes(noise);
			byte[] start = bytes(random.nextBoolean() ? "MACULA_ASK:" : "MACULA_PROOF:");
			System.arraycopy(start, 0, noise, 0, Math.min(start.length, noise.length));
			assertThat(decoder.decode(noise, noise.length)).as("seed %d", seed)
				.isIn(null, Decoded.Refusal.MALFORMED, Decoded.Refusal.FORGED);
		}
	}

	private byte[] signed(String content) {
		return bytes(content + HexFormat.of().formatHex(this.key.newMac().doFinal(bytes(content))));
	}

	private static Decoded decode(ProofFormat format, byte[] datagram) {
		return format.newDecoder().decode(datagram, datagram.length);
	}

	private static String text(byte[] datagram) {
		return new String(datagram, StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
