package io.macula.gossip.service;

import java.util.LinkedHashMap;
import java.util.Map;

import io.macula.gossip.NodeName;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.FloatTerm;
import io.macula.gossip.etf.IntegerTerm;
import io.macula.gossip.etf.MapTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * Metadata as it goes over a link: <code>{metadata, Node, Map}</code>, sent to the
 * registered name {@code macula_gossip} when the link is up and when the metadata
 * changes. A BEAM process that calls that name with {@code metadata} gets the same.
 */
final class Metadata {

	/**
	 * Registered name that metadata is sent to.
	 */
	static final String PROCESS = "macula_gossip";

	static final int MAX_ENTRIES = 64;

	static final int MAX_CHARACTERS = 1024;

	private static final int MAX_BYTES_OF_CHARACTER = 4;

	private static final AtomTerm TAG = AtomTerm.of("metadata");

	private Metadata() {
	}

	static Term message(NodeName node, Map<String, String> metadata) {
		return TupleTerm.of(TAG, AtomTerm.of(node.value()), Term.of(metadata));
	}

	static boolean isRequest(Term body) {
		return TAG.equals(body);
	}

	/**
	 * Return the metadata that a message holds, or {@code null} if it is none of its
	 * sender or over the limits.
	 */
	static @Nullable Map<String, String> read(NodeName sender, Term body) {
		if (!(body instanceof TupleTerm tuple) || tuple.size() != 3 || !TAG.equals(tuple.get(0))
				|| !AtomTerm.of(sender.value()).equals(tuple.get(1)) || !(tuple.get(2) instanceof MapTerm map)
				|| map.size() > MAX_ENTRIES) {
			return null;
		}
		Map<String, String> metadata = new LinkedHashMap<>();
		for (Map.Entry<Term, Term> entry : map.entries()) {
			String key = text(entry.getKey());
			String value = text(entry.getValue());
			if (key == null || value == null || key.length() > MAX_CHARACTERS || value.length() > MAX_CHARACTERS) {
				return null;
			}
			metadata.put(key, value);
		}
		return Map.copyOf(metadata);
	}

	/**
	 * Check metadata of this node.
	 * @throws IllegalArgumentException if the others would refuse it
	 */
	static Map<String, String> checked(Map<String, String> metadata) {
		if (metadata.size() > MAX_ENTRIES) {
			throw new IllegalArgumentException(
					"There are " + metadata.size() + " entries of metadata: use " + MAX_ENTRIES + " at most");
		}
		metadata.forEach((key, value) -> {
			if (key.length() > MAX_CHARACTERS || value.length() > MAX_CHARACTERS) {
				throw new IllegalArgumentException("The metadata '" + key.substring(0, Math.min(50, key.length()))
						+ "' is too long: use " + MAX_CHARACTERS + " characters at most");
			}
		});
		return Map.copyOf(metadata);
	}

	private static @Nullable String text(Term term) {
		if (term instanceof BinaryTerm binary) {
			return (binary.length() <= MAX_CHARACTERS * MAX_BYTES_OF_CHARACTER) ? binary.utf8() : null;
		}
		if (term instanceof AtomTerm atom) {
			return atom.name();
		}
		if (term instanceof FloatTerm number) {
			return String.valueOf(number.value());
		}
		// The digits of a number of a megabyte take seconds to compute.
		return (term instanceof IntegerTerm number && number.isLong()) ? String.valueOf(number.longValue()) : null;
	}

}
