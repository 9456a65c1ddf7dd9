package io.macula.gossip.etf;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A bit string whose last byte is not full. One whose last byte is full is a
 * {@link BinaryTerm}.
 * <p>
 * Source: ERTS User's Guide, External Term Format, BIT_BINARY_EXT.
 */
public final class BitStringTerm implements Term {

	private final byte[] bytes;

	private final int lastBits;

	private BitStringTerm(byte[] bytes, int lastBits) {
		this.bytes = bytes;
		this.lastBits = lastBits;
	}

	/**
	 * Return a bit string.
	 * @param bytes the bytes, at least one, which are copied; of the last only the upper
	 * {@code lastBits} bits count
	 * @param lastBits how many bits of the last byte are used, 1 to 7
	 * @return the bit string
	 * @throws IllegalArgumentException if there is no byte or {@code lastBits} is outside
	 * its range
	 */
	public static BitStringTerm of(byte[] bytes, int lastBits) {
		if (bytes.length == 0) {
			throw new IllegalArgumentException("A bit string without a byte is an empty binary");
		}
		if (lastBits < 1 || lastBits > 7) {
			throw new IllegalArgumentException("The last byte of a bit string has 1 to 7 bits, not " + lastBits);
		}
		byte[] copy = bytes.clone();
		// Unused bits say nothing; cleared, equal bit strings have equal bytes
		copy[copy.length - 1] &= (byte) (0xFF << (8 - lastBits));
		return new BitStringTerm(copy, lastBits);
	}

	/**
	 * Return how many bits of the last byte are used.
	 * @return 1 to 7
	 */
	public int lastBits() {
		return this.lastBits;
	}

	/**
	 * Return the bytes; the unused bits of the last are 0.
	 * @return a copy, of at least one byte
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	byte[] sharedBytes() {
		return this.bytes;
	}

	@Override
	public Object toJava() {
		return this;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof BitStringTerm bits && this.lastBits == bits.lastBits
				&& Arrays.equals(this.bytes, bits.bytes);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(this.bytes) + this.lastBits;
	}

	@Override
	public String toString() {
		return Notation.of(this);
	}

}
