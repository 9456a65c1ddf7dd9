package io.macula.gossip.message;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.macula.gossip.GossipMessage;
import io.macula.gossip.GossipMessageConverter;
import io.macula.gossip.NodeName;
import io.macula.gossip.etf.ListTerm;
import io.macula.gossip.etf.MapTerm;
import io.macula.gossip.etf.Term;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Makes messages of Java values, and values of messages. Immutable.
 * <p>
 * To a node that reads types a value goes as
 * <code>{'$java', &lt;&lt;Kinds&gt;&gt;, Term}</code>: the term that any other node would
 * get, but that records are JSON and a BigDecimal is a tuple, and beside it the kind of
 * each value in it, so that nothing is told by what the data happens to be. No class is
 * ever named.
 */
public final class MessageCodec {

	private final @Nullable GossipMessageConverter converter;

	private final Conversion conversion;

	/**
	 * Create a codec.
	 * @param converter makes JSON of what has no term, or {@code null} to refuse it
	 */
	public MessageCodec(@Nullable GossipMessageConverter converter) {
		this.converter = converter;
		this.conversion = new Conversion(converter);
	}

	/**
	 * Return the message for a value.
	 * @param value the value
	 * @param typed whether it is for a node that reads types
	 * @return the message
	 * @throws IllegalArgumentException if there is none
	 */
	public Term write(@Nullable Object value, boolean typed) {
		return (typed) ? new TypedWriter(this.converter).message(value) : plain(value);
	}

	private Term plain(@Nullable Object value) {
		if (value instanceof List<?> || value instanceof Set<?>) {
			Collection<?> values = (Collection<?>) value;
			List<Term> elements = new ArrayList<>(values.size());
			values.forEach((element) -> elements.add(plain(element)));
			return ListTerm.of(elements);
		}
		if (value instanceof Map<?, ?> map) {
			Map<Term, Term> terms = new LinkedHashMap<>();
			map.forEach((key, element) -> {
				Term term = plain(key);
				if (terms.put(term, plain(element)) != null) {
					throw new IllegalArgumentException("Two keys of a map become the same term " + term);
				}
			});
			return MapTerm.of(terms);
		}
		if (value instanceof Character) {
			return Kind.CHARACTER.write(value);
		}
		GossipMessageConverter converter = this.converter;
		if (value != null && converter != null && Kind.of(value) == Kind.JSON) {
			return Term.of(converter.read(TypedWriter.json(converter, value), Object.class));
		}
		return Term.of(value);
	}

	/**
	 * Return a message for its handler, which says what to read it as.
	 * @param node the node that it came from
	 * @param call whether the sender awaits an answer
	 * @param body what arrived
	 * @return the message
	 */
	public GossipMessage received(NodeName node, boolean call, Term body) {
		return new GossipMessage(node, call, (type) -> read(body, type));
	}

	/**
	 * Return the value of a message. The type is the receiver's choice; nothing in the
	 * message leads to another class.
	 * @param message the message
	 * @param type what to return; {@code Object} for what was sent
	 * @return the value
	 * @throws io.macula.gossip.UnreadableMessageException if the message is malformed or
	 * no such value
	 */
	public @Nullable Object read(Term message, Type type) {
		ResolvableType resolved = Conversion.orObject(ResolvableType.forType(type));
		return TypedReader.reads(message) ? TypedReader.read(message, resolved, this.conversion)
				: this.conversion.term(message, false, resolved);
	}

}
