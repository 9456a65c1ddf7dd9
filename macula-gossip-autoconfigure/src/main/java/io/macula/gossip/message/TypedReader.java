package io.macula.gossip.message;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.macula.gossip.UnreadableMessageException;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.ListTerm;
import io.macula.gossip.etf.MapTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Reads one value that a {@link TypedWriter} has written, or that somebody says it has:
 * <code>{'$java', Kinds, Term}</code>. The type comes from the receiver, never from the
 * message, which says no more than of which kind each value is.
 */
final class TypedReader {

	static final AtomTerm MARK = AtomTerm.of("$java");

	private final ByteBuffer kinds;

	private final JsonBudget budget = new JsonBudget();

	private final Conversion conversion;

	private TypedReader(ByteBuffer kinds, Conversion conversion) {
		this.kinds = kinds;
		this.conversion = conversion;
	}

	/**
	 * Say whether a message tells types.
	 */
	static boolean reads(Term message) {
		return message instanceof TupleTerm tuple && tuple.size() == 3 && tuple.get(0).equals(MARK)
				&& tuple.get(1) instanceof BinaryTerm;
	}

	static @Nullable Object read(Term message, ResolvableType type, Conversion conversion) {
		TupleTerm tuple = (TupleTerm) message;
		TypedReader reader = new TypedReader(((BinaryTerm) tuple.get(1)).asBuffer(), conversion);
		Object value = reader.read(tuple.get(2), type);
		if (reader.kinds.hasRemaining()) {
			throw new UnreadableMessageException(
					"It tells the kinds of %d values more than it has".formatted(reader.kinds.remaining()));
		}
		return value;
	}

	private @Nullable Object read(Term term, ResolvableType type) {
		if (!this.kinds.hasRemaining()) {
			throw new UnreadableMessageException("It does not tell the kinds of all its values");
		}
		Kind kind = Kind.ofCode(this.kinds.get());
		return switch (kind) {
			case LIST -> this.conversion.collection(values(kind, term, type), false, type);
			case SET -> this.conversion.collection(values(kind, term, type), true, type);
			case MAP -> this.conversion.map(entries(kind, term, type), type);
			case TERM -> this.conversion.term(term, true, type);
			case JSON -> json(kind.as(BinaryTerm.class, term).bytes(), type);
			default -> this.conversion.scalar(kind.read(term), type);
		};
	}

	private @Nullable Object json(byte[] json, ResolvableType type) {
		if (!this.budget.add(json)) {
			throw new UnreadableMessageException(
					"It is JSON of more than %d values, or not in UTF-8".formatted(JsonBudget.MOST_VALUES));
		}
		return this.conversion.json(json, type);
	}

	private List<@Nullable Object> values(Kind kind, Term term, ResolvableType type) {
		ListTerm list = kind.as(ListTerm.class, term);
		if (!list.isProper()) {
			throw new UnreadableMessageException("It says that an improper list is one of Java");
		}
		ResolvableType elementType = Conversion.elementType(type);
		List<@Nullable Object> values = new ArrayList<>(list.elements().size());
		for (Term element : list.elements()) {
			values.add(read(element, elementType));
		}
		return values;
	}

	private List<Map.Entry<@Nullable Object, @Nullable Object>> entries(Kind kind, Term term, ResolvableType type) {
		ResolvableType map = type.asMap();
		ResolvableType keyType = Conversion.orObject(map.getGeneric(0));
		ResolvableType valueType = Conversion.orObject(map.getGeneric(1));
		List<Map.Entry<@Nullable Object, @Nullable Object>> entries = new ArrayList<>();
		for (Map.Entry<Term, Term> entry : kind.as(MapTerm.class, term).entries()) {
			Object key = read(entry.getKey(), keyType);
			entries.add(Conversion.entry(key, read(entry.getValue(), valueType)));
		}
		return entries;
	}

}
