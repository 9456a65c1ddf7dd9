package io.macula.gossip;

/**
 * What makes a node count as connected.
 */
public enum ConnectionMode {

	/**
	 * A link over Erlang's distribution protocol, which both ends authenticated with a
	 * cookie: among JVM and BEAM nodes alike.
	 */
	DISTRIBUTION,

	/**
	 * Its announcements keep coming. No connection is made, for networks that allow
	 * nothing but the datagrams and for very large groups.
	 */
	HEARTBEAT

}
