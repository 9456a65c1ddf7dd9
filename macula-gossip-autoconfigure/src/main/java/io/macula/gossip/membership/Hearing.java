package io.macula.gossip.membership;

/**
 * What an announcement was to the membership.
 */
public enum Hearing {

	/**
	 * From a node that is up.
	 */
	KNOWN,

	/**
	 * From a node that was not up before, and wants to hear of us.
	 */
	NEWCOMER,

	/**
	 * From a new node, for which there is no room.
	 */
	FULL,

	/**
	 * From a new node, whose address has all the names in the table that one may have, or
	 * so many that are not up that it has to wait before it brings another one.
	 */
	CROWDED,

	/**
	 * From a node that has just said farewell: sent before that, and received after it.
	 */
	LEFT,

	/**
	 * From a time that is not now, older than one that came before, or not from where its
	 * node is.
	 */
	STALE

}
