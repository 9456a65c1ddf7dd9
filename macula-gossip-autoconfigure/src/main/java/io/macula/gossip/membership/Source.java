package io.macula.gossip.membership;

import java.util.LinkedHashMap;
import java.util.Map;

import io.macula.gossip.NodeName;

/**
 * An address from which names were first heard: what is in the table on its account.
 */
final class Source {

	int names;

	/**
	 * When the last one of them was added.
	 */
	long lastNameAt;

	/**
	 * Those of its names that may have to leave the table for another of its own, the one
	 * that was heard the longest ago first.
	 */
	final Map<NodeName, MemberEntry> idle = new LinkedHashMap<>(16, 0.75f, true);

}
