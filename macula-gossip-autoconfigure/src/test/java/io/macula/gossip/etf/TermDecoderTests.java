package io.macula.gossip.etf;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TermDecoderTests {

	private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

	private static final AtomTerm A = AtomTerm.of("a");

	private static final AtomTerm NODE = AtomTerm.of("a@b");

	private static final String NODE_HEX = "77 03 61 40 62 ";

	private final TermDecoder decoder = new TermDecoder();

	@ParameterizedTest
	@MethodSource("encodings")
	void whenAnEncodingIsKnownShouldReadIt(String tag, String hex, Term expected) throws MalformedTermException {
		Term term = this.decoder.decode(HEX.parseHex("83 " + hex.strip()));
		assertThat(term).isEqualTo(expected).hasSameHashCodeAs(expected);
		assertThat(this.decoder.decode(TermEncoder.encode(term))).isEqualTo(expected);
	}

	static Stream<Arguments> encodings() {
		return Stream.of(numbers(), atomsAndBits(), containers(), identifiers()).flatMap((some) -> some);
	}

	private static Stream<Arguments> numbers() {
		BigInteger big = BigInteger.ONE.shiftLeft(64);
		return Stream.of(Arguments.of("SMALL_INTEGER_EXT", "61 ff", IntegerTerm.of(255)),
				Arguments.of("INTEGER_EXT", "62 ff ff ff fe", IntegerTerm.of(-2)),
				Arguments.of("SMALL_BIG_EXT", "6e 05 00 01 00 00 00 01", IntegerTerm.of(0x1_0000_0001L)),
				Arguments.of("SMALL_BIG_EXT", "6e 08 01 00 00 00 00 00 00 00 80", IntegerTerm.of(Long.MIN_VALUE)),
				Arguments.of("SMALL_BIG_EXT", "6e 09 01 00 00 00 00 00 00 00 00 01", IntegerTerm.of(big.negate())),
				Arguments.of("SMALL_BIG_EXT of 0", "6e 00 01", IntegerTerm.of(0)),
				Arguments.of("LARGE_BIG_EXT", "6f 00 00 00 09 00 00 00 00 00 00 00 00 00 01", IntegerTerm.of(big)),
				Arguments.of("NEW_FLOAT_EXT", "46 3f f8 00 00 00 00 00 00", FloatTerm.of(1.5)),
				Arguments.of("FLOAT_EXT", oldFloat("1.50000000000000000000e+00"), FloatTerm.of(1.5)),
				Arguments.of("FLOAT_EXT", oldFloat("-1.00000000000000002506e-300"), FloatTerm.of(-1e-300)));
	}

	private static String oldFloat(String text) {
		return "63 " + HEX.formatHex(Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 31));
	}

	private static Stream<Arguments> atomsAndBits() {
		return Stream.of(Arguments.of("ATOM_EXT", "64 00 02 e9 61", AtomTerm.of("éa")),
				Arguments.of("SMALL_ATOM_EXT", "73 01 e9", AtomTerm.of("é")),
				Arguments.of("ATOM_UTF8_EXT", "76 00 02 c3 a9", AtomTerm.of("é")),
				Arguments.of("SMALL_ATOM_UTF8_EXT", "77 04 f0 9f 98 80", AtomTerm.of("\uD83D\uDE00")),
				Arguments.of("BINARY_EXT", "6d 00 00 00 02 01 ff", BinaryTerm.of((byte) 1, (byte) -1)),
				Arguments.of("BIT_BINARY_EXT", "4d 00 00 00 02 03 01 5f", BitStringTerm.of(new byte[] { 1, 0x40 }, 3)),
				Arguments.of("BIT_BINARY_EXT, whole", "4d 00 00 00 01 08 07", BinaryTerm.of((byte) 7)),
				Arguments.of("BIT_BINARY_EXT, empty", "4d 00 00 00 00 00", BinaryTerm.of()));
	}

	private static Stream<Arguments> containers() {
		Term one = IntegerTerm.of(1);
		Term two = IntegerTerm.of(2);
		Map<Term, Term> pairs = new LinkedHashMap<>();
		pairs.put(two, A);
		pairs.put(one, A);
		return Stream.of(Arguments.of("SMALL_TUPLE_EXT", "68 02 61 01 77 01 61", TupleTerm.of(one, A)),
				Arguments.of("SMALL_TUPLE_EXT, empty", "68 00", TupleTerm.of()),
				Arguments.of("LARGE_TUPLE_EXT", "69 00 00 00 01 61 01", TupleTerm.of(one)),
				Arguments.of("NIL_EXT", "6a", ListTerm.EMPTY),
				Arguments.of("STRING_EXT", "6b 00 02 01 02", ListTerm.of(one, two)),
				Arguments.of("LIST_EXT", "6c 00 00 00 02 61 01 77 01 61 6a", ListTerm.of(one, A)),
				Arguments.of("LIST_EXT, improper", "6c 00 00 00 01 61 01 77 01 61", ListTerm.withTail(List.of(one), A)),
				Arguments.of("LIST_EXT with a list as tail",
						"6c 00 00 00 01 77 01 61 6c 00 00 00 01 77 01 61 6b 00 01 02", ListTerm.of(A, A, two)),
				Arguments.of("LIST_EXT that is only a tail", "6c 00 00 00 00 77 01 61", A),
				Arguments.of("MAP_EXT", "74 00 00 00 02 61 02 77 01 61 61 01 77 01 61", MapTerm.of(pairs)),
				Arguments.of("MAP_EXT, empty", "74 00 00 00 00", MapTerm.EMPTY),
				Arguments.of("COMPRESSED", "50 00 00 00 f6 78 9c cb 61 60 60 b0 49 61 60 4c 1c 49 38 0b 00 aa 76 2f 7b",
						ListTerm.of(Collections.nCopies(60, A))));
	}

	private static Stream<Arguments> identifiers() {
		return Stream.of(
				Arguments.of("PID_EXT", "67 " + NODE_HEX + "00 00 00 26 00 00 00 01 03", new PidTerm(NODE, 38, 1, 3)),
				Arguments.of("NEW_PID_EXT", "58 " + NODE_HEX + "ff ff ff ff 00 00 00 01 64 00 00 00",
						new PidTerm(NODE, 0xFFFF_FFFFL, 1, 0x6400_0000)),
				Arguments.of("PORT_EXT", "66 " + NODE_HEX + "00 00 00 05 02", new PortTerm(NODE, 5, 2)),
				Arguments.of("NEW_PORT_EXT", "59 " + NODE_HEX + "00 00 00 05 64 00 00 00",
						new PortTerm(NODE, 5, 0x6400_0000)),
				Arguments.of("V4_PORT_EXT", "78 " + NODE_HEX + "ff 00 00 00 00 00 00 05 64 00 00 00",
						new PortTerm(NODE, 0xFF00_0000_0000_0005L, 0x6400_0000)),
				Arguments.of("REFERENCE_EXT", "65 " + NODE_HEX + "00 00 00 05 02",
						new ReferenceTerm(NODE, 2, List.of(5L))),
				Arguments.of("NEW_REFERENCE_EXT", "72 00 02 " + NODE_HEX + "02 00 00 00 05 ff ff ff ff",
						new ReferenceTerm(NODE, 2, List.of(5L, 0xFFFF_FFFFL))),
				Arguments.of("NEWER_REFERENCE_EXT", "5a 00 01 " + NODE_HEX + "64 00 00 00 00 00 00 05",
						new ReferenceTerm(NODE, 0x6400_0000, List.of(5L))),
				Arguments.of("EXPORT_EXT", "71 64 00 05 6c 69 73 74 73 64 00 03 6d 61 70 61 02",
						new ExportTerm(AtomTerm.of("lists"), AtomTerm.of("map"), 2)));
	}

	@Test
	void whenAFunctionArrivesShouldKeepItsBytes() throws MalformedTermException {
		byte[] encoded = HEX.parseHex("83 70 00 00 00 39 02" + " 11".repeat(16)
				+ " 00 00 00 07 00 00 00 01 77 01 6d 61 07 62 00 32 9b 0d 58 77 01 6e 00 00 00 09 00 00 00 00 00 00 00 00"
				+ " 61 07");
		FunctionTerm term = (FunctionTerm) this.decoder.decode(encoded);
		assertThat(term.module()).isEqualTo(AtomTerm.of("m"));
		assertThat(term.arity()).isEqualTo(2);
		assertThat(term.index()).isEqualTo(7);
		assertThat(term.bytes()).isEqualTo(Arrays.copyOfRange(encoded, 2, encoded.length));
		assertThat(term).hasToString("#Fun<m.7/2>").isEqualTo(this.decoder.decode(encoded));
		assertThat(term.toJava()).isSameAs(term);
		assertThat(TermEncoder.encode(term)).isEqualTo(encoded);
	}

	@Test
	void whenLibclusterAnnouncesItselfShouldReadTheName() throws MalformedTermException {
		ByteBuffer datagram = ByteBuffer.wrap(HexFormat.of()
			.parseHex("6865617274626561743a3a8374000000016400046e6f646564000c6578403132372e302e302e31"));
		datagram.position("heartbeat::".length());
		MapTerm term = (MapTerm) this.decoder.decode(datagram);
		assertThat(term.get(AtomTerm.of("node"))).isEqualTo(AtomTerm.of("ex@127.0.0.1"));
		assertThat(term.toJava()).isEqualTo(Map.of("node", "ex@127.0.0.1"));
	}

	@Test
	void whenTermsFollowEachOtherShouldMoveThePositionBehindEach() throws MalformedTermException {
		ByteBuffer source = ByteBuffer.wrap(HEX.parseHex("00 83 61 01 83 77 01 61 83 6a 07"));
		source.position(1);
		assertThat(this.decoder.decode(source)).isEqualTo(IntegerTerm.of(1));
		assertThat(source.position()).isEqualTo(4);
		assertThat(this.decoder.decode(source)).isEqualTo(A);
		assertThat(source.position()).isEqualTo(8);
		assertThat(this.decoder.decode(source)).isEqualTo(ListTerm.EMPTY);
		assertThat(source.remaining()).isEqualTo(1);
	}

	@Test
	void whenATermIsCompressedShouldMoveThePositionBehindIt() throws MalformedTermException {
		ByteBuffer source = ByteBuffer
			.wrap(HEX.parseHex("83 50 00 00 00 f6 78 9c cb 61 60 60 b0 49 61 60 4c 1c 49 38 0b 00 aa 76 2f 7b 83 6a"));
		this.decoder.decode(source);
		assertThat(source.remaining()).isEqualTo(2);
		assertThat(this.decoder.decode(source)).isEqualTo(ListTerm.EMPTY);
	}

	@Test
	void whenTheBytesAreMalformedShouldLeaveThePositionAlone() {
		ByteBuffer source = ByteBuffer.wrap(HEX.parseHex("00 83 68 02 61 01"));
		source.position(1);
		assertThatExceptionOfType(MalformedTermException.class).isThrownBy(() -> this.decoder.decode(source));
		assertThat(source.position()).isEqualTo(1);
	}

	@Test
	void whenTheBufferIsDirectReadOnlyOrLittleEndianShouldReadItAllTheSame() throws MalformedTermException {
		byte[] encoded = TermEncoder.encode(IntegerTerm.of(70_000));
		ByteBuffer direct = ByteBuffer.allocateDirect(encoded.length).put(encoded).flip();
		ByteBuffer readOnly = ByteBuffer.wrap(encoded).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
		assertThat(this.decoder.decode(direct)).isEqualTo(IntegerTerm.of(70_000));
		assertThat(this.decoder.decode(readOnly)).isEqualTo(IntegerTerm.of(70_000));
	}

}
