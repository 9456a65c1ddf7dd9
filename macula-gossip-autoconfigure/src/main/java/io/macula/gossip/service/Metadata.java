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
import io.macula.gossip.membership.Introduction;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells of itself, as it goes over a link:
 * <code>{metadata, Node, Map}</code>, sent to the registered name {@code macula_gossip}
 * when the link is up and when the metadata changes. The map has the application's name
 * among the metadata, under a key that metadata may not have. A BEAM process that calls
 * that name with {@code metadata} gets the same.
 */
final class Metadata {

	/**
	 * The key of the application's name.
	 */
	static final String APPLICATION = "spring.application.name";

	static final int MAX_ENTRIES = 64;

	static final int MAX_CHARACTERS = 1024;

	private static final int MAX_BYTES_OF_CHARACTER = 4;

	private static final AtomTerm TAG = AtomTerm.of("metadata");

	private Metadata() {
	}

	static Term message(NodeName node, Introduction introduction) {
		Map<String, String> map = new LinkedHashMap<>(introduction.metadata());
		String application = introduction.application();
		if (application != null) {
			map.put(APPLICATION, application.substring(0, Math.min(MAX_CHARACTERS, application.length())));
		}
		return TupleTerm.of(TAG, AtomTerm.of(node.value()), Term.of(map));
	}

	static boolean isRequest(Term body) {
		return TAG.equals(body);
	}

	/**
	 * Return what a message tells, or {@code null} if it is not of its sender or over the
	 * limits.
	 */
	static @Nullable Introduction read(NodeName sender, Term body) {
		if (!(body instanceof TupleTerm tuple) || tuple.size() != 3 || !TAG.equals(tuple.get(0))
				|| !AtomTerm.of(sender.value()).equals(tuple.get(1)) || !(tuple.get(2) instanceof MapTerm map)
				|| map.size() > MAX_ENTRIES + 1) {
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
		String application = metadata.remove(APPLICATION);
		return (metadata.size() <= MAX_ENTRIES) ? new Introduction(application, metadata) : null;
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
		if (metadata.containsKey(APPLICATION)) {
			throw new IllegalArgumentException("The metadata '" + APPLICATION
					+ "' is told in any case, as the name of the application: leave it out");
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
