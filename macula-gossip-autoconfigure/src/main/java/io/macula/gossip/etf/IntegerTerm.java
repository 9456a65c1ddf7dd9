package io.macula.gossip.etf;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/**
 * An integer of any size. Those that 64 bits hold are kept as {@code long}.
 * <p>
 * Source: ERTS User's Guide, External Term Format, SMALL_INTEGER_EXT, INTEGER_EXT,
 * SMALL_BIG_EXT and LARGE_BIG_EXT.
 */
public final class IntegerTerm implements Term, Comparable<IntegerTerm> {

	private static final IntegerTerm[] BYTES = new IntegerTerm[256];

	static {
		for (int value = 0; value < BYTES.length; value++) {
			BYTES[value] = new IntegerTerm(value, null);
		}
	}

	private final long value;

	// Only where the long cannot hold it, so that equal integers have one form
	private final @Nullable BigInteger big;

	private IntegerTerm(long value, @Nullable BigInteger big) {
		this.value = value;
		this.big = big;
	}

	/**
	 * Return the term of an integer.
	 * @param value the integer
	 * @return the term
	 */
	public static IntegerTerm of(long value) {
		return (value >= 0 && value < BYTES.length) ? BYTES[(int) value] : new IntegerTerm(value, null);
	}

	/**
	 * Return the term of an integer of any size.
	 * @param value the integer
	 * @return the term
	 */
	public static IntegerTerm of(BigInteger value) {
		return (value.bitLength() < Long.SIZE) ? of(value.longValue()) : new IntegerTerm(0, value);
	}

	/**
	 * Return whether {@link #longValue()} gives this integer.
	 * @return whether it is from {@link Long#MIN_VALUE} to {@link Long#MAX_VALUE}
	 */
	public boolean isLong() {
		return this.big == null;
	}

	/**
	 * Return this integer as {@code long}.
	 * @return the integer
	 * @throws ArithmeticException if 64 bits do not hold it; {@link #isLong()} tells
	 */
	public long longValue() {
		if (this.big != null) {
			throw new ArithmeticException("An integer of " + this.big.bitLength() + " bits does not fit a long");
		}
		return this.value;
	}

	/**
	 * Return this integer, whatever its size.
	 * @return the integer
	 */
	public BigInteger bigIntegerValue() {
		return (this.big != null) ? this.big : BigInteger.valueOf(this.value);
	}

	@Override
	public Object toJava() {
		return (this.big != null) ? this.big : (Object) this.value;
	}

	@Override
	public int compareTo(IntegerTerm other) {
		if (this.big == null && other.big == null) {
			return Long.compare(this.value, other.value);
		}
		return bigIntegerValue().compareTo(other.bigIntegerValue());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof IntegerTerm integer && compareTo(integer) == 0;
	}

	@Override
	public int hashCode() {
		return (this.big != null) ? this.big.hashCode() : Long.hashCode(this.value);
	}

	@Override
	public String toString() {
		return Notation.of(this);
	}

}
