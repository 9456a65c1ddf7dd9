package io.macula.gossip;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Makes JSON of the values for which there is no other form in messages, such as records
 * and beans, and reads it. The auto-configuration has one that uses the application's
 * {@code JsonMapper} where Jackson is there; a bean of this type replaces it.
 * <p>
 * What arrives names no class: the receiver says what to read it as, and an
 * implementation must not let the JSON choose either. Thread-safe.
 */
public interface GossipMessageConverter {

	/**
	 * Return a value as JSON.
	 * @param value the value
	 * @return the JSON, in UTF-8
	 * @throws RuntimeException if it cannot be written
	 */
	byte[] write(Object value);

	/**
	 * Return what JSON stands for.
	 * @param json the JSON, in UTF-8, as another node sent it
	 * @param type what to return; {@code Object} for maps, lists, texts and numbers
	 * @return the value
	 * @throws RuntimeException if it stands for no such value
	 */
	@Nullable Object read(byte[] json, Type type);

	/**
	 * Return what a value that did not arrive as JSON is as a type, such as a map that is
	 * to be a record. Text is neither bytes nor a number: an implementation refuses that
	 * where it can, as the one with Jackson does. Here it is written as JSON and read.
	 * @param value maps, lists, texts, numbers and truths, with no {@code byte[]}
	 * @param type what to return
	 * @return the value
	 * @throws RuntimeException if it is no such value
	 */
	default @Nullable Object convert(Object value, Type type) {
		return read(write(value), type);
	}

}
