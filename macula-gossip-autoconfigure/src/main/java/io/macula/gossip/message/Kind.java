package io.macula.gossip.message;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.macula.gossip.UnreadableMessageException;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.FloatTerm;
import io.macula.gossip.etf.IntegerTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * What a term was before it was one. Its code stands in messages and never changes.
 */
enum Kind {

	NULL('0', Void.class),

	BOOLEAN('?', Boolean.class),

	BYTE('1', Byte.class),

	SHORT('2', Short.class),

	INTEGER('4', Integer.class),

	LONG('8', Long.class),

	BIG_INTEGER('n', BigInteger.class),

	FLOAT('f', Float.class),

	DOUBLE('d', Double.class),

	BIG_DECIMAL('p', BigDecimal.class),

	CHARACTER('c', Character.class),

	STRING('s', String.class),

	BYTES('b', byte[].class),

	LIST('l', List.class),

	SET('u', Set.class),

	MAP('m', Map.class),

	/**
	 * A term that is meant as one.
	 */
	TERM('t', Term.class),

	/**
	 * JSON, of which the receiver says what type it is.
	 */
	JSON('j', Object.class);

	/**
	 * As Jackson has it: a number of few digits could stand for one that fills the
	 * memory.
	 */
	private static final int MAX_SCALE = 100_000;

	private static final Map<Class<?>, Kind> BY_CLASS = Arrays.stream(values())
		.collect(Collectors.toMap((kind) -> kind.type, Function.identity()));

	private static final @Nullable Kind[] BY_CODE = new Kind[128];

	static {
		for (Kind kind : values()) {
			BY_CODE[kind.code] = kind;
		}
	}

	private final byte code;

	private final Class<?> type;

	Kind(char code, Class<?> type) {
		this.code = (byte) code;
		this.type = type;
	}

	byte code() {
		return this.code;
	}

	static Kind of(@Nullable Object value) {
		if (value == null) {
			return NULL;
		}
		Kind kind = BY_CLASS.get(value.getClass());
		if (kind != null) {
			return kind;
		}
		if (value instanceof Term) {
			return TERM;
		}
		if (value instanceof List) {
			return LIST;
		}
		if (value instanceof Set) {
			return SET;
		}
		return (value instanceof Map) ? MAP : JSON;
	}

	static Kind ofCode(byte code) {
		Kind kind = (code >= 0) ? BY_CODE[code] : null;
		if (kind == null) {
			throw new UnreadableMessageException("It holds a value of the unknown kind %d".formatted(code));
		}
		return kind;
	}

	/**
	 * Return the term for a value of this kind that holds no others.
	 */
	Term write(@Nullable Object value) {
		if (value instanceof Character character) {
			return IntegerTerm.of(character);
		}
		if (value instanceof BigDecimal number) {
			if (Math.abs((long) number.scale()) > MAX_SCALE) {
				throw new IllegalArgumentException("A BigDecimal of the scale %d cannot be sent; %d is the most"
					.formatted(number.scale(), MAX_SCALE));
			}
			return TupleTerm.of(IntegerTerm.of(number.unscaledValue()), IntegerTerm.of(number.scale()));
		}
		if (value instanceof Double number && !Double.isFinite(number)) {
			return IntegerTerm.of(Double.doubleToRawLongBits(number));
		}
		if (value instanceof Float number && !Float.isFinite(number)) {
			return IntegerTerm.of(Float.floatToRawIntBits(number));
		}
		return Term.of(value);
	}

	/**
	 * Return the value of this kind that a term stands for, which holds no others.
	 * @throws UnreadableMessageException if it stands for none
	 */
	@Nullable Object read(Term term) {
		return switch (this) {
			case NULL -> require(term.equals(AtomTerm.UNDEFINED), term, null);
			case BOOLEAN ->
				require(term.equals(AtomTerm.TRUE) || term.equals(AtomTerm.FALSE), term, term.equals(AtomTerm.TRUE));
			case BYTE -> (byte) integer(term, Byte.MIN_VALUE, Byte.MAX_VALUE);
			case SHORT -> (short) integer(term, Short.MIN_VALUE, Short.MAX_VALUE);
			case INTEGER -> (int) integer(term, Integer.MIN_VALUE, Integer.MAX_VALUE);
			case LONG -> integer(term, Long.MIN_VALUE, Long.MAX_VALUE);
			case CHARACTER -> (char) integer(term, Character.MIN_VALUE, Character.MAX_VALUE);
			case BIG_INTEGER -> as(IntegerTerm.class, term).bigIntegerValue();
			case FLOAT -> (term instanceof FloatTerm number) ? (float) number.value()
					: Float.intBitsToFloat((int) integer(term, Integer.MIN_VALUE, Integer.MAX_VALUE));
			case DOUBLE -> (term instanceof FloatTerm number) ? number.value()
					: Double.longBitsToDouble(integer(term, Long.MIN_VALUE, Long.MAX_VALUE));
			case BIG_DECIMAL -> decimal(as(TupleTerm.class, term));
			case STRING -> text(as(BinaryTerm.class, term));
			case BYTES, JSON -> as(BinaryTerm.class, term).bytes();
			case TERM -> term;
			case LIST, SET, MAP -> throw new IllegalArgumentException("%s holds other values".formatted(this));
		};
	}

	private BigDecimal decimal(TupleTerm parts) {
		require(parts.size() == 2, parts, null);
		return new BigDecimal(as(IntegerTerm.class, parts.get(0)).bigIntegerValue(),
				(int) integer(parts.get(1), -MAX_SCALE, MAX_SCALE));
	}

	private String text(BinaryTerm binary) {
		String text = binary.utf8();
		if (text == null) {
			throw mismatch(binary);
		}
		return text;
	}

	private long integer(Term term, long least, long most) {
		IntegerTerm integer = as(IntegerTerm.class, term);
		require(integer.isLong() && integer.longValue() >= least && integer.longValue() <= most, term, null);
		return integer.longValue();
	}

	<T extends Term> T as(Class<T> type, Term term) {
		if (!type.isInstance(term)) {
			throw mismatch(term);
		}
		return type.cast(term);
	}

	private @Nullable Object require(boolean condition, Term term, @Nullable Object value) {
		if (!condition) {
			throw mismatch(term);
		}
		return value;
	}

	private UnreadableMessageException mismatch(Term term) {
		return new UnreadableMessageException(
				"It says that %s is a value of the kind %s, which it is not".formatted(term.toString(100), this));
	}

}
