package io.macula.gossip.etf;

import java.util.List;

/**
 * A reference: a value unlike any other, such as the one that ties an answer to its
 * request.
 * <p>
 * Source: ERTS User's Guide, External Term Format, NEWER_REFERENCE_EXT, NEW_REFERENCE_EXT
 * and REFERENCE_EXT.
 *
 * @param node the name of the node that made the reference
 * @param creation the incarnation of the node, 0 to 4,294,967,295
 * @param ids the numbers that make it unlike any other, 1 to {@value #MAX_IDS}, each 0 to
 * 4,294,967,295, in the order they are sent, which is not the order Erlang shows;
 * unmodifiable. OTP takes at most 262,143 in the first
 */
public record ReferenceTerm(AtomTerm node, long creation, List<Long> ids) implements Term {

	/**
	 * The most numbers that a reference can consist of.
	 */
	public static final int MAX_IDS = 5;

	/**
	 * Create a reference.
	 * @throws IllegalArgumentException if a number is outside its range or there are too
	 * few or too many
	 */
	public ReferenceTerm {
		ids = List.copyOf(ids);
		if (ids.isEmpty() || ids.size() > MAX_IDS) {
			throw new IllegalArgumentException("A reference has 1 to " + MAX_IDS + " ids, not " + ids.size());
		}
		Unsigned32.check("creation of a reference", creation);
		ids.forEach((id) -> Unsigned32.check("id of a reference", id));
	}

	@Override
	public Object toJava() {
		return this;
	}

	/**
	 * Return the reference as Erlang shows it, but with the node's name in place of the
	 * number that only the showing node could tell.
	 */
	@Override
	public String toString() {
		return Notation.of(this);
	}

}
