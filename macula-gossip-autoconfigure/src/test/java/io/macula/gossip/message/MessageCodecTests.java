package io.macula.gossip.message;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.macula.gossip.UnreadableMessageException;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.ListTerm;
import io.macula.gossip.etf.MapTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is sent, and what it may be read as.
 */
class MessageCodecTests {

	private static final Type QUOTES = new ParameterizedTypeReference<List<Quote>>() {
	}.getType();

	private static final Type NESTED = new ParameterizedTypeReference<Map<String, List<? extends Set<Quote>>>>() {
	}.getType();

	private final MessageCodec codec = new MessageCodec(new JsonConverter());

	private final MessageCodec withoutJson = new MessageCodec(null);

	@Test
	void theFormOnTheWireIsFixed() {
		Map<Object, Object> map = new LinkedHashMap<>();
		map.put("n", 1);
		map.put("b", new byte[] { 65 });
		assertThat(this.codec.write(map, true))
			.hasToString("{'$java',<<\"ms4sb\">>,#{<<\"n\">> => 1,<<\"b\">> => <<\"A\">>}}");
		List<Object> all = Arrays.asList(null, true, (byte) 1, (short) 2, 3, 4L, BigInteger.ONE, 0.5f, 0.5,
				new BigDecimal("1.5"), 'c', "s", new byte[0], List.of(), Set.of(), Map.of(), AtomTerm.of("t"),
				new Quote("x"));
		assertThat(((TupleTerm) this.codec.write(all, true)).get(1)).hasToString("<<\"l0?1248nfdpcsblumtj\">>");
	}

	@Test
	void aRecordGoesAsJsonThatNamesNoClass() {
		assertThat(this.codec.write(new Quote("ACME"), true))
			.hasToString("{'$java',<<\"j\">>,<<\"{\\\"symbol\\\":\\\"ACME\\\"}\">>}");
	}

	@ParameterizedTest
	@MethodSource("readings")
	void whatIsSentIsReadAsWhatItsReceiverWants(Object sent, Type type, Object read) {
		assertThat(this.codec.read(this.codec.write(sent, true), type)).isEqualTo(read);
	}

	static Stream<Arguments> readings() {
		return Stream.of(Arguments.of(new Quote("ACME"), Quote.class, new Quote("ACME")),
				Arguments.of(new Quote("ACME"), Object.class, Map.of("symbol", "ACME")),
				Arguments.of(Map.of("symbol", "ACME"), Quote.class, new Quote("ACME")),
				Arguments.of(List.of(new Quote("A"), new Quote("B")), QUOTES, List.of(new Quote("A"), new Quote("B"))),
				Arguments.of(Map.of("k", List.of(Set.of(new Quote("A")))), NESTED,
						Map.of("k", List.of(Set.of(new Quote("A"))))),
				Arguments.of(Set.of(new Quote("A")), QUOTES, List.of(new Quote("A"))),
				Arguments.of(List.of(new Quote("A")), Quote[].class, new Quote[] { new Quote("A") }),
				Arguments.of(List.of(1, 2), int[].class, new int[] { 1, 2 }),
				Arguments.of(List.of(1, 2), ArrayList.class, List.of(1, 2)),
				Arguments.of(List.of(1, 1), Collection.class, List.of(1, 1)), Arguments.of(7, long.class, 7L),
				Arguments.of(7L, int.class, 7), Arguments.of(7, Number.class, 7), Arguments.of(7, double.class, 7.0),
				Arguments.of(0.5f, Double.class, 0.5), Arguments.of("text", CharSequence.class, "text"),
				Arguments.of(DayOfWeek.MONDAY, DayOfWeek.class, DayOfWeek.MONDAY),
				Arguments.of(DayOfWeek.MONDAY, Object.class, "MONDAY"),
				Arguments.of("2026-11-29", LocalDate.class, LocalDate.of(2026, 11, 29)),
				Arguments.of(AtomTerm.of("ok"), Object.class, AtomTerm.of("ok")),
				Arguments.of(AtomTerm.of("ok"), AtomTerm.class, AtomTerm.of("ok")),
				Arguments.of(AtomTerm.of("ok"), String.class, "ok"), Arguments.of(null, Quote.class, null));
	}

