package io.macula.gossip;

import org.jspecify.annotations.Nullable;

/**
 * Name of a node, in Erlang's form {@code name@host}. Immutable and always valid: one
 * {@code @} with text on both sides, at most {@value #MAX_LENGTH} characters, and no
 * character that is a control, format or space character or the {@code |} that ends a
 * name on the wire.
 *
 * @param value the whole name, {@code name@host}
 */
public record NodeName(String value) implements Comparable<NodeName> {

	/**
	 * Most characters (Unicode code points) of a name: Erlang's limit for an atom.
	 */
	public static final int MAX_LENGTH = 255;

	/**
	 * Create a name.
	 * @param value the whole name, {@code name@host}
	 * @throws IllegalArgumentException if it is not a valid name
	 */
	public NodeName {
		if (!isValid(value)) {
			throw new IllegalArgumentException(
					"'%s' is not a node name: write name@host, with at most %d characters and no space, control character or '|'"
						.formatted(printable(value), MAX_LENGTH));
		}
	}

	/**
	 * Return the name that a text holds.
	 * @param value the whole name, {@code name@host}
	 * @return the name
	 * @throws IllegalArgumentException if it is not a valid name
	 */
	public static NodeName of(String value) {
		return new NodeName(value);
	}

	/**
	 * Say whether a text is a valid name.
	 * @param value the text to check
	 * @return whether {@link #of(String)} would take it
	 */
	public static boolean isValid(String value) {
		int at = value.indexOf('@');
		if (at <= 0 || at == value.length() - 1 || value.indexOf('@', at + 1) != -1) {
			return false;
		}
		return value.codePointCount(0, value.length()) <= MAX_LENGTH
				&& value.codePoints().allMatch(NodeName::isAllowed);
	}

	/**
	 * Say whether a character may stand in a name. The {@code @} between its two parts
	 * counts as allowed.
	 * @param codePoint the character
	 * @return whether it may stand in a name
	 */
	public static boolean isAllowed(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.SPACE_SEPARATOR,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> codePoint != '|';
		};
	}

	/**
	 * Return the part before the {@code @}.
	 * @return the part before the {@code @}
	 */
	public String localPart() {
		return this.value.substring(0, this.value.indexOf('@'));
	}

	/**
	 * Return the part after the {@code @}: a host name or an address.
	 * @return the part after the {@code @}
	 */
	public String host() {
		return this.value.substring(this.value.indexOf('@') + 1);
	}

	// Written out since what the compiler makes for records costs several milliseconds at
	// its first use in a process, and the first use is while joining.
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof NodeName name && this.value.equals(name.value);
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	@Override
	public int compareTo(NodeName other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

	private static String printable(String value) {
		StringBuilder printable = new StringBuilder();
		value.codePoints()
			.limit(MAX_LENGTH)
			.forEach((codePoint) -> printable
				.appendCodePoint((isAllowed(codePoint) || codePoint == '|' || codePoint == ' ') ? codePoint : '?'));
		return printable.toString();
	}

}
