package io.macula.gossip.etf;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes terms at random, all of which OTP accepts.
 */
final class TermGenerator {

	private static final int[] CHARACTERS = { 'a', 'z', '_', '@', '\'', '"', '\\', '\n', 0, 0x7F, 0xE9, 0x44F, 0x4E2D,
			0x202E, 0x1F600, 0x10FFFF };

	private static final double[] FLOATS = { 0.0, 1.0, -1.5, 1e10, 1e-7, Double.MAX_VALUE, Double.MIN_VALUE,
			Double.MIN_NORMAL };

	private final Random random;

	private final boolean data;

	private TermGenerator(Random random, boolean data) {
		this.random = random;
		this.data = data;
	}

	static TermGenerator ofEverything(Random random) {
		return new TermGenerator(random, false);
	}

	/**
	 * Leave out what has no notation that Erlang could read.
	 * @param random the source of randomness
	 * @return the generator
	 */
	static TermGenerator ofData(Random random) {
		return new TermGenerator(random, true);
	}

	Term next() {
		return next(4);
	}

	private Term next(int depth) {
		return switch (this.random.nextInt((depth > 0) ? 16 : 12)) {
			case 0, 1 -> integer();
			case 2 -> IntegerTerm.of(new BigInteger(this.random.nextInt(3000), this.random).negate());
			case 3 -> real();
			case 4, 5 -> AtomTerm.of(text(20));
			case 6 -> BinaryTerm.of(bytes(40));
			case 7 -> BinaryTerm.ofUtf8(text(20));
			case 8 -> BitStringTerm.of(bytes(20, 1), 1 + this.random.nextInt(7));
			case 9 -> ListTerm.of(list(0, 20));
			case 10, 11 -> (this.data) ? integer() : identifier();
			case 12 -> new TupleTerm(list(depth - 1, 5));
			case 13 -> ListTerm.of(list(depth - 1, 5));
			case 14 -> ListTerm.withTail(List.of(next(depth - 1)), next(depth - 1));
			default -> map(depth - 1);
		};
	}

	private Term integer() {
		long value = this.random.nextLong() >> this.random.nextInt(64);
		return switch (this.random.nextInt(3)) {
			case 0 -> IntegerTerm.of(value);
			case 1 -> IntegerTerm.of(1L << this.random.nextInt(64));
			default -> IntegerTerm.of(-1L << this.random.nextInt(64));
		};
	}

	private Term real() {
		double value = Double.longBitsToDouble(this.random.nextLong());
		boolean usable = Double.isFinite(value) && this.random.nextBoolean();
		return FloatTerm.of((usable) ? value : FLOATS[this.random.nextInt(FLOATS.length)]);
	}

	private Term identifier() {
		AtomTerm node = AtomTerm.of("n" + this.random.nextInt(5) + "@127.0.0.1");
		long creation = this.random.nextLong() & 0xFFFF_FFFFL;
		return switch (this.random.nextInt(4)) {
			case 0 -> new PidTerm(node, this.random.nextInt(1 << 28), this.random.nextInt(1 << 13), creation);
			case 1 -> new PortTerm(node, this.random.nextLong() >>> this.random.nextInt(64), creation);
			case 2 -> new ReferenceTerm(node, creation,
					IntStream.range(0, 3)
						.mapToObj((index) -> this.random.nextLong() & ((index > 0) ? 0xFFFF_FFFFL : 0x3FFFF))
						.toList());
			default -> new ExportTerm(AtomTerm.of(text(10)), AtomTerm.of(text(10)), this.random.nextInt(256));
		};
	}

	private Term map(int depth) {
		Map<Term, Term> pairs = new LinkedHashMap<>();
		for (int count = this.random.nextInt(6); count > 0; count--) {
			pairs.put(next(depth), next(depth));
		}
		return MapTerm.of(pairs);
	}

	private List<Term> list(int depth, int most) {
		List<Term> elements = new ArrayList<>();
		for (int count = this.random.nextInt(most); count > 0; count--) {
			elements.add((depth > 0) ? next(depth) : integer());
		}
		return elements;
	}

	private String text(int most) {
		StringBuilder text = new StringBuilder();
		for (int count = this.random.nextInt(most); count > 0; count--) {
			text.appendCodePoint(CHARACTERS[this.random.nextInt(CHARACTERS.length)]);
		}
		return text.toString();
	}

	private byte[] bytes(int most) {
		return bytes(most, 0);
	}

	private byte[] bytes(int most, int least) {
		byte[] bytes = new byte[least + this.random.nextInt(most)];
		this.random.nextBytes(bytes);
		return bytes;
	}

}