	@ParameterizedTest
	@MethodSource("plainReadings")
	void whatABeamNodeSendsIsReadAsWhatItsReceiverWants(Term sent, Type type, Object read) {
		assertThat(this.codec.read(sent, type)).isEqualTo(read);
	}

	static Stream<Arguments> plainReadings() {
		Term text = BinaryTerm.ofUtf8("abc");
		Type texts = new ParameterizedTypeReference<Map<String, List<String>>>() {
		}.getType();
		return Stream.of(Arguments.of(text, Object.class, "abc"), Arguments.of(text, String.class, "abc"),
				Arguments.of(text, byte[].class, new byte[] { 97, 98, 99 }),
				Arguments.of(text, BinaryTerm.class, BinaryTerm.ofUtf8("abc")), Arguments.of(Term.of(5), int.class, 5),
				Arguments.of(Term.of(5), Object.class, 5L), Arguments.of(AtomTerm.of("ok"), Object.class, "ok"),
				Arguments.of(AtomTerm.of("nil"), String.class, null),
				Arguments.of(ListTerm.of(text), byte[][].class, new byte[][] { { 97, 98, 99 } }),
				Arguments.of(TupleTerm.of(text, Term.of(1)), Object.class, List.of("abc", 1L)),
				Arguments.of(ListTerm.of(Term.of(1), Term.of(2)), int[].class, new int[] { 1, 2 }),
				Arguments.of(MapTerm.of(AtomTerm.of("symbol"), text), Quote.class, new Quote("abc")),
				Arguments.of(MapTerm.of(AtomTerm.of("k"), ListTerm.of(text)), texts, Map.of("k", List.of("abc"))),
				Arguments.of(ListTerm.of(MapTerm.of(AtomTerm.of("symbol"), text)), QUOTES, List.of(new Quote("abc"))));
	}

	@ParameterizedTest
	@MethodSource("mismatches")
	void whatIsNoSuchValueIsNotMadeOne(Object sent, Type type, String reason) {
		assertThatExceptionOfType(UnreadableMessageException.class)
			.isThrownBy(() -> this.codec.read(this.codec.write(sent, true), type))
			.withMessageContaining(reason);
	}

	static Stream<Arguments> mismatches() {
		return Stream.of(Arguments.of(new byte[] { 65 }, String.class, "It is a byte[], and no java.lang.String"),
				Arguments.of("text", byte[].class, "It is a java.lang.String, and no byte[]"),
				Arguments.of("5", int.class, "It is a java.lang.String, and no int"),
				Arguments.of(300, byte.class, "It is a java.lang.Integer, and no byte"),
				Arguments.of(1.5, int.class, "It is a java.lang.Double, and no int"),
				Arguments.of(1e300, float.class, "It is a java.lang.Double, and no float"),
				Arguments.of(null, int.class, "It is null, which is no int"),
				Arguments.of(true, String.class, "It is a java.lang.Boolean"),
				Arguments.of(new byte[] { 65 }, Quote.class, "It is a byte[]"),
				Arguments.of(Map.of("symbol", new byte[] { 65 }), Quote.class,
						"It is a java.util.LinkedHashMap, and no"),
				Arguments.of(List.of(Map.of("symbol", List.of(new byte[] { 65 }))), QUOTES, "It is a java.util."),
				Arguments.of("text", Quote.class, "and no io.macula.gossip.message"),
				Arguments.of(new Quote("x"), LocalDate.class, "It is JSON that is no java.time.LocalDate"));
	}

