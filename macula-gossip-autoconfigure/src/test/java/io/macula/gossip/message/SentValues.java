package io.macula.gossip.message;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.ListTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Values that can be sent between JVM nodes, and a look at whether they arrived.
 */
public final class SentValues {

	private SentValues() {
	}

	/**
	 * Return values of every kind, nested three deep at most.
	 * @return the values
	 */
	public static Arbitrary<Object> any() {
		return nested(3);
	}

	private static Arbitrary<Object> nested(int depth) {
		if (depth == 0) {
			return scalars();
		}
		Arbitrary<Object> inner = Arbitraries.lazy(() -> nested(depth - 1));
		Arbitrary<Object> lists = inner.list().ofMaxSize(5).map(Object.class::cast);
		Arbitrary<Object> sets = keys().set().ofMaxSize(5).map(Object.class::cast);
		// A map whose keys are 1 and 1L is refused
		Arbitrary<Object> maps = Arbitraries.maps(keys(), inner)
			.uniqueKeys((key) -> Kind.of(key).write(key))
			.ofMaxSize(5)
			.map(Object.class::cast);
		return Arbitraries.frequencyOf(Tuple.of(4, scalars()), Tuple.of(2, lists), Tuple.of(1, sets),
				Tuple.of(1, maps));
	}

	private static Arbitrary<Object> scalars() {
		return Arbitraries.oneOf(keys(), Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Object.class::cast),
				Arbitraries.just(null), terms().map(Object.class::cast));
	}

	/**
	 * Return what has an order, of one class or another.
	 */
	private static Arbitrary<Object> keys() {
		Arbitrary<String> texts = Arbitraries.strings()
			.ofMaxLength(20)
			.filter((text) -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
		Arbitrary<Number> doubles = Arbitraries.longs().map(Double::longBitsToDouble);
		Arbitrary<Number> floats = Arbitraries.integers().map(Float::intBitsToFloat);
		Arbitrary<BigDecimal> decimals = Combinators.combine(Arbitraries.bigIntegers(), Arbitraries.integers())
			.as((unscaled, scale) -> new BigDecimal(unscaled, scale % 100_000));
		return Arbitraries.oneOf(texts.map(Object.class::cast), Arbitraries.of(true, false).map(Object.class::cast),
				Arbitraries.chars().map(Object.class::cast), Arbitraries.bytes().map(Object.class::cast),
				Arbitraries.shorts().map(Object.class::cast), Arbitraries.integers().map(Object.class::cast),
				Arbitraries.longs().map(Object.class::cast), Arbitraries.bigIntegers().map(Object.class::cast),
				decimals.map(Object.class::cast), doubles.map(Object.class::cast), floats.map(Object.class::cast));
	}

	private static Arbitrary<Term> terms() {
		AtomTerm atom = AtomTerm.of("ok");
		return Arbitraries.of(atom, AtomTerm.UNDEFINED, AtomTerm.TRUE, BinaryTerm.of((byte) 65), Term.of(7),
				TupleTerm.of(atom, Term.of(1)), ListTerm.withTail(List.of(atom), atom),
				TupleTerm.of(TypedReader.MARK, BinaryTerm.of((byte) 's'), BinaryTerm.ofUtf8("text")));
	}

	/**
	 * Say whether a value is another one, in class as well; lists, sets and maps may be
	 * of any class that is one.
	 * @param arrived the one
	 * @param sent the other
	 * @return whether it is
	 */
	public static boolean isSame(Object arrived, Object sent) {
		if (sent instanceof List<?> list) {
			return arrived instanceof List<?> other && areSame(other.iterator(), list.iterator());
		}
		if (sent instanceof Set<?> set) {
			return arrived instanceof Set<?> other && areSame(other.iterator(), set.iterator());
		}
		if (sent instanceof Map<?, ?> map) {
			return arrived instanceof Map<?, ?> other && areSame(other.keySet().iterator(), map.keySet().iterator())
					&& areSame(other.values().iterator(), map.values().iterator());
		}
		if (sent instanceof byte[] bytes) {
			return arrived instanceof byte[] other && Arrays.equals(other, bytes);
		}
		return Objects.equals(arrived, sent) && (sent == null || arrived.getClass() == sent.getClass());
	}

	private static boolean areSame(Iterator<?> arrived, Iterator<?> sent) {
		while (arrived.hasNext() && sent.hasNext()) {
			if (!isSame(arrived.next(), sent.next())) {
				return false;
			}
		}
		return !arrived.hasNext() && !sent.hasNext();
	}

}
