package io.macula.gossip.etf;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A value of Erlang. Immutable; equal by content, as in Erlang by {@code =:=};
 * {@link Object#toString()} gives Erlang's notation, such as
 * <code>{ok,[1,2],&lt;&lt;"x"&gt;&gt;}</code>.
 * <p>
 * Plain Java values become terms by {@link #of(Object)} and come back by
 * {@link #toJava()}:
 * <table>
 * <caption>Java values and terms</caption>
 * <tr>
 * <th>Java, given to {@code of}</th>
 * <th>term</th>
 * <th>Java, returned by {@code toJava}</th>
 * </tr>
 * <tr>
 * <td>{@code null}</td>
 * <td>atom {@code undefined}</td>
 * <td>{@code null}</td>
 * </tr>
 * <tr>
 * <td></td>
 * <td>atom {@code nil}, Elixir's word for it</td>
 * <td>{@code null}</td>
 * </tr>
 * <tr>
 * <td>{@link Boolean}</td>
 * <td>atom {@code true} or {@code false}</td>
 * <td>{@link Boolean}</td>
 * </tr>
 * <tr>
 * <td></td>
 * <td>any other atom</td>
 * <td>{@link String}, its name</td>
 * </tr>
 * <tr>
 * <td>{@link Byte}, {@link Short}, {@link Integer}, {@link Long}, {@link BigInteger}</td>
 * <td>integer</td>
 * <td>{@link Long} where 64 bits hold it, else {@link BigInteger}</td>
 * </tr>
 * <tr>
 * <td>{@link Float}, {@link Double}, finite</td>
 * <td>float</td>
 * <td>{@link Double}</td>
 * </tr>
 * <tr>
 * <td>{@link String}</td>
 * <td>binary, UTF-8</td>
 * <td>{@link String}</td>
 * </tr>
 * <tr>
 * <td>{@code byte[]}</td>
 * <td>binary</td>
 * <td>{@link String} where the bytes are UTF-8, by chance too, else {@code byte[]};
 * {@link BinaryTerm#bytes()} always gives the bytes</td>
 * </tr>
 * <tr>
 * <td>{@link List}</td>
 * <td>list</td>
 * <td>{@link List}, unmodifiable</td>
 * </tr>
 * <tr>
 * <td></td>
 * <td>tuple</td>
 * <td>{@link List}, unmodifiable</td>
 * </tr>
 * <tr>
 * <td>{@link Map}</td>
 * <td>map, in the order of iteration</td>
 * <td>{@link Map}, unmodifiable, in the order of the term; the {@link MapTerm} itself
 * where a key is neither atom, number nor UTF-8 binary, or where two keys would become
 * one</td>
 * </tr>
 * <tr>
 * <td>{@link Term}</td>
 * <td>itself</td>
 * <td>itself, for bit string, improper list, pid, port, reference, function and
 * export</td>
 * </tr>
 * </table>
 */
public sealed interface Term permits AtomTerm, IntegerTerm, FloatTerm, BinaryTerm, BitStringTerm, TupleTerm, ListTerm,
		MapTerm, PidTerm, PortTerm, ReferenceTerm, FunctionTerm, ExportTerm {

	/**
	 * Return this term as a plain Java value, by the table above.
	 * @return the value; {@code null} for the atoms {@code undefined} and {@code nil}
	 */
	@Nullable Object toJava();

	/**
	 * Return the beginning of this term in Erlang's notation, however large it is: for
	 * logs, which other nodes must not fill.
	 * @param length how many characters of it to return at most, 0 or more
	 * @return the text that {@code toString()} returns; where that is longer, so much of
	 * it, and three dots. Long texts and numbers may be shown otherwise
	 */
	default String toString(int length) {
		return Notation.of(this, length);
	}

	/**
	 * Return the term for a plain Java value, by the table above.
	 * @param value the value; may be {@code null}
	 * @return the term
	 * @throws IllegalArgumentException if the value, or one inside it, is of a class that
	 * the table does not name, is a float that is not finite, or is a text with half of a
	 * surrogate pair; or if two keys of a map become the same term
	 */
	static Term of(@Nullable Object value) {
		if (value == null) {
			return AtomTerm.UNDEFINED;
		}
		if (value instanceof Term term) {
			return term;
		}
		if (value instanceof String text) {
			return BinaryTerm.ofUtf8(text);
		}
		if (value instanceof Boolean truth) {
			return (truth) ? AtomTerm.TRUE : AtomTerm.FALSE;
		}
		if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
			return IntegerTerm.of(((Number) value).longValue());
		}
		if (value instanceof BigInteger number) {
			return IntegerTerm.of(number);
		}
		if (value instanceof Double || value instanceof Float) {
			return FloatTerm.of(((Number) value).doubleValue());
		}
		if (value instanceof byte[] bytes) {
			return BinaryTerm.of(bytes);
		}
		if (value instanceof List<?> list) {
			return ofList(list);
		}
		if (value instanceof Map<?, ?> map) {
			return ofMap(map);
		}
		throw new IllegalArgumentException("No term for " + value.getClass().getName()
				+ "; there is one for Term, String, Boolean, Byte, Short, Integer, Long, BigInteger, Float, Double,"
				+ " byte[], List and Map");
	}

	private static Term ofList(List<?> list) {
		List<Term> elements = new ArrayList<>(list.size());
		for (Object element : list) {
			elements.add(of(element));
		}
		return ListTerm.of(elements);
	}

	private static Term ofMap(Map<?, ?> map) {
		MapTerm.Builder builder = new MapTerm.Builder(map.size());
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			Term key = of(entry.getKey());
			if (!builder.add(key, of(entry.getValue()))) {
				throw new IllegalArgumentException("Two keys of a map become the same term " + key);
			}
		}
		return builder.build();
	}

}
