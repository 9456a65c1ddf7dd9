package io.macula.gossip.etf;

import org.jspecify.annotations.Nullable;

/**
 * An atom: a name that stands for itself.
 * <p>
 * Source: ERTS User's Guide, External Term Format, ATOM_UTF8_EXT.
 *
 * @param name the name, 0 to {@value #MAX_LENGTH} characters, counted as Unicode code
 * points
 */
public record AtomTerm(String name) implements Term {

	/**
	 * The most characters (Unicode code points) that the name of an atom can have.
	 */
	public static final int MAX_LENGTH = 255;

	/**
	 * The atom {@code true}.
	 */
	public static final AtomTerm TRUE = new AtomTerm("true");

	/**
	 * The atom {@code false}.
	 */
	public static final AtomTerm FALSE = new AtomTerm("false");

	/**
	 * The atom {@code undefined}, which stands for {@code null}.
	 */
	public static final AtomTerm UNDEFINED = new AtomTerm("undefined");

	private static final String ELIXIR_NULL = "nil";

	/**
	 * Create an atom.
	 * @throws IllegalArgumentException if the name is longer than {@value #MAX_LENGTH}
	 * characters or has half of a surrogate pair
	 */
	public AtomTerm {
		int length = 0;
		for (int index = 0; index < name.length(); length++) {
			int character = name.codePointAt(index);
			if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
				throw new IllegalArgumentException("The name of an atom cannot have half of a surrogate pair");
			}
			index += Character.charCount(character);
		}
		if (length > MAX_LENGTH) {
			throw new IllegalArgumentException(
					"An atom has at most " + MAX_LENGTH + " characters; this one has " + length);
		}
	}

	/**
	 * Return the atom of a name.
	 * @param name the name, 0 to {@value #MAX_LENGTH} characters
	 * @return the atom
	 * @throws IllegalArgumentException if the name is longer or has half of a surrogate
	 * pair
	 */
	public static AtomTerm of(String name) {
		return new AtomTerm(name);
	}

	@Override
	public @Nullable Object toJava() {
		if (equals(UNDEFINED) || this.name.equals(ELIXIR_NULL)) {
			return null;
		}
		if (equals(TRUE)) {
			return Boolean.TRUE;
		}
		if (equals(FALSE)) {
			return Boolean.FALSE;
		}
		return this.name;
	}

	@Override
	public String toString() {
		return Notation.of(this);
	}

}
