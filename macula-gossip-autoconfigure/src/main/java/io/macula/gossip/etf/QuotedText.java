package io.macula.gossip.etf;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Text in quotes as Erlang's notation has it. Every control character is escaped, so that
 * no peer can forge a line of a log.
 */
final class QuotedText {

	private static final Set<String> RESERVED_WORDS = Set.of("after", "and", "andalso", "band", "begin", "bnot", "bor",
			"bsl", "bsr", "bxor", "case", "catch", "cond", "div", "else", "end", "fun", "if", "let", "maybe", "not",
			"of", "or", "orelse", "receive", "rem", "try", "when", "xor");

	private QuotedText() {
	}

	static String ofAtom(String name) {
		return (isBare(name)) ? name : quote(name, '\'');
	}

	static @Nullable String ofBinary(BinaryTerm binary) {
		String text = binary.utf8();
		if (text == null || !text.codePoints().allMatch(QuotedText::isPrintable)) {
			return null;
		}
		if (text.isEmpty()) {
			return "";
		}
		// Where a character takes more than one byte
		String suffix = (text.length() != binary.length()) ? "/utf8" : "";
		return quote(text, '"') + suffix;
	}

	static @Nullable String ofCharacters(ListTerm list) {
		if (!list.isProper() || list.elements().isEmpty()) {
			return null;
		}
		StringBuilder text = new StringBuilder();
		for (Term element : list.elements()) {
			if (!(element instanceof IntegerTerm integer) || !isAsciiText(integer)) {
				return null;
			}
			text.append((char) integer.longValue());
		}
		return quote(text.toString(), '"');
	}

	private static boolean isAsciiText(IntegerTerm character) {
		return character.isLong() && character.longValue() >= 0 && character.longValue() < 128
				&& isPrintable((int) character.longValue());
	}

	private static boolean isBare(String name) {
		if (name.isEmpty() || name.charAt(0) < 'a' || name.charAt(0) > 'z' || RESERVED_WORDS.contains(name)) {
			return false;
		}
		return name.chars()
			.allMatch((each) -> each >= 'a' && each <= 'z' || each >= 'A' && each <= 'Z' || each >= '0' && each <= '9'
					|| each == '_' || each == '@');
	}

	private static boolean isPrintable(int character) {
		return (character >= ' ' && isShownAsItIs(character)) || character == '\n' || character == '\t'
				|| character == '\r';
	}

	// No control characters, and none that turn the direction of what follows
	private static boolean isShownAsItIs(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

	private static String quote(String text, char mark) {
		StringBuilder quoted = new StringBuilder().append(mark);
		text.codePoints().forEach((each) -> {
			switch (each) {
				case '\n' -> quoted.append("\\n");
				case '\t' -> quoted.append("\\t");
				case '\r' -> quoted.append("\\r");
				case '\\' -> quoted.append("\\\\");
				default -> {
					if (each == mark) {
						quoted.append('\\').append(mark);
					}
					else if (isShownAsItIs(each)) {
						quoted.appendCodePoint(each);
					}
					else {
						quoted.append("\\x{").append(Integer.toHexString(each)).append('}');
					}
				}
			}
		});
		return quoted.append(mark).toString();
	}

}
