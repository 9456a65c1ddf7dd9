package io.macula.gossip;

/**
 * Whom a node connects to, in connection mode {@code distribution}. The side that
 * connects proves the cookie first, by a digest that can be passed on: whoever makes a
 * node connect to him can have the link that it makes possible. Who connects to this node
 * has to prove the cookie first, whatever is set here.
 */
public enum ConnectTo {

	/**
	 * Only to who has just proven that he has the key, at the port that he proved it for;
	 * and, since BEAM nodes cannot, to a node that linked to this one by itself and whose
	 * link broke, at the host that it linked from. Where there is no key, to whoever
	 * announces the host that he sends from.
	 */
	PROVEN,

	/**
	 * As {@link #PROVEN}, but never without a proof of that moment. A BEAM node that has
	 * lost its link has to connect to this one by itself.
	 */
	PROVEN_EACH_TIME,

	/**
	 * To whoever announces himself, by way of his EPMD: with a secret wherever his name
	 * says, without one only at the host that he sends from. Whoever can send to the
	 * group, or repeat what was sent to it, can then be let in without the key.
	 */
	ANNOUNCED

}
