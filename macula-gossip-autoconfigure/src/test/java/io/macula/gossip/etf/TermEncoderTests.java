package io.macula.gossip.etf;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TermEncoderTests {

	private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

	private static final AtomTerm NODE = AtomTerm.of("a@b");

	@ParameterizedTest
	@MethodSource("terms")
	void whenEncodedShouldTakeTheSmallestModernEncoding(Term term, String hex) {
		assertThat(HEX.formatHex(TermEncoder.encode(term))).isEqualTo("83 " + hex);
	}

	static Stream<Arguments> terms() {
		Term one = IntegerTerm.of(1);
		return Stream.of(Arguments.of(IntegerTerm.of(255), "61 ff"),
				Arguments.of(IntegerTerm.of(256), "62 00 00 01 00"), Arguments.of(IntegerTerm.of(-1), "62 ff ff ff ff"),
				Arguments.of(IntegerTerm.of(Integer.MIN_VALUE), "62 80 00 00 00"),
				Arguments.of(IntegerTerm.of(1L << 31), "6e 04 00 00 00 00 80"),
				Arguments.of(IntegerTerm.of(Long.MIN_VALUE), "6e 08 01 00 00 00 00 00 00 00 80"),
				Arguments.of(IntegerTerm.of(BigInteger.ONE.shiftLeft(64)), "6e 09 00 00 00 00 00 00 00 00 00 01"),
				Arguments.of(FloatTerm.of(1.5), "46 3f f8 00 00 00 00 00 00"),
				Arguments.of(AtomTerm.of("é"), "77 02 c3 a9"),
				Arguments.of(BinaryTerm.ofUtf8("x"), "6d 00 00 00 01 78"),
				Arguments.of(BitStringTerm.of(new byte[] { 1, 0x40 }, 3), "4d 00 00 00 02 03 01 40"),
				Arguments.of(TupleTerm.of(one), "68 01 61 01"), Arguments.of(ListTerm.EMPTY, "6a"),
				Arguments.of(ListTerm.of(one), "6c 00 00 00 01 61 01 6a"),
				Arguments.of(ListTerm.withTail(List.of(one), one), "6c 00 00 00 01 61 01 61 01"),
				Arguments.of(MapTerm.of(one, one), "74 00 00 00 01 61 01 61 01"),
				Arguments.of(new PidTerm(NODE, 38, 1, 0xFFFF_FFFFL),
						"58 77 03 61 40 62 00 00 00 26 00 00 00 01 ff ff ff ff"),
				Arguments.of(new PortTerm(NODE, (1 << 28) - 1, 2), "59 77 03 61 40 62 0f ff ff ff 00 00 00 02"),
				Arguments.of(new PortTerm(NODE, 1 << 28, 2), "78 77 03 61 40 62 00 00 00 00 10 00 00 00 00 00 00 02"),
				Arguments.of(new PortTerm(NODE, -1, 2), "78 77 03 61 40 62 ff ff ff ff ff ff ff ff 00 00 00 02"),
				Arguments.of(new ReferenceTerm(NODE, 3, List.of(5L, 6L)),
						"5a 00 02 77 03 61 40 62 00 00 00 03 00 00 00 05 00 00 00 06"),
				Arguments.of(new ExportTerm(AtomTerm.of("m"), AtomTerm.of("f"), 2), "71 77 01 6d 77 01 66 61 02"));
	}

	@Test
	void whenASizeTakesMoreThanAByteShouldTakeTheLargeEncoding() {
		byte[] atom = TermEncoder.encode(AtomTerm.of("é".repeat(128)));
		assertThat(HEX.formatHex(atom, 0, 4)).isEqualTo("83 76 01 00");
		byte[] tuple = TermEncoder.encode(new TupleTerm(Collections.nCopies(256, ListTerm.EMPTY)));
		assertThat(HEX.formatHex(tuple, 0, 6)).isEqualTo("83 69 00 00 01 00");
		byte[] big = TermEncoder.encode(IntegerTerm.of(BigInteger.ONE.shiftLeft(255 * 8)));
		assertThat(HEX.formatHex(big, 0, 7)).isEqualTo("83 6f 00 00 01 00 00");
	}

	@Test
	void whenTermsAreWrittenOneAfterTheOtherShouldHoldThemAll() {
		TermEncoder encoder = new TermEncoder().write(NODE).write(ListTerm.EMPTY);
		assertThat(HEX.formatHex(encoder.toByteArray())).isEqualTo("83 77 03 61 40 62 83 6a");
		assertThat(encoder.size()).isEqualTo(8);
		assertThat(encoder.asBuffer()).isEqualTo(ByteBuffer.wrap(encoder.toByteArray()));
		assertThat(encoder.asBuffer().isReadOnly()).isTrue();
		assertThat(encoder.clear().size()).isZero();
	}

	@Test
	void whenATermIsLargeShouldGrow() throws MalformedTermException {
		Term term = TupleTerm.of(BinaryTerm.of(new byte[100_000]), BinaryTerm.of(new byte[700]));
		assertThat(new TermDecoder().decode(TermEncoder.encode(term))).isEqualTo(term);
	}

	@Test
	void whenValuesAreNestedTooDeepShouldRefuseThemAndWriteNothing() throws MalformedTermException {
		Term deepest = IntegerTerm.of(1);
		for (int depth = 0; depth < TermLimits.MAX_DEPTH; depth++) {
			deepest = TupleTerm.of(deepest);
		}
		TermDecoder decoder = new TermDecoder(new TermLimits(TermLimits.MAX_DEPTH, 1000, 5000));
		assertThat(decoder.decode(TermEncoder.encode(deepest))).isEqualTo(deepest);
		Term tooDeep = ListTerm.of(deepest);
		TermEncoder encoder = new TermEncoder().write(NODE);
		assertThatIllegalArgumentException().isThrownBy(() -> encoder.write(tooDeep))
			.withMessage("Values are nested deeper than 512");
		assertThat(encoder.size()).isEqualTo(6);
	}

}