	@Test
	void bytesOfABeamNodeAreNoText() {
		Term bytes = BinaryTerm.of((byte) 'M', (byte) 0xFC);
		Term map = MapTerm.of(AtomTerm.of("symbol"), bytes);
		assertThatExceptionOfType(UnreadableMessageException.class).isThrownBy(() -> this.codec.read(map, Quote.class))
			.withMessageContaining("and no io.macula.gossip.message");
		Type type = new ParameterizedTypeReference<Map<String, byte[]>>() {
		}.getType();
		assertThat(this.codec.read(map, type)).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("symbol", new byte[] { (byte) 'M', (byte) 0xFC });
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void whatIsMalformedIsSaidToBe(String kinds, Term term, String reason) {
		Term message = TupleTerm.of(AtomTerm.of("$java"), BinaryTerm.ofUtf8(kinds), term);
		assertThatExceptionOfType(UnreadableMessageException.class)
			.isThrownBy(() -> this.codec.read(message, Object.class))
			.withMessageContaining(reason);
	}

	static Stream<Arguments> malformed() {
		Term one = Term.of(1);
		return Stream.of(Arguments.of("", one, "does not tell the kinds of all"),
				Arguments.of("l4", ListTerm.of(one, one), "does not tell the kinds of all"),
				Arguments.of("44", one, "kinds of 1 values more"), Arguments.of("x", one, "unknown kind 120"),
				Arguments.of("é", one, "unknown kind -61"),
				Arguments.of("1", Term.of(128), "says that 128 is a value of the kind BYTE, which it is not"),
				Arguments.of("8", Term.of(BigInteger.ONE.shiftLeft(64)), "LONG"), Arguments.of("s", one, "STRING"),
				Arguments.of("s", BinaryTerm.of((byte) 0xFF), "STRING"),
				Arguments.of("?", AtomTerm.of("ok"), "BOOLEAN"), Arguments.of("0", one, "NULL"),
				Arguments.of("f", Term.of(1L << 40), "FLOAT"),
				Arguments.of("p", TupleTerm.of(one, Term.of(100_001)), "BIG_DECIMAL"),
				Arguments.of("p", TupleTerm.of(one), "BIG_DECIMAL"), Arguments.of("l", TupleTerm.of(one), "LIST"),
				Arguments.of("l4", ListTerm.withTail(List.of(one), AtomTerm.of("x")), "improper"),
				Arguments.of("u44", ListTerm.of(one, one), "value of a set comes twice"),
				Arguments.of("j", BinaryTerm.ofUtf8("{"), "JSON that is no"), Arguments.of("m", one, "MAP"));
	}

	@Test
	void keysThatTakeEverLongerToStoreAreRefusedAtBothEnds() {
		Set<Object> mixed = IntStream.rangeClosed(0, 1000)
			.mapToObj((i) -> (i % 2 == 0) ? (Object) i : String.valueOf(i))
			.collect(Collectors.toSet());
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.write(mixed, true))
			.withMessageContaining("1001 keys of a map or values of a set are not of one comparable class");
		List<Term> elements = mixed.stream().map(Term::of).toList();
		String kinds = "u"
				+ mixed.stream().map((key) -> (key instanceof String) ? "s" : "4").collect(Collectors.joining());
		Term message = TupleTerm.of(AtomTerm.of("$java"), BinaryTerm.ofUtf8(kinds), ListTerm.of(elements));
		assertThatExceptionOfType(UnreadableMessageException.class)
			.isThrownBy(() -> this.codec.read(message, Object.class))
			.withMessageContaining("1001 keys");
		Set<Object> same = IntStream.rangeClosed(0, 1000).boxed().collect(Collectors.toSet());
		assertThat(this.codec.read(this.codec.write(same, true), Object.class)).isEqualTo(same);
	}

