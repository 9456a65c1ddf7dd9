package io.macula.gossip.message;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.macula.gossip.GossipMessageConverter;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.ListTerm;
import io.macula.gossip.etf.MapTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * Writes one value for a node that reads types: the term, and beside it a byte for the
 * kind of each value in it, in the order in which they stand.
 */
final class TypedWriter {

	/**
	 * How deep values may be nested, so that with what is around them they are within
	 * what the other node reads.
	 */
	static final int MAX_DEPTH = 250;

	private final ByteArrayOutputStream kinds = new ByteArrayOutputStream();

	private final JsonBudget budget = new JsonBudget();

	private final @Nullable GossipMessageConverter converter;

	TypedWriter(@Nullable GossipMessageConverter converter) {
		this.converter = converter;
	}

	Term message(@Nullable Object value) {
		Term term = write(value, 0);
		return TupleTerm.of(TypedReader.MARK, BinaryTerm.of(this.kinds.toByteArray()), term);
	}

	private Term write(@Nullable Object value, int depth) {
		if (depth > MAX_DEPTH) {
			throw new IllegalArgumentException("Values are nested deeper than %d".formatted(MAX_DEPTH));
		}
		Kind kind = Kind.of(value);
		this.kinds.write(kind.code());
		if (value instanceof List<?> list) {
			return list(list, depth);
		}
		if (value instanceof Set<?> set) {
			return list(checked(set), depth);
		}
		if (value instanceof Map<?, ?> map) {
			return map(map, depth);
		}
		return (value != null && kind == Kind.JSON) ? BinaryTerm.of(json(value)) : kind.write(value);
	}

	private Term list(Collection<?> values, int depth) {
		List<Term> elements = new ArrayList<>(values.size());
		for (Object value : values) {
			elements.add(write(value, depth + 1));
		}
		return ListTerm.of(elements);
	}

	private Term map(Map<?, ?> map, int depth) {
		checked(map.keySet());
		Map<Term, Term> terms = new LinkedHashMap<>();
		map.forEach((key, value) -> {
			Term term = write(key, depth + 1);
			if (terms.put(term, write(value, depth + 1)) != null) {
				throw new IllegalArgumentException("Two keys of a map become the same term " + term.toString(100));
			}
		});
		return MapTerm.of(terms);
	}

	private static <T extends Collection<?>> T checked(T keys) {
		if (!Keys.areFew(keys)) {
			throw new IllegalArgumentException(
					"%d keys of a map or values of a set are not of one comparable class: only %d can be sent"
						.formatted(keys.size(), Keys.MOST_UNSORTED));
		}
		return keys;
	}

	private byte[] json(Object value) {
		if (this.converter == null) {
			throw new IllegalArgumentException(("%s cannot be sent: add spring-boot-starter-jackson, with which it goes"
					+ " as JSON, or define a bean that is a GossipMessageConverter")
				.formatted(value.getClass().getTypeName()));
		}
		byte[] json = json(this.converter, value);
		if (!this.budget.add(json)) {
			throw new IllegalArgumentException("%s cannot be sent: it is JSON of more than %d values, or not in UTF-8"
				.formatted(value.getClass().getTypeName(), JsonBudget.MOST_VALUES));
		}
		return json;
	}

	static byte[] json(GossipMessageConverter converter, Object value) {
		try {
			return converter.write(value);
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new IllegalArgumentException(
					"%s cannot be sent: it cannot be written as JSON: %s".formatted(value.getClass().getTypeName(), ex),
					ex);
		}
	}

}
