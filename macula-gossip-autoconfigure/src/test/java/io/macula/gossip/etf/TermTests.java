package io.macula.gossip.etf;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TermTests {

	@ParameterizedTest
	@MethodSource("valuesThatComeBack")
	void whenAJavaValueBecomesATermShouldComeBack(Object value, String notation) {
		assertThat(Term.of(value)).hasToString(notation);
		assertThat(Term.of(value).toJava()).isEqualTo(value);
	}

	static Stream<Arguments> valuesThatComeBack() {
		Map<Object, Object> map = new LinkedHashMap<>();
		map.put("b", 1L);
		map.put(2L, null);
		map.put(2.0, List.of());
		map.put(true, Map.of());
		return Stream.of(Arguments.of(null, "undefined"), Arguments.of(true, "true"), Arguments.of(false, "false"),
				Arguments.of(-7L, "-7"), Arguments.of(BigInteger.ONE.shiftLeft(70), "1180591620717411303424"),
				Arguments.of(1.5, "1.5"), Arguments.of("grüße", "<<\"grüße\"/utf8>>"),
				Arguments.of(new byte[] { 1, (byte) 0xFF }, "<<1,255>>"),
				Arguments.of(Arrays.asList("x", null, List.of(1L)), "[<<\"x\">>,undefined,[1]]"),
				Arguments.of(map, "#{<<\"b\">> => 1,2 => undefined,2.0 => [],true => #{}}"));
	}

	@Test
	void whenANumberIsSmallShouldComeBackAsTheWidestOfItsKind() {
		assertThat(Term.of((byte) -1).toJava()).isEqualTo(-1L);
		assertThat(Term.of((short) 300).toJava()).isEqualTo(300L);
		assertThat(Term.of(5).toJava()).isEqualTo(5L);
		assertThat(Term.of(BigInteger.TEN).toJava()).isEqualTo(10L);
		assertThat(Term.of(1.5f).toJava()).isEqualTo(1.5);
	}

	@Test
	void whenBytesAreUtf8ShouldComeBackAsText() {
		assertThat(Term.of("text".getBytes(StandardCharsets.UTF_8)).toJava()).isEqualTo("text");
	}

	@Test
	void whenATermHasNoJavaCounterpartShouldGiveTheNearest() {
		assertThat(AtomTerm.of("ok").toJava()).isEqualTo("ok");
		assertThat(AtomTerm.of("nil").toJava()).isNull();
		assertThat(TupleTerm.of(AtomTerm.of("ok"), AtomTerm.UNDEFINED).toJava()).isEqualTo(Arrays.asList("ok", null));
	}

	@ParameterizedTest
	@MethodSource("termsThatStayAsTheyAre")
	void whenATermIsOpaqueShouldStayAsItIs(Term term) {
		assertThat(term.toJava()).isSameAs(term);
		assertThat(Term.of(term)).isSameAs(term);
	}

	static Stream<Term> termsThatStayAsTheyAre() {
		AtomTerm node = AtomTerm.of("a@b");
		Map<Term, Term> oneNameTwice = Map.of(AtomTerm.of("a"), node, BinaryTerm.ofUtf8("a"), node);
		return Stream.of(new PidTerm(node, 1, 2, 3), new PortTerm(node, 1, 3), new ReferenceTerm(node, 3, List.of(1L)),
				new ExportTerm(node, node, 1), BitStringTerm.of(new byte[] { 1 }, 3),
				ListTerm.withTail(List.of(node), node), MapTerm.of(TupleTerm.of(node), node),
				MapTerm.of(BinaryTerm.of((byte) 0xFF), node), MapTerm.of(oneNameTwice));
	}

	@Test
	void whenAValueHasNoTermShouldSayWhichDo() {
		assertThatIllegalArgumentException().isThrownBy(() -> Term.of(List.of('c')))
			.withMessage(
					"No term for java.lang.Character; there is one for Term, String, Boolean, Byte, Short, Integer,"
							+ " Long, BigInteger, Float, Double, byte[], List and Map");
	}

	@Test
	void whenTwoKeysBecomeOneTermShouldRefuseThem() {
		Map<Object, Object> map = new LinkedHashMap<>();
		map.put(1, "integer");
		map.put(1L, "long");
		assertThatIllegalArgumentException().isThrownBy(() -> Term.of(map))
			.withMessage("Two keys of a map become the same term 1");
	}

}