	@Test
	void jsonOfTooManyValuesIsRefusedAtBothEnds() {
		byte[][] halves = { objects(JsonBudget.MOST_VALUES / 4), objects(JsonBudget.MOST_VALUES / 4 + 1) };
		Term both = ListTerm.of(BinaryTerm.of(halves[0]), BinaryTerm.of(halves[1]));
		assertThatExceptionOfType(UnreadableMessageException.class).isThrownBy(
				() -> this.codec.read(TupleTerm.of(AtomTerm.of("$java"), BinaryTerm.ofUtf8("ljj"), both), Object.class))
			.withMessage("It is JSON of more than 1000000 values, or not in UTF-8");
		int[] numbers = new int[JsonBudget.MOST_VALUES + 1];
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.write(numbers, true))
			.withMessage("int[] cannot be sent: it is JSON of more than 1000000 values, or not in UTF-8");
		Quote text = new Quote("{\"".repeat(JsonBudget.MOST_VALUES + 1));
		assertThat(this.codec.read(this.codec.write(text, true), Quote.class)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE" })
	void jsonIsCountedInUtf8Alone(String charset) {
		byte[] json = "[\"\u2200\",{},{}]".getBytes(Charset.forName(charset));
		Term message = TupleTerm.of(AtomTerm.of("$java"), BinaryTerm.ofUtf8("j"), BinaryTerm.of(json));
		assertThatExceptionOfType(UnreadableMessageException.class)
			.isThrownBy(() -> this.codec.read(message, Object.class))
			.withMessageContaining("not in UTF-8");
	}

	private static byte[] objects(int number) {
		return ("[{}" + ",{}".repeat(number - 1) + "]").getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void whatCannotBeSentIsRefusedWithTheRemedy() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.withoutJson.write(new Quote("ACME"), true))
			.withMessage("io.macula.gossip.message.MessageCodecTests$Quote cannot be sent: add"
					+ " spring-boot-starter-jackson, with which it goes as JSON, or define a bean that is a"
					+ " GossipMessageConverter");
		assertThatIllegalArgumentException().isThrownBy(() -> this.withoutJson.write(new Quote("ACME"), false))
			.withMessageStartingWith("No term for io.macula.gossip.message.MessageCodecTests$Quote");
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.write(new BigDecimal("1e-100001"), true))
			.withMessageContaining("scale 100001");
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.write(Map.of(1, "a", 1L, "b"), true))
			.withMessage("Two keys of a map become the same term 1");
		Object nested = 1;
		for (int depth = 0; depth <= TypedWriter.MAX_DEPTH; depth++) {
			nested = List.of(nested);
		}
		Object tooDeep = nested;
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.write(tooDeep, true))
			.withMessage("Values are nested deeper than 250");
	}

	@Test
	void whatCannotBeWrittenAsJsonIsRefusedWithItsClass() {
		List<Object> cycle = new ArrayList<>();
		Holder inCycle = new Holder(cycle);
		cycle.add(inCycle);
		for (Object value : List.of(new Broken(), inCycle)) {
			for (boolean typed : new boolean[] { true, false }) {
				assertThatIllegalArgumentException().isThrownBy(() -> this.codec.write(value, typed))
					.withMessageStartingWith(value.getClass().getTypeName() + " cannot be sent: ");
			}
		}
	}

	@Test
	void jsonIsNotReadWithoutAConverter() {
		Term message = this.codec.write(new Quote("ACME"), true);
		assertThatExceptionOfType(UnreadableMessageException.class)
			.isThrownBy(() -> this.withoutJson.read(message, Quote.class))
			.withMessageContaining("add spring-boot-starter-jackson");
	}

	@Test
	void aBeamNodeGetsWhatItGotAndOfARecordAMap() {
		assertThat(this.codec.write(List.of(1, "a", new byte[] { 65 }, Map.of("k", true)), false))
			.hasToString("[1,<<\"a\">>,<<\"A\">>,#{<<\"k\">> => true}]");
		assertThat(this.codec.write(List.of(new Quote("ACME")), false))
			.hasToString("[#{<<\"symbol\">> => <<\"ACME\">>}]");
		assertThat(
				this.codec.write(List.of(Set.of('A'), Map.of(DayOfWeek.MONDAY, 1), Map.of(new Quote("A"), 2)), false))
			.hasToString("[\"A\",#{<<\"MONDAY\">> => 1},#{#{<<\"symbol\">> => <<\"A\">>} => 2}]");
		assertThat(this.codec.write(Map.of("price", new Price(new BigDecimal("0.1"))), false))
			.hasToString("#{<<\"price\">> => #{<<\"cents\">> => 0.1}}");
		for (Object refused : List.of(BigDecimal.ONE, Double.NaN, Float.POSITIVE_INFINITY)) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.codec.write(refused, false));
		}
	}

	public static class Broken {

		public String getName() {
			throw new IllegalStateException("for the test");
		}

	}

	record Holder(List<Object> values) {

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return 0;
		}

	}

	record Price(BigDecimal cents) {

	}

	record Quote(String symbol) {

	}

}
