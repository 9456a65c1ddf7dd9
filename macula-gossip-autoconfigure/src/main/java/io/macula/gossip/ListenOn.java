package io.macula.gossip;

/**
 * Where a node listens for links, and for EPMD where it serves that.
 */
public enum ListenOn {

	/**
	 * On the interfaces that its announcements go by, and loopback. A connection that
	 * comes to another address of this machine is closed before anything is read of it.
	 */
	CHOSEN,

	/**
	 * On all interfaces of this machine.
	 */
	ALL

}
