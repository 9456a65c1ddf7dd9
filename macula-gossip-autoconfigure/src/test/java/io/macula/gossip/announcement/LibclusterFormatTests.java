package io.macula.gossip.announcement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
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

class LibclusterFormatTests {

	private static final NodeName NODE = NodeName.of("orders-1@127.0.0.1");

	private final LibclusterFormat open = format();

	private final LibclusterFormat closed = format("my-secret");

	@ParameterizedTest
	@MethodSource("vectors")
	void whenBuildingShouldMakeTheBytesOfTheOriginal(Vector vector) {
		byte[] built = this.open.announcement(vector.node());
		if (vector.secret() != null) {
			byte[] start = Arrays.copyOf(vector.datagram(), 16);
			built = new HeartbeatCipher(Secret.of(vector.secret())).encrypt(built, start);
		}
		assertThat(built).isEqualTo(vector.datagram());
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void whenReadingTheBytesOfTheOriginalShouldFindTheName(Vector vector) {
		LibclusterFormat format = (vector.secret() != null) ? format(vector.secret()) : this.open;
		assertThat(decode(format, vector.datagram())).isEqualTo(new Decoded.Announcement(vector.node()));
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void whenReadingWithAnotherSecretShouldRefuse(Vector vector) {
		Decoded.Refusal expected = (vector.secret() != null) ? Decoded.Refusal.FORGED : Decoded.Refusal.UNSIGNED;
		assertThat(decode(format("another"), vector.datagram())).isEqualTo(expected);
		if (vector.secret() != null) {
			assertThat(decode(this.open, vector.datagram())).isEqualTo(Decoded.Refusal.FOREIGN);
		}
	}

	@Test
	void thereAreVectorsWithAndWithoutASecret() {
		assertThat(vectors().filter((vector) -> vector.secret() == null)).hasSizeGreaterThan(1);
		assertThat(vectors().filter((vector) -> vector.secret() != null)).hasSizeGreaterThan(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a@b", "zażółć@host", "é@h",
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażażaż@h" })
	void namesOfAllKindsAreReadAsTheyWereWritten(String name) {
		Decoded expected = new Decoded.Announcement(NodeName.of(name));
		assertThat(decode(this.open, this.open.announcement(NodeName.of(name)))).isEqualTo(expected);
		assertThat(decode(this.closed, this.closed.announcement(NodeName.of(name)))).isEqualTo(expected);
	}

	@Test
	void namesAreReadAsTheyWereWrittenThoughTheirLengthNeedsASecondByte() {
		for (int length = 80; length < 90; length++) {
			for (String end : List.of("@h", "@hh", "@hhh")) {
				NodeName name = NodeName.of("\u20ac".repeat(length) + end);
				assertThat(decode(this.open, this.open.announcement(name))).isEqualTo(new Decoded.Announcement(name));
			}
		}
	}

	@Test
	void whatIsCutOffIsMalformedWhereverThatIs() {
		for (byte[] whole : List.of(this.open.announcement(NODE),
				bytes("heartbeat::", 131, 116, 0, 0, 0, 1, 119, 4, 'n', 'o', 'd', 'e', 119, 3, 'a', '@', 'b'))) {
			for (int length = "heartbeat::".length(); length < whole.length; length++) {
				assertThat(decode(this.open, Arrays.copyOf(whole, length))).isEqualTo(Decoded.Refusal.MALFORMED);
			}
		}
	}

	@Test
	void whatCameBeforeIsNotReadAgainUnlessItIsEncryptedAndDiffersEachTime() {
		AnnouncementDecoder decoder = this.open.newDecoder();
		byte[] datagram = this.open.announcement(NODE);
		Decoded first = decoder.decode(datagram, datagram.length);
		assertThat(decoder.decode(datagram, datagram.length)).isSameAs(first);
		assertThat(this.closed.newDecoder()).isNotInstanceOf(CachingDecoder.class);
	}

	@Test
	void theAtomTagsOfLaterReleasesAreRead() {
		byte[] datagram = bytes("heartbeat::", 131, 116, 0, 0, 0, 1, 119, 4, 'n', 'o', 'd', 'e', 119, 3, 'a', '@', 'b');
		assertThat(decode(this.open, datagram)).isEqualTo(new Decoded.Announcement(NodeName.of("a@b")));
	}

	@Test
	void encryptedAnnouncementsDifferEachTime() {
		assertThat(this.closed.announcement(NODE)).isNotEqualTo(this.closed.announcement(NODE));
	}

	@Test
	void thereIsNoFarewell() {
		assertThat(this.open.farewell(NODE, 1)).isNull();
	}

	@Test
	void secretsCanBeChangedNodeByNode() {
		LibclusterFormat during = format("new", "my-secret");
		assertThat(decode(during, this.closed.announcement(NODE))).isEqualTo(new Decoded.Announcement(NODE));
		assertThat(decode(format("new"), during.announcement(NODE))).isEqualTo(new Decoded.Announcement(NODE));
	}

	@Test
	void otherTermsAreMalformed() {
		assertMalformed(131, 116, 0, 0, 0, 0);
		assertMalformed(131, 116, 0, 0, 0, 2, 119, 4, 'n', 'o', 'd', 'e', 119, 3, 'a', '@', 'b');
		assertMalformed(131, 116, 0, 0, 0, 1, 119, 4, 'n', 'o', 'd', 'x', 119, 3, 'a', '@', 'b');
		assertMalformed(131, 116, 0, 0, 0, 1, 119, 4, 'n', 'o', 'd', 'e', 119, 3, 'a', '@', 'b', 0);
		assertMalformed(131, 116, 0, 0, 0, 1, 119, 4, 'n', 'o', 'd', 'e', 119, 9, 'a', '@', 'b');
		assertMalformed(131, 116, 0, 0, 0, 1, 119, 4, 'n', 'o', 'd', 'e', 119, 3, 'a', 'b', 'c');
		assertMalformed(131, 116, 0, 0, 0, 1, 119, 4, 'n', 'o', 'd', 'e', 119, 4, 'a', '@', 0xC3, 0x28);
		assertMalformed(131, 116, 0, 0, 0, 1, 119, 4, 'n', 'o', 'd', 'e', 97, 1);
		assertMalformed(131, 116, 0, 0, 0, 1, 100, 0xFF, 0xFF);
		assertMalformed(131);
		assertMalformed();
	}

	@Test
	void nothingThatArrivesMakesADecoderThrow() {
		Random random = new Random(Seed.of(getClass()));
		List<AnnouncementDecoder> decoders = List.of(this.open.newDecoder(), this.closed.newDecoder());
		List<byte[]> valid = List.of(this.open.announcement(NODE), this.closed.announcement(NODE));
		int refused = 0;
		for (int i = 0; i < 100_000; i++) {
			byte[] buffer = new byte[AnnouncementFormat.MAX_BYTES];
			random.nextBytes(buffer);
			int length = random.nextInt(buffer.length + 1);
			if (i % 2 == 0) {
				byte[] source = valid.get(random.nextInt(valid.size()));
				System.arraycopy(source, 0, buffer, 0, source.length);
				buffer[random.nextInt(source.length)] = (byte) random.nextInt();
				length = random.nextInt(2 * source.length);
			}
			for (AnnouncementDecoder decoder : decoders) {
				refused += (decoder.decode(buffer, length) instanceof Decoded.Refusal) ? 1 : 0;
			}
		}
		assertThat(refused).isBetween(150_000, 200_000);
	}

	private void assertMalformed(int... term) {
		assertThat(decode(this.open, bytes("heartbeat::", term))).isEqualTo(Decoded.Refusal.MALFORMED);
	}

	private static byte[] bytes(String prefix, int... rest) {
		byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
		byte[] bytes = Arrays.copyOf(start, start.length + rest.length);
		for (int i = 0; i < rest.length; i++) {
			bytes[start.length + i] = (byte) rest[i];
		}
		return bytes;
	}

	private static Decoded decode(LibclusterFormat format, byte[] datagram) {
		return format.newDecoder().decode(datagram, datagram.length);
	}

	private static LibclusterFormat format(String... secrets) {
		return new LibclusterFormat(Stream.of(secrets).map(Secret::of).toList(), 16);
	}

	static Stream<Vector> vectors() {
		Path file = Path.of("src/test/resources/vectors/libcluster-announcements.txt");
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

		private static String text(String hex) {
			return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
		}

		@Override
		public String toString() {
			return this.node + ((this.secret != null) ? " with a secret" : "");
		}

	}

}
