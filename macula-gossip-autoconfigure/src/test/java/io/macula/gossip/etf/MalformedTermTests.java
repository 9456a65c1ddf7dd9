package io.macula.gossip.etf;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the decoder refuses, and in which words.
 */
class MalformedTermTests {

	private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

	private final TermDecoder decoder = new TermDecoder();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = { "84 6a | 0 | the version of the format is 132, not 131",
			"83 | 1 | there is no term, only the end of the bytes",
			"83 68 02 6a | 1 | A tuple announces 2 values, with 0 others still to come; bytes left: 1",
			"83 6c 00 00 00 01 6a | 1 | A list announces 2 values, with 0 others still to come; bytes left: 1",
			"83 74 00 00 00 01 6a | 1 | A map announces 2 values, with 0 others still to come; bytes left: 1",
			"83 62 00 00 | 2 | An integer takes 4 bytes; bytes left: 2", "83 00 | 1 | there is no tag 0",
			"83 6a 6a | 2 | the term ends here; bytes after it: 1",
			"83 68 02 50 00 | 3 | a compressed term cannot be inside another term",
			"83 52 00 | 1 | a reference to the atom cache, which this node never agreed to",
			"83 75 00 | 1 | a function in the encoding that OTP 23 gave up (FUN_EXT)",
			"83 79 00 | 1 | a term for the node alone that encoded it (LOCAL_EXT)",
			"83 68 ff 61 01 | 1 | A tuple announces 255 values, with 0 others still to come; bytes left: 2",
			"83 69 00 01 00 00 6a | 1 | A tuple announces 65536 values, with 0 others still to come; bytes left: 1",
			"83 68 02 68 02 6a 6a | 3 | A tuple announces 2 values, with 1 others still to come; bytes left: 2",
			"83 69 ff ff ff ff 6a | 1 | A tuple brings the term above the limit of 100000 values",
			"83 6c ff ff ff ff 6a | 1 | A list brings the term above the limit of 100000 values",
			"83 74 ff ff ff ff 6a | 1 | A map brings the term above the limit of 100000 values",
			"83 6d ff ff ff ff 6a | 6 | A binary takes 4294967295 bytes; bytes left: 1",
			"83 6f ff ff ff ff 00 6a | 7 | An integer takes 4294967295 bytes; bytes left: 1",
			"83 6e 01 02 05 | 1 | the sign of an integer is 0 or 1, not 2",
			"83 46 7f f0 00 00 00 00 00 00 | 1 | a float is Infinity, which Erlang does not have",
			"83 46 7f f8 00 00 00 00 00 00 | 1 | a float is NaN, which Erlang does not have",
			"83 77 01 ff | 1 | the name of an atom is not UTF-8",
			"83 77 02 c0 80 | 1 | the name of an atom is not UTF-8",
			"83 4d 00 00 00 01 09 00 | 1 | a bit string of length 1 cannot have 9 bits in its last byte",
			"83 4d 00 00 00 01 00 00 | 1 | a bit string of length 1 cannot have 0 bits in its last byte",
			"83 4d 00 00 00 00 01 | 1 | a bit string of length 0 cannot have 1 bits in its last byte",
			"83 74 00 00 00 02 61 01 6a 61 01 6a | 9 | a key comes twice in one map",
			"83 58 61 01 | 2 | The node of a pid must be an atom; its tag is 97",
			"83 5a 00 00 77 00 | 1 | a reference has 1 to 5 ids; this one announces 0",
			"83 5a 00 06 77 00 | 1 | a reference has 1 to 5 ids; this one announces 6",
			"83 71 77 00 77 00 62 | 6 | The arity of a function must be a small integer; its tag is 98",
			"83 50 ff ff ff ff 78 | 1 | a compressed term announces 4294967295 bytes, above the limit of 16777216",
			"83 50 00 01 00 00 78 9c | 1 | a compressed term announces 65536 bytes, which cannot come from 2 compressed ones",
			"83 50 00 00 00 01 01 02 03 | 1 | a compressed term is not in zlib's format" })
	void whenBytesAreMalformedShouldSayWhatWhereAndWhy(String hex, int offset, String why) {
		assertThatExceptionOfType(MalformedTermException.class).isThrownBy(() -> this.decoder.decode(HEX.parseHex(hex)))
			.withMessage("Malformed term at byte " + offset + ": " + why)
			.satisfies((ex) -> assertThat(ex.getOffset()).isEqualTo(offset));
	}

	@ParameterizedTest
	@CsvSource({ "x1.5, %.20e", "1e9, %.20e", "NaN, %.20e", "0x1.0p3, %.20e", "1.0e999, Infinity" })
	void whenAnOldFloatIsNotANumberShouldRefuseIt(String text, String why) {
		byte[] bytes = new byte[33];
		bytes[0] = (byte) Tag.VERSION;
		bytes[1] = Tag.FLOAT_EXT;
		for (int index = 0; index < text.length(); index++) {
			bytes[2 + index] = (byte) text.charAt(index);
		}
		assertThatExceptionOfType(MalformedTermException.class).isThrownBy(() -> this.decoder.decode(bytes))
			.withMessageContaining(why);
	}

	@Test
	void whenAnAtomHasMoreThan255CharactersShouldRefuseIt() {
		String latin = "83 64 01 00" + " 61".repeat(256);
		String utf8 = "83 76 02 00" + " c3 a9".repeat(256);
		for (String hex : new String[] { latin, utf8 }) {
			assertThatExceptionOfType(MalformedTermException.class)
				.isThrownBy(() -> this.decoder.decode(HEX.parseHex(hex)))
				.withMessage("Malformed term at byte 1: an atom has 256 characters, more than 255");
		}
	}

	@Test
	void whenACompressedTermIsLongerThanAnnouncedShouldRefuseIt() {
		String hex = "83 50 00 00 00 f5 78 9c cb 61 60 60 b0 49 61 60 4c 1c 49 38 0b 00 aa 76 2f 7b";
		assertThatExceptionOfType(MalformedTermException.class).isThrownBy(() -> this.decoder.decode(HEX.parseHex(hex)))
			.withMessageEndingWith("a compressed term announces 245 bytes and does not end after them");
	}

	@Test
	void whenACompressedTermIsCutShouldRefuseIt() {
		String hex = "83 50 00 00 00 f6 78 9c cb 61 60 60 b0 49 61 60 4c 1c 49 38 0b 00 aa 76 2f";
		assertThatExceptionOfType(MalformedTermException.class).isThrownBy(() -> this.decoder.decode(HEX.parseHex(hex)))
			.withMessageEndingWith("does not end after them");
	}

	@Test
	void whenTheFaultIsInsideACompressedTermShouldSaySo() {
		byte[] bytes = Deflated.term(new byte[] { Tag.SMALL_TUPLE_EXT, 1, 0 });
		assertThatExceptionOfType(MalformedTermException.class).isThrownBy(() -> this.decoder.decode(bytes))
			.withMessage("Malformed term at byte 2 of what was inflated: there is no tag 0");
		byte[] twice = Deflated.term(new byte[] { Tag.NIL_EXT, Tag.NIL_EXT });
		assertThatExceptionOfType(MalformedTermException.class).isThrownBy(() -> this.decoder.decode(twice))
			.withMessage("Malformed term at byte 1 of what was inflated: the term ends here; bytes after it: 1");
	}

	@Test
	void whenAFunctionsSizeIsWrongShouldRefuseIt() {
		String hex = "83 70 00 00 00 36 02" + " 11".repeat(16)
				+ " 00 00 00 07 00 00 00 00 77 01 6d 61 07 62 00 32 9b 0d 58 77 01 6e 00 00 00 09 00 00 00 00 00 00 00 00";
		assertThatExceptionOfType(MalformedTermException.class).isThrownBy(() -> this.decoder.decode(HEX.parseHex(hex)))
			.withMessage("Malformed term at byte 1: a function announces a size of 54 bytes and takes 55");
	}

}
