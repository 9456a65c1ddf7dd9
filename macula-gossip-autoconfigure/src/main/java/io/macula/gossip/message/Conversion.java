package io.macula.gossip.message;

import java.lang.reflect.Array;
import java.lang.reflect.TypeVariable;
import java.math.BigInteger;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.macula.gossip.GossipMessageConverter;
import io.macula.gossip.UnreadableMessageException;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.ListTerm;
import io.macula.gossip.etf.MapTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.NumberUtils;

/**
 * Makes of what arrived what its receiver wants: nothing else where it is that already,
 * and else only what loses nothing but, of a {@code double}, digits. Text never becomes
 * bytes, nor bytes text.
 */
final class Conversion {

	private static final ResolvableType OBJECT = ResolvableType.forClass(Object.class);

	private static final Set<Class<?>> WHOLE = Set.of(Byte.class, Short.class, Integer.class, Long.class,
			BigInteger.class);

	private static final double MOST_WHOLE = 1L << 53;

	private final @Nullable GossipMessageConverter converter;

	Conversion(@Nullable GossipMessageConverter converter) {
		this.converter = converter;
	}

	/**
	 * Return a type that stands by itself: what a type variable is, as the element's of a
	 * list, and {@code Object} for what nobody says.
	 */
	static ResolvableType orObject(ResolvableType type) {
		Class<?> raw = type.resolve();
		if (raw == null) {
			return OBJECT;
		}
		if (!(type.getType() instanceof TypeVariable)) {
			return type;
		}
		return (type.hasGenerics()) ? ResolvableType.forClassWithGenerics(raw, type.getGenerics())
				: ResolvableType.forClass(raw);
	}

	static ResolvableType elementType(ResolvableType type) {
		return orObject(type.isArray() ? type.getComponentType() : type.asCollection().getGeneric());
	}

	/**
	 * Return what a value that holds no others is as a type.
	 */
	@Nullable Object scalar(@Nullable Object value, ResolvableType type) {
		Class<?> raw = raw(type);
		if (value == null) {
			if (type.toClass().isPrimitive()) {
				throw new UnreadableMessageException("It is null, which is no " + type);
			}
			return null;
		}
		if (raw.isInstance(value)) {
			return value;
		}
		if (value instanceof Number number && Number.class.isAssignableFrom(raw)) {
			Number converted = number(number, raw);
			if (converted != null) {
				return converted;
			}
		}
		// Such as a text that is a date to its receiver
		boolean plain = raw == String.class || raw == Boolean.class || raw == Character.class || raw.isArray()
				|| Number.class.isAssignableFrom(raw);
		if (plain || value instanceof byte[]) {
			throw mismatch(value, type);
		}
		return byJson(value, type);
	}

	private static @Nullable Number number(Number value, Class<?> raw) {
		if (WHOLE.contains(value.getClass())) {
			if (WHOLE.contains(raw)) {
				try {
					return NumberUtils.convertNumberToTargetClass(value, raw.asSubclass(Number.class));
				}
				catch (IllegalArgumentException ex) {
					return null;
				}
			}
			boolean exact = raw == Double.class && Math.abs(value.doubleValue()) <= MOST_WHOLE;
			return (exact) ? (Number) value.doubleValue() : null;
		}
		if (value instanceof Float && raw == Double.class) {
			return value.doubleValue();
		}
		boolean fits = value instanceof Double && raw == Float.class
				&& Double.isInfinite(value.doubleValue()) == Float.isInfinite(value.floatValue());
		return (fits) ? (Number) value.floatValue() : null;
	}

	/**
	 * Return what a term is as a type.
	 * @param asTerm whether it was sent as a term, and is one to who wants any object
	 */
	@Nullable Object term(Term term, boolean asTerm, ResolvableType type) {
		Class<?> raw = raw(type);
		if ((asTerm || raw != Object.class) && raw.isInstance(term)) {
			return term;
		}
		if (term instanceof BinaryTerm binary && raw == byte[].class) {
			return binary.bytes();
		}
		boolean collection = raw.isArray() || Collection.class.isAssignableFrom(raw);
		List<Term> elements = (collection) ? elements(term) : null;
		if (elements != null) {
			ResolvableType elementType = elementType(type);
			List<@Nullable Object> values = new ArrayList<>(elements.size());
			elements.forEach((element) -> values.add(term(element, asTerm, elementType)));
			return collection(values, false, type);
		}
		if (term instanceof MapTerm map && Map.class.isAssignableFrom(raw)) {
			ResolvableType keyType = orObject(type.asMap().getGeneric(0));
			ResolvableType valueType = orObject(type.asMap().getGeneric(1));
			List<Map.Entry<@Nullable Object, @Nullable Object>> entries = new ArrayList<>(map.size());
			map.entries()
				.forEach((entry) -> entries
					.add(entry(term(entry.getKey(), asTerm, keyType), term(entry.getValue(), asTerm, valueType))));
			return map(entries, type);
		}
		Object value = term.toJava();
		if (value instanceof Collection || value instanceof Map) {
			return raw.isInstance(value) ? value : byJson(value, type);
		}
		return scalar(value, type);
	}

