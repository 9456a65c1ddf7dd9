package io.macula.gossip.membership;

/**
 * What makes a node count as connected, and for how long.
 */
interface ConnectionRule {

	/**
	 * An announcement of the node was accepted.
	 */
	void heard(MemberEntry entry, long now);

	/**
	 * Time passed: suspect the node or take it down if that is due.
	 * @param mayTakeDown whether this process has listened for long enough to judge
	 */
	void judge(MemberEntry entry, long now, boolean mayTakeDown);

	/**
	 * Return when the node, which is up, is next to be judged.
	 * @param judgeFrom when this process may judge again
	 */
	long deadline(MemberEntry entry, long judgeFrom);

}
