package io.macula.gossip.announcement;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BytesTests {

	private static final int MANY = 10_000;

	/**
	 * By chance one pair of ten thousand collides in a hundred tries.
	 */
	private static final int FEW = 10;

	@Test
	void bytesThatDifferAreNotEqualThoughTheirHashesAre() {
		int[] numbers = collision();
		Bytes one = bytes(7, text(numbers[0]));
		Bytes other = bytes(7, text(numbers[1]));
		assertThat(one).hasSameHashCodeAs(other).isNotEqualTo(other);
		assertThat(one.compareTo(other)).isNegative();
		assertThat(other.compareTo(one)).isPositive();
		assertThat(one).isEqualTo(one.copy()).isEqualByComparingTo(one.copy());
	}

	@Test
	void announcementsThatDifferInOneByteHaveDifferentHashes() {
		for (int position = 0; position < 24; position++) {
			byte[] announcement = "MACULA_GOSSIP:a@10.0.0.1".getBytes(StandardCharsets.UTF_8);
			Set<Integer> hashes = new HashSet<>();
			for (int value = 0; value < 256; value++) {
				announcement[position] = (byte) value;
				hashes.add(hash(7, announcement));
			}
			assertThat(hashes).as("at %d", position).hasSizeGreaterThan(256 - FEW);
		}
	}

	@Test
	void manyAnnouncementsHaveManyHashes() {
		assertThat(hashes((number) -> hash(7, text(number)))).isGreaterThan(MANY - FEW);
	}

	@Test
	void nobodyWhoDoesNotKnowTheSeedKnowsTheHash() {
		assertThat(hashes((seed) -> hash(seed, text(1)))).isGreaterThan(MANY - FEW);
	}

	@Test
	void howLongItIsCountsAsWell() {
		assertThat(hashes((length) -> hash(7, new byte[length]))).isGreaterThan(MANY - FEW);
	}

	private static int hashes(IntFunction<Integer> hash) {
		Set<Integer> hashes = new HashSet<>();
		for (int i = 0; i < MANY; i++) {
			hashes.add(hash.apply(i));
		}
		return hashes.size();
	}

	/**
	 * Two of some hundred thousand numbers whose texts have one hash, the lesser first.
	 */
	private static int[] collision() {
		Map<Integer, Integer> known = new HashMap<>();
		for (int number = 1_000_000; number < 9_000_000; number++) {
			Integer before = known.putIfAbsent(hash(7, text(number)), number);
			if (before != null) {
				return new int[] { before, number };
			}
		}
		throw new AssertionError("No two hashes are the same");
	}

	private static byte[] text(int number) {
		return ("MACULA_GOSSIP:node-" + number + "@10.0.0.1").getBytes(StandardCharsets.UTF_8);
	}

	private static int hash(long seed, byte[] content) {
		return bytes(seed, content).hashCode();
	}

	private static Bytes bytes(long seed, byte[] content) {
		Bytes bytes = new Bytes(seed);
		bytes.wrap(content, content.length);
		return bytes;
	}

}
