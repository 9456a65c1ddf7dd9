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
	 * From a time that is not now, or older than one that came before.
	 */
	STALE

}
