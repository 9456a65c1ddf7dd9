package io.macula.gossip.announcement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

import io.macula.gossip.NodeName;
import io.macula.gossip.testing.Seed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MaculaFormatTests {

	private static final NodeName NODE = NodeName.of("orders-1@192.168.1.17");

	private final MaculaFormat open = format();

	private final MaculaFormat signed = format("my-secret");

	@ParameterizedTest
	@MethodSource("vectors")
	void whenBuildingShouldMakeTheBytesOfTheOriginal(Vector vector) {
		assertThat(vector.format().announcement(vector.node())).isEqualTo(vector.datagram());
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void whenReadingTheBytesOfTheOriginalShouldFindTheName(Vector vector) {
		Decoded expected = new Decoded.Announcement(vector.node());
		assertThat(decode(vector.format(), vector.datagram())).isEqualTo(expected);
		assertThat(decode(this.open, vector.datagram())).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void whenReadingWithAnotherSecretShouldRefuse(Vector vector) {
		Decoded.Refusal expected = (vector.secret() != null) ? Decoded.Refusal.FORGED : Decoded.Refusal.UNSIGNED;
		assertThat(decode(format("another"), vector.datagram())).isEqualTo(expected);
	}

	@Test
	void thereAreVectorsWithAndWithoutASecret() {
		assertThat(vectors().filter((vector) -> vector.secret() == null)).hasSizeGreaterThan(5);
		assertThat(vectors().filter((vector) -> vector.secret() != null)).hasSizeGreaterThan(30);
	}

	@Test
	void digitsOfEitherCaseAreAccepted() {
		String text = new String(this.signed.announcement(NODE), StandardCharsets.US_ASCII);
		int separator = text.indexOf('|');
		String lowerCase = text.substring(0, separator) + text.substring(separator).toLowerCase(Locale.ROOT);
		assertThat(decode(this.signed, bytes(lowerCase))).isEqualTo(new Decoded.Announcement(NODE));
	}

	@Test
	void everyChangedBitOfASignedDatagramIsNoticed() {
		byte[] datagram = this.signed.announcement(NODE);
		Decoded accepted = new Decoded.Announcement(NODE);
		for (int bit = 0; bit < datagram.length * 8; bit++) {
			byte[] changed = datagram.clone();
			changed[bit / 8] ^= (byte) (1 << (bit % 8));
			boolean onlyTheCaseOfADigit = new String(changed, StandardCharsets.ISO_8859_1).equalsIgnoreCase(
					new String(datagram, StandardCharsets.ISO_8859_1)) && bit / 8 > NODE.value().length() + 14;
			assertThat(decode(this.signed, changed).equals(accepted)).as("bit %d", bit).isEqualTo(onlyTheCaseOfADigit);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "|", "MACULA_GOSSIP", "heartbeat::x", "macula_gossip:a@b", "MACULA_FAREWELL" })
	void otherDatagramsAreForeign(String text) {
		assertThat(decode(this.open, bytes(text))).isEqualTo(Decoded.Refusal.FOREIGN);
		assertThat(decode(this.signed, bytes(text))).isEqualTo(Decoded.Refusal.FOREIGN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "MACULA_GOSSIP:", "MACULA_GOSSIP:|", "MACULA_GOSSIP:a", "MACULA_GOSSIP:a@b@c",
			"MACULA_GOSSIP:a b@c", "MACULA_GOSSIP:a\n@c", "MACULA_FAREWELL:", "MACULA_FAREWELL:a@b",
			"MACULA_FAREWELL:a@b#", "MACULA_FAREWELL:a@b#x", "MACULA_FAREWELL:a@b#-1", "MACULA_FAREWELL:ab#1",
			"MACULA_FAREWELL:a@b#1234567890123456789" })
	void datagramsWithoutAValidNameAreMalformed(String text) {
		assertThat(decode(this.open, bytes(text))).isEqualTo(Decoded.Refusal.MALFORMED);
	}

	@Test
	void bytesThatAreNotTextAreMalformed() {
		byte[] datagram = this.open.announcement(NODE);
		datagram[15] = (byte) 0xC3;
		assertThat(decode(this.open, datagram)).isEqualTo(Decoded.Refusal.MALFORMED);
	}

	@Test
	void aValidSignatureDoesNotExcuseAnInvalidName() {
		byte[] datagram = signed(bytes("MACULA_GOSSIP:no name"), (byte) '|');
		assertThat(decode(this.signed, datagram)).isEqualTo(Decoded.Refusal.MALFORMED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "|", "|00", "|zz", "|\u0660\u0661" })
	void aSignatureOfAnotherLengthIsForged(String end) {
		assertThat(decode(this.signed, bytes("MACULA_GOSSIP:a@b" + end))).isEqualTo(Decoded.Refusal.FORGED);
	}

	@Test
	void farewellsAreReadByNodesWithAndWithoutTheSecret() {
		Decoded farewell = new Decoded.Farewell(NODE, 1_790_000_000_123L);
		byte[] unsigned = this.open.farewell(NODE, 1_790_000_000_123L);
		byte[] withSecret = this.signed.farewell(NODE, 1_790_000_000_123L);
		assertThat(new String(unsigned, StandardCharsets.US_ASCII))
			.isEqualTo("MACULA_FAREWELL:orders-1@192.168.1.17#1790000000123");
		assertThat(decode(this.open, unsigned)).isEqualTo(farewell);
		assertThat(decode(this.open, withSecret)).isEqualTo(farewell);
		assertThat(decode(this.signed, withSecret)).isEqualTo(farewell);
		assertThat(decode(this.signed, unsigned)).isEqualTo(Decoded.Refusal.UNSIGNED);
		assertThat(decode(format("another"), withSecret)).isEqualTo(Decoded.Refusal.FORGED);
	}

	@Test
	void aFarewellMayHaveATimeOfEighteenDigits() {
		assertThat(decode(this.open, bytes("MACULA_FAREWELL:a@b#123456789012345678")))
			.isEqualTo(new Decoded.Farewell(NodeName.of("a@b"), 123_456_789_012_345_678L));
	}

	@Test
	void aSignatureThatIsCutOffOrHasNoDigitIsForgedThoughTheTrueOneCameBefore() {
		byte[] datagram = this.signed.announcement(NODE);
		AnnouncementDecoder decoder = this.signed.newDecoder();
		decoder.decode(datagram, datagram.length);
		for (int cut = 1; cut <= 64; cut++) {
			assertThat(decoder.decode(datagram, datagram.length - cut)).isEqualTo(Decoded.Refusal.FORGED);
			byte[] noDigit = datagram.clone();
			noDigit[datagram.length - cut] = 'x';
			assertThat(decoder.decode(noDigit, noDigit.length)).isEqualTo(Decoded.Refusal.FORGED);
		}
	}

	@Test
	void aFarewellOfANameWithASeparatorInItIsRead() {
		NodeName name = NodeName.of("a#1@host#2");
		assertThat(decode(this.signed, this.signed.farewell(name, 7))).isEqualTo(new Decoded.Farewell(name, 7));
		assertThat(decode(this.open, this.open.farewell(name, 7))).isEqualTo(new Decoded.Farewell(name, 7));
	}

	@Test
	void aNameThatLooksLikeASeparatorAndASignatureIsRead() {
		NodeName name = NodeName.of("a#" + "b".repeat(47) + "@hh");
		byte[] farewell = this.open.farewell(name, 1_790_000_000_123L);
		assertThat(farewell[farewell.length - 65]).isEqualTo((byte) '#');
		assertThat(decode(this.open, farewell)).isEqualTo(new Decoded.Farewell(name, 1_790_000_000_123L));
	}

	@Test
	void farewellsHoldNoSeparatorThatWouldKillTheOriginal() {
		assertThat(this.signed.farewell(NODE, System.currentTimeMillis())).doesNotContain((byte) '|');
		assertThat(this.open.farewell(NODE, System.currentTimeMillis())).doesNotContain((byte) '|');
	}

	@Test
	void secretsCanBeChangedNodeByNode() {
		MaculaFormat before = format("old");
		MaculaFormat during = format("new", "old");
		MaculaFormat after = format("new");
		Decoded accepted = new Decoded.Announcement(NODE);
		assertThat(decode(during, before.announcement(NODE))).isEqualTo(accepted);
		assertThat(decode(during, after.announcement(NODE))).isEqualTo(accepted);
		assertThat(decode(after, during.announcement(NODE))).isEqualTo(accepted);
		assertThat(decode(after, before.announcement(NODE))).isEqualTo(Decoded.Refusal.FORGED);
	}

	@Test
	void nothingThatArrivesMakesADecoderThrow() {
		Random random = new Random(Seed.of(getClass()));
		List<AnnouncementDecoder> decoders = List.of(this.open.newDecoder(), this.signed.newDecoder());
		List<byte[]> valid = List.of(this.open.announcement(NODE), this.signed.announcement(NODE),
				this.open.farewell(NODE, 1), this.signed.farewell(NODE, 1));
		int refused = 0;
		for (int i = 0; i < 200_000; i++) {
			byte[] buffer = new byte[AnnouncementFormat.MAX_BYTES];
			int length = random.nextInt(buffer.length + 1);
			random.nextBytes(buffer);
			if (i % 2 == 0) {
				byte[] source = valid.get(random.nextInt(valid.size()));
				System.arraycopy(source, 0, buffer, 0, source.length);
				length = random.nextInt(2 * source.length);
				buffer[random.nextInt(source.length)] = (byte) random.nextInt();
			}
			for (AnnouncementDecoder decoder : decoders) {
				refused += (decoder.decode(buffer, length) instanceof Decoded.Refusal) ? 1 : 0;
			}
		}
		assertThat(refused).isBetween(200_000, 400_000);
	}

	@Test
	void secretsAreNotShown() {
		assertThat(Secret.of("my-secret")).hasToString("Secret[hidden]");
	}

	private byte[] signed(byte[] content, byte separator) {
		byte[] mac = Secret.of("my-secret").newMac().doFinal(content);
		return bytes(new String(content, StandardCharsets.UTF_8) + (char) separator + HexFormat.of().formatHex(mac));
	}

	private static Decoded decode(MaculaFormat format, byte[] datagram) {
		return format.newDecoder().decode(datagram, datagram.length);
	}

	private static MaculaFormat format(String... secrets) {
		return new MaculaFormat(Stream.of(secrets).map(Secret::of).toList(), 16);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static Stream<Vector> vectors() {
		Path file = Path.of("src/test/resources/vectors/macula-announcements.txt");
		try {
			return Files.readAllLines(file).stream().filter((line) -> !line.startsWith("#")).map(Vector::parse);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	record Vector(NodeName node, @Nullable String secret, byte[] datagram) {

		static Vector parse(String line) {
			String[] columns = line.split(" ");
			return new Vector(NodeName.of(text(columns[0])), columns[1].equals("-") ? null : text(columns[1]),
					HexFormat.of().parseHex(columns[2]));
		}

		MaculaFormat format() {
			return (this.secret != null) ? MaculaFormatTests.format(this.secret) : MaculaFormatTests.format();
		}

		private static String text(String hex) {
			return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
		}

		@Override
		public String toString() {
			return this.node + ((this.secret != null) ? " with a secret" : "");
		}

	}

}
