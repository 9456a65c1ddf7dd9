package io.macula.gossip.etf;

/**
 * A float: IEEE 754, 64 bits, finite, since Erlang has neither infinity nor NaN. As in
 * OTP 27 and later, 0.0 and -0.0 differ.
 * <p>
 * Source: ERTS User's Guide, External Term Format, NEW_FLOAT_EXT and FLOAT_EXT.
 *
 * @param value the number
 */
public record FloatTerm(double value) implements Term {

	/**
	 * Create a float.
	 * @throws IllegalArgumentException if the number is infinite or NaN
	 */
	public FloatTerm {
		if (!Double.isFinite(value)) {
			throw new IllegalArgumentException("Erlang has no float " + value);
		}
	}

	/**
	 * Return the term of a number.
	 * @param value the number
	 * @return the term
	 * @throws IllegalArgumentException if the number is infinite or NaN
	 */
	public static FloatTerm of(double value) {
		return new FloatTerm(value);
	}

	@Override
	public Object toJava() {
		return this.value;
	}

	@Override
	public String toString() {
		return Notation.of(this);
	}

}
