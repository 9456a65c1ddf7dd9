package io.macula.gossip.etf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A tuple: a fixed number of values.
 * <p>
 * Source: ERTS User's Guide, External Term Format, SMALL_TUPLE_EXT and LARGE_TUPLE_EXT.
 *
 * @param elements the values, unmodifiable
 */
public record TupleTerm(List<Term> elements) implements Term {

	/**
	 * Create a tuple.
	 * @throws NullPointerException if the list or one of its values is {@code null}
	 */
	public TupleTerm {
		elements = List.copyOf(elements);
	}

	/**
	 * Return a tuple.
	 * @param elements the values, which are copied
	 * @return the tuple
	 */
	public static TupleTerm of(Term... elements) {
		return new TupleTerm(List.of(elements));
	}

	/**
	 * Return the number of values.
	 * @return the number of values, 0 or more
	 */
	public int size() {
		return this.elements.size();
	}

	/**
	 * Return one value.
	 * @param index its place, counted from 0, as Java does and Erlang does not
	 * @return the value
	 * @throws IndexOutOfBoundsException if there is no such place
	 */
	public Term get(int index) {
		return this.elements.get(index);
	}

	@Override
	public Object toJava() {
		List<@Nullable Object> values = new ArrayList<>(this.elements.size());
		for (Term element : this.elements) {
			values.add(element.toJava());
		}
		return Collections.unmodifiableList(values);
	}

	// Written out because what the compiler makes takes several times the stack

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TupleTerm tuple && this.elements.equals(tuple.elements);
	}

	@Override
	public int hashCode() {
		return this.elements.hashCode();
	}

	@Override
	public String toString() {
		return Notation.of(this);
	}

}
