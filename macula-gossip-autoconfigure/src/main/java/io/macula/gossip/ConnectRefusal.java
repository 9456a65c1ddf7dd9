package io.macula.gossip;

/**
 * Why this node did not even try to link to one that was heard.
 */
public enum ConnectRefusal {

	/**
	 * It has not proven that it has the key.
	 */
	UNPROVEN,

	/**
	 * It was heard at another host than the one in its name.
	 */
	WRONG_HOST,

	/**
	 * The host in its name has no address here.
	 */
	UNKNOWN_HOST,

	/**
	 * Too much waits already on account of such nodes.
	 */
	LIMITED

}
