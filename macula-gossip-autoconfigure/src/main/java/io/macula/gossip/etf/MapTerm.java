package io.macula.gossip.etf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A map. It keeps the order it was made or encoded in; two maps with the same content are
 * equal whatever their order.
 * <p>
 * Source: ERTS User's Guide, External Term Format, MAP_EXT.
 */
public final class MapTerm implements Term {

	/**
	 * The map without a pair, <code>#{}</code>.
	 */
	public static final MapTerm EMPTY = new MapTerm(List.of(), new TreeMap<>(TermOrder.INSTANCE));

	private final List<Map.Entry<Term, Term>> entries;

	// Sorted and not hashed: a peer can choose keys that collide, but none that sort
	// badly
	private final TreeMap<Term, Term> sorted;

	private MapTerm(List<Map.Entry<Term, Term>> entries, TreeMap<Term, Term> sorted) {
		this.entries = entries;
		this.sorted = sorted;
	}

	/**
	 * Return a map of one pair.
	 * @param key the key
	 * @param value the value
	 * @return the map
	 */
	public static MapTerm of(Term key, Term value) {
		return of(Map.of(key, value));
	}

	/**
	 * Return a map of the given pairs, in the order of iteration.
	 * @param pairs the pairs, which are copied
	 * @return the map
	 * @throws IllegalArgumentException if two keys are equal, which a map of another kind
	 * of equality may have
	 */
	public static MapTerm of(Map<? extends Term, ? extends Term> pairs) {
		Builder builder = new Builder(pairs.size());
		pairs.forEach((key, value) -> {
			if (!builder.add(key, value)) {
				throw new IllegalArgumentException("The key " + key + " comes twice");
			}
		});
		return builder.build();
	}

	/**
	 * Return the value of a key.
	 * @param key the key; 1 and 1.0 are different keys
	 * @return the value, or {@code null} where there is no such key
	 */
	public @Nullable Term get(Term key) {
		return this.sorted.get(key);
	}

	/**
	 * Return the pairs in their order.
	 * @return the pairs, unmodifiable
	 */
	public List<Map.Entry<Term, Term>> entries() {
		return this.entries;
	}

	/**
	 * Return the number of pairs.
	 * @return the number of pairs, 0 or more
	 */
	public int size() {
		return this.entries.size();
	}

	TreeMap<Term, Term> sorted() {
		return this.sorted;
	}

	@Override
	public Object toJava() {
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		for (Map.Entry<Term, Term> entry : this.entries) {
			if (!isPlain(entry.getKey())) {
				return this;
			}
			map.put(entry.getKey().toJava(), entry.getValue().toJava());
		}
		return (map.size() == size()) ? Collections.unmodifiableMap(map) : this;
	}

	private static boolean isPlain(Term key) {
		return key instanceof AtomTerm || key instanceof IntegerTerm || key instanceof FloatTerm
				|| (key instanceof BinaryTerm binary && binary.utf8() != null);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		if (!(other instanceof MapTerm map) || size() != map.size()) {
			return false;
		}
		// Side by side, since a look-up for each key would cost more at every level
		Iterator<Map.Entry<Term, Term>> others = map.sorted.entrySet().iterator();
		for (Map.Entry<Term, Term> entry : this.sorted.entrySet()) {
			if (!entry.equals(others.next())) {
				return false;
			}
		}
		return true;
	}

	@Override
	public int hashCode() {
		return this.sorted.hashCode();
	}

	@Override
	public String toString() {
		return Notation.of(this);
	}

	/**
	 * Collects pairs and notices a key that comes twice.
	 */
	static final class Builder {

		private final List<Map.Entry<Term, Term>> entries;

		private final TreeMap<Term, Term> sorted = new TreeMap<>(TermOrder.INSTANCE);

		Builder(int size) {
			this.entries = new ArrayList<>(size);
		}

		boolean add(Term key, Term value) {
			this.entries.add(Map.entry(key, value));
			return this.sorted.put(key, value) == null;
		}

		MapTerm build() {
			return (this.entries.isEmpty()) ? EMPTY
					: new MapTerm(Collections.unmodifiableList(this.entries), this.sorted);
		}

	}

}
