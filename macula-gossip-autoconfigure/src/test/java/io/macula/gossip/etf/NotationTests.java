package io.macula.gossip.etf;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class NotationTests {

	@ParameterizedTest
	@MethodSource("terms")
	void whenPrintedShouldBeInErlangsNotation(Term term, String notation) {
		assertThat(term).hasToString(notation);
	}

	static Stream<Arguments> terms() {
		AtomTerm node = AtomTerm.of("ex@127.0.0.1");
		Term one = IntegerTerm.of(1);
		return Stream.of(
				Arguments.of(
						TupleTerm.of(AtomTerm.of("ok"), ListTerm.of(one, IntegerTerm.of(2)), BinaryTerm.ofUtf8("x")),
						"{ok,[1,2],<<\"x\">>}"),
				Arguments.of(AtomTerm.of("a_B9@c"), "a_B9@c"), Arguments.of(AtomTerm.of(""), "''"),
				Arguments.of(AtomTerm.of("Up"), "'Up'"), Arguments.of(AtomTerm.of("end"), "'end'"),
				Arguments.of(AtomTerm.of("it's\\"), "'it\\'s\\\\'"), Arguments.of(FloatTerm.of(1e10), "1.0e10"),
				Arguments.of(BinaryTerm.of(), "<<>>"), Arguments.of(BinaryTerm.of((byte) 0), "<<0>>"),
				Arguments.of(BinaryTerm.ofUtf8("a\"\n"), "<<\"a\\\"\\n\">>"),
				Arguments.of(BitStringTerm.of(new byte[] { 1, 0x40 }, 3), "<<1,2:3>>"),
				Arguments.of(ListTerm.of(IntegerTerm.of('h'), IntegerTerm.of('i')), "\"hi\""),
				Arguments.of(ListTerm.of(IntegerTerm.of('h' - (1L << 32))), "[-4294967192]"),
				Arguments.of(ListTerm.withTail(List.of(one), AtomTerm.of("t")), "[1|t]"),
				Arguments.of(MapTerm.of(one, MapTerm.EMPTY), "#{1 => #{}}"),
				Arguments.of(new PidTerm(node, 38, 0, 1), "<'ex@127.0.0.1'.38.0>"),
				Arguments.of(new PortTerm(node, -1, 1), "#Port<'ex@127.0.0.1'.18446744073709551615>"),
				Arguments.of(new ReferenceTerm(AtomTerm.of("a@b"), 1, List.of(1L, 2L, 3L)), "#Ref<a@b.3.2.1>"),
				Arguments.of(new ExportTerm(AtomTerm.of("lists"), AtomTerm.of("map"), 2), "fun lists:map/2"));
	}

	@Test
	void whenAnIntegerIsVeryLongShouldPrintItInBase16() {
		assertThat(IntegerTerm.of(BigInteger.ONE.shiftLeft(4100).negate())).hasToString("-16#10" + "0".repeat(1024));
	}

	@Test
	void whenOnlyItsBeginningIsWantedShouldCutIt() {
		assertThat(ListTerm.of(IntegerTerm.of(1), IntegerTerm.of(2)).toString(5)).isEqualTo("[1,2]");
		assertThat(ListTerm.of(IntegerTerm.of(1), IntegerTerm.of(2)).toString(4)).isEqualTo("[1,2...");
		for (Term large : List.of(BinaryTerm.of(new byte[20_000_000]), BinaryTerm.ofUtf8("x".repeat(20_000_000)),
				ListTerm.of(Collections.nCopies(1_000_000, IntegerTerm.of(7))),
				ListTerm.of(Collections.nCopies(1_000_000, IntegerTerm.of('h'))),
				TupleTerm.of(MapTerm.of(ListTerm.of(Collections.nCopies(1_000_000, AtomTerm.of("a"))), MapTerm.EMPTY)),
				IntegerTerm.of(BigInteger.ONE.shiftLeft(80_000_000).negate()))) {
			assertThat(large.toString(100)).hasSizeLessThan(110).endsWith("...");
		}
	}

	@Test
	void whenTextHoldsControlCharactersShouldEscapeThem() {
		assertThat(AtomTerm.of("a\nb\u0000\u202E")).hasToString("'a\\nb\\x{0}\\x{202e}'");
		assertThat(new PidTerm(AtomTerm.of("a\nb"), 1, 0, 0)).hasToString("<'a\\nb'.1.0>");
		assertThat(BinaryTerm.ofUtf8("a\u001B")).hasToString("<<97,27>>");
	}

}
