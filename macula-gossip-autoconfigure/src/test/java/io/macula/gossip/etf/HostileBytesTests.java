package io.macula.gossip.etf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.macula.gossip.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes that no honest peer sends: whatever they are, there is a term or one kind of
 * exception.
 */
@Timeout(60)
class HostileBytesTests {

	private static final int SEED = Seed.of(HostileBytesTests.class);

	private static final int INPUTS = 100_000;

	private static final byte[] TAGS = HexFormat.of()
		.parseHex("464d505258595a6162636465666768696a6b6c6d6e6f7071727374757677787983");

	private final TermDecoder decoder = new TermDecoder(new TermLimits(64, 5_000, 100_000));

	private final Random random = new Random(SEED);

	@Test
	void whenTermsAreMutatedOnlyMalformedTermExceptionShouldArise() {
		List<byte[]> samples = samples();
		int terms = 0;
		for (int count = 0; count < INPUTS; count++) {
			byte[] bytes = samples.get(this.random.nextInt(samples.size())).clone();
			for (int change = this.random.nextInt(4); change >= 0; change--) {
				bytes = mutate(bytes, samples);
			}
			terms += feed(bytes);
		}
		assertThat(terms).as("inputs that were terms").isBetween(INPUTS / 100, INPUTS * 9 / 10);
	}

	@Test
	void whenTermsAreCutShortOnlyMalformedTermExceptionShouldArise() {
		int inputs = 0;
		while (inputs < INPUTS) {
			for (byte[] sample : samples()) {
				int step = 1 + sample.length / 200;
				for (int length = 0; length < sample.length; length += step) {
					assertThat(feed(Arrays.copyOf(sample, length))).as("length %d, seed %d", length, SEED).isZero();
					inputs++;
				}
			}
		}
	}

	@Test
	void whenBytesAreRandomOnlyMalformedTermExceptionShouldArise() {
		for (int count = 0; count < INPUTS; count++) {
			byte[] bytes = new byte[1 + this.random.nextInt(100)];
			this.random.nextBytes(bytes);
			bytes[0] = (byte) Tag.VERSION;
			for (int index = 1; index < bytes.length; index++) {
				if (this.random.nextInt(3) == 0) {
					bytes[index] = TAGS[this.random.nextInt(TAGS.length)];
				}
				else if (this.random.nextInt(2) == 0) {
					bytes[index] = (byte) this.random.nextInt(3);
				}
			}
			feed(bytes);
		}
	}

	private int feed(byte[] bytes) {
		try {
			ByteBuffer source = ByteBuffer.wrap(bytes);
			Term term = this.decoder.decode(source);
			Term again = this.decoder.decode(TermEncoder.encode(term));
			if (source.position() < 2 || !again.equals(term) || again.hashCode() != term.hashCode()
					|| TermOrder.INSTANCE.compare(again, term) != 0 || term.toString().isEmpty()) {
				throw new AssertionError("A term that does not come back: " + term);
			}
			term.toJava();
			return 1;
		}
		catch (MalformedTermException ex) {
			if (!ex.getMessage().startsWith("Malformed term at byte " + ex.getOffset())) {
				throw new AssertionError("A message that does not say where", ex);
			}
			return 0;
		}
		catch (Throwable ex) {
			throw new AssertionError("Seed " + SEED + ", bytes " + HexFormat.of().formatHex(bytes), ex);
		}
	}

	private byte[] mutate(byte[] bytes, List<byte[]> samples) {
		if (bytes.length < 2) {
			return bytes;
		}
		int place = 1 + this.random.nextInt(bytes.length - 1);
		int other = this.random.nextInt(bytes.length);
		if (this.random.nextInt(4) == 0) {
			byte[] sample = samples.get(this.random.nextInt(samples.size()));
			return joined(bytes, place, sample, this.random.nextInt(sample.length));
		}
		if (this.random.nextInt(4) == 0) {
			return joined(bytes, place, bytes, other);
		}
		bytes[place] = (byte) switch (this.random.nextInt(5)) {
			case 0 -> this.random.nextInt(256);
			case 1 -> bytes[place] ^ (1 << this.random.nextInt(8));
			case 2 -> bytes[place] + this.random.nextInt(5) - 2;
			case 3 -> TAGS[this.random.nextInt(TAGS.length)];
			default -> 0xFF;
		};
		return bytes;
	}

	private static byte[] joined(byte[] head, int headLength, byte[] tail, int tailStart) {
		byte[] joined = Arrays.copyOf(head, headLength + Math.min(tail.length - tailStart, 2_000));
		System.arraycopy(tail, tailStart, joined, headLength, joined.length - headLength);
		return joined;
	}

	private List<byte[]> samples() {
		List<byte[]> samples = new ArrayList<>();
		TermDecoderTests.encodings()
			.map((arguments) -> "83 " + arguments.get()[1].toString().strip())
			.forEach((hex) -> samples.add(HexFormat.ofDelimiter(" ").parseHex(hex)));
		samples.add(HexFormat.of()
			.parseHex("837000000039021111111111111111111111111111111100000007000000017701" + "6d610762"
					+ "00329b0d5877016e00000009" + "00".repeat(8) + "6107"));
		TermGenerator generator = TermGenerator.ofEverything(this.random);
		for (int count = 0; count < 300; count++) {
			byte[] encoded = TermEncoder.encode(generator.next());
			samples.add(encoded);
			if (count % 10 == 0) {
				samples.add(Deflated.term(Arrays.copyOfRange(encoded, 1, encoded.length)));
			}
		}
		return samples;
	}

}
