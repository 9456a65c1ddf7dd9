package io.macula.gossip.etf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A list, proper or improper. Erlang's strings in double quotes are lists of code points.
 * <p>
 * Source: ERTS User's Guide, External Term Format, NIL_EXT, LIST_EXT and STRING_EXT.
 */
public final class ListTerm implements Term {

	/**
	 * The list without a value, {@code []}.
	 */
	public static final ListTerm EMPTY = new ListTerm(List.of(), null);

	private final List<Term> elements;

	private final @Nullable Term tail;

	private ListTerm(List<Term> elements, @Nullable Term tail) {
		this.elements = elements;
		this.tail = tail;
	}

	/**
	 * Return a proper list.
	 * @param elements the values, which are copied
	 * @return the list
	 */
	public static ListTerm of(Term... elements) {
		return of(List.of(elements));
	}

	/**
	 * Return a proper list.
	 * @param elements the values, which are copied
	 * @return the list
	 */
	public static ListTerm of(List<? extends Term> elements) {
		return (elements.isEmpty()) ? EMPTY : new ListTerm(List.copyOf(elements), null);
	}

	/**
	 * Return the list that has the given values and then the given tail, in Erlang
	 * {@code [A,B|Tail]}. Where the tail is a list, its values follow, and the result is
	 * improper only if the tail is.
	 * @param elements the values, at least one, which are copied
	 * @param tail the tail
	 * @return the list
	 * @throws IllegalArgumentException if there is no value
	 */
	public static ListTerm withTail(List<? extends Term> elements, Term tail) {
		if (elements.isEmpty()) {
			throw new IllegalArgumentException("A list with a tail needs a value before it");
		}
		if (tail instanceof ListTerm list) {
			List<Term> all = new ArrayList<>(elements);
			all.addAll(list.elements);
			return new ListTerm(List.copyOf(all), list.tail);
		}
		return new ListTerm(List.copyOf(elements), tail);
	}

	/**
	 * Return the values before the tail.
	 * @return the values, unmodifiable
	 */
	public List<Term> elements() {
		return this.elements;
	}

	/**
	 * Return what an improper list ends in.
	 * @return the tail, never a list; {@code null} where this list is proper
	 */
	public @Nullable Term tail() {
		return this.tail;
	}

	/**
	 * Return whether this list is proper.
	 * @return whether it ends in {@code []}, as nearly every list does
	 */
	public boolean isProper() {
		return this.tail == null;
	}

	@Override
	public Object toJava() {
		if (this.tail != null) {
			return this;
		}
		List<@Nullable Object> values = new ArrayList<>(this.elements.size());
		for (Term element : this.elements) {
			values.add(element.toJava());
		}
		return Collections.unmodifiableList(values);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ListTerm list && this.elements.equals(list.elements)
				&& ((this.tail != null) ? this.tail.equals(list.tail) : list.tail == null);
	}

	@Override
	public int hashCode() {
		return 31 * this.elements.hashCode() + ((this.tail != null) ? this.tail.hashCode() : 1);
	}

	@Override
	public String toString() {
		return Notation.of(this);
	}

}
