package io.macula.gossip.etf;

import java.nio.charset.StandardCharsets;

/**
 * Reads atoms in all four encodings.
 */
final class AtomReader {

	private final TermInput input;

	AtomReader(TermInput input) {
		this.input = input;
	}

	AtomTerm read(String what) throws MalformedTermException {
		int offset = this.input.position();
		int tag = this.input.readUnsignedByte(what);
		return switch (tag) {
			case Tag.SMALL_ATOM_UTF8_EXT, Tag.ATOM_UTF8_EXT, Tag.SMALL_ATOM_EXT, Tag.ATOM_EXT -> read(tag, offset);
			default -> throw this.input.malformed(offset, what + " must be an atom; its tag is " + tag);
		};
	}

	AtomTerm read(int tag, int offset) throws MalformedTermException {
		boolean small = tag == Tag.SMALL_ATOM_UTF8_EXT || tag == Tag.SMALL_ATOM_EXT;
		int length = (small) ? this.input.readUnsignedByte("The length of an atom")
				: this.input.readUnsignedShort("The length of an atom");
		byte[] bytes = this.input.readBytes(length, "An atom");
		boolean utf8 = tag == Tag.SMALL_ATOM_UTF8_EXT || tag == Tag.ATOM_UTF8_EXT;
		String name = (utf8) ? Utf8.decode(bytes) : new String(bytes, StandardCharsets.ISO_8859_1);
		if (name == null) {
			throw this.input.malformed(offset, "the name of an atom is not UTF-8");
		}
		int characters = name.codePointCount(0, name.length());
		if (characters > AtomTerm.MAX_LENGTH) {
			throw this.input.malformed(offset,
					"an atom has " + characters + " characters, more than " + AtomTerm.MAX_LENGTH);
		}
		return AtomTerm.of(name);
	}

}
