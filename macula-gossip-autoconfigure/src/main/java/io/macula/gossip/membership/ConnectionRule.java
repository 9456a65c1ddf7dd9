package io.macula.gossip.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What makes a node count as connected, and for how long. Takes every input about a node
 * that is in the table, whether or not it counts by this rule.
 */
interface ConnectionRule {

	/**
	 * An announcement of the node was accepted.
	 * @param source where it came from
	 * @return whether it is the first that shows that a node which was lost is back
	 */
	boolean heard(MemberEntry entry, InetSocketAddress source, long now);

	/**
	 * A farewell of the node was accepted.
	 * @return whether that ends its stay
	 */
	boolean saidFarewell(MemberEntry entry);

	/**
	 * A link to the node stands.
	 * @param address where it is
	 * @param introducesItself whether it will tell of itself over the link
	 */
	void linkUp(MemberEntry entry, InetAddress address, boolean introducesItself, long now);

	/**
	 * The link to the node has ended.
	 * @param cause why, in words
	 */
	void linkDown(MemberEntry entry, String cause, long now);

	/**
	 * An attempt to link to the node came to nothing.
	 * @param cause why, in words
	 */
	void connectFailed(MemberEntry entry, String cause, long now);

	/**
	 * No attempt to link to the node was made.
	 * @param cause why not, in words
	 */
	void connectRefused(MemberEntry entry, String cause, long now);

	/**
	 * A link that the node wanted was refused; it has proven nothing.
	 * @param cause why, in words
	 */
	void linkRefused(MemberEntry entry, String cause);

	/**
	 * The node answered a probe.
	 */
	void probeAnswered(MemberEntry entry, long now);

	/**
	 * Time passed: suspect the node, which is up, or take it down if that is due.
	 * @param mayTakeDown whether this process has listened for long enough to judge
	 */
	void judge(MemberEntry entry, long now, boolean mayTakeDown);

	/**
	 * Return when the node, which is up, is next to be judged.
	 * @param judgeFrom when this process may judge again
	 */
	long deadline(MemberEntry entry, long judgeFrom);

	/**
	 * Time passed, and the node is not up: see whether to do something about it.
	 * @return when to see next
	 */
	long seek(MemberEntry entry, long now);

}