	private static @Nullable List<Term> elements(Term term) {
		if (term instanceof TupleTerm tuple) {
			return tuple.elements();
		}
		return (term instanceof ListTerm list && list.isProper()) ? list.elements() : null;
	}

	/**
	 * Return a collection as a type.
	 * @param values the values, each of the element's type already
	 * @param set whether it is a set
	 */
	@Nullable Object collection(List<@Nullable Object> values, boolean set, ResolvableType type) {
		Class<?> raw = raw(type);
		if (raw.isArray()) {
			return array(values, type);
		}
		if (set && raw.isAssignableFrom(Set.class)) {
			return Collections.unmodifiableSet(set(values));
		}
		if (!set && raw.isAssignableFrom(List.class)) {
			return Collections.unmodifiableList(values);
		}
		if (raw.isAssignableFrom(LinkedHashSet.class)) {
			return set(values);
		}
		if (raw.isAssignableFrom(ArrayList.class)) {
			return new ArrayList<>(values);
		}
		return byJson(values, type);
	}

	private static Object array(List<@Nullable Object> values, ResolvableType type) {
		Object array = Array.newInstance(type.getComponentType().toClass(), values.size());
		for (int index = 0; index < values.size(); index++) {
			Array.set(array, index, values.get(index));
		}
		return array;
	}

	private static Set<@Nullable Object> set(List<@Nullable Object> values) {
		requireFew(values);
		Set<@Nullable Object> set = new LinkedHashSet<>(values);
		if (set.size() != values.size()) {
			throw new UnreadableMessageException("A value of a set comes twice");
		}
		return set;
	}

	/**
	 * Return a map as a type.
	 * @param entries the pairs, each of its type already
	 */
	@Nullable Object map(List<Map.Entry<@Nullable Object, @Nullable Object>> entries, ResolvableType type) {
		List<@Nullable Object> keys = new ArrayList<>(entries.size());
		entries.forEach((entry) -> keys.add(entry.getKey()));
		requireFew(keys);
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		entries.forEach((entry) -> map.put(entry.getKey(), entry.getValue()));
		if (map.size() != entries.size()) {
			throw new UnreadableMessageException("A key of a map comes twice");
		}
		Class<?> raw = raw(type);
		if (raw.isAssignableFrom(Map.class)) {
			return Collections.unmodifiableMap(map);
		}
		return raw.isAssignableFrom(LinkedHashMap.class) ? map : byJson(map, type);
	}

	private static void requireFew(List<@Nullable Object> keys) {
		if (!Keys.areFew(keys)) {
			throw new UnreadableMessageException(
					"It has a map or set with %d keys that are not of one comparable class, more than %d"
						.formatted(keys.size(), Keys.MOST_UNSORTED));
		}
	}

	/**
	 * Return JSON as a type.
	 */
	@Nullable Object json(byte[] json, ResolvableType type) {
		if (this.converter == null) {
			throw new UnreadableMessageException("It is JSON: add spring-boot-starter-jackson, which reads it,"
					+ " or define a bean that is a GossipMessageConverter");
		}
		try {
			return this.converter.read(json, type.getType());
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new UnreadableMessageException("It is JSON that is no %s: %s".formatted(type, ex), ex);
		}
	}

	private @Nullable Object byJson(Object value, ResolvableType type) {
		// Which would become text
		if (this.converter == null || holdsBytes(value)) {
			throw mismatch(value, type);
		}
		try {
			return this.converter.convert(value, type.getType());
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new UnreadableMessageException("%s: %s".formatted(mismatch(value, type).getMessage(), ex), ex);
		}
	}

	private static boolean holdsBytes(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return holdsBytes(map.keySet()) || holdsBytes(map.values());
		}
		return value instanceof byte[]
				|| value instanceof Collection<?> values && values.stream().anyMatch(Conversion::holdsBytes);
	}

	static Map.Entry<@Nullable Object, @Nullable Object> entry(@Nullable Object key, @Nullable Object value) {
		return new AbstractMap.SimpleImmutableEntry<>(key, value);
	}

	private static Class<?> raw(ResolvableType type) {
		return ClassUtils.resolvePrimitiveIfNecessary(type.toClass());
	}

	private static UnreadableMessageException mismatch(Object value, ResolvableType type) {
		return new UnreadableMessageException(
				"It is a %s, and no %s".formatted(ClassUtils.getDescriptiveType(value), type));
	}

}
