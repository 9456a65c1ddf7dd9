package io.macula.gossip;

/**
 * Why a node is down.
 */
public enum NodeDownReason {

	/**
	 * It said that it is leaving.
	 */
	LEFT,

	/**
	 * No announcement of it came for too long: it died, hangs or is cut off.
	 */
	SILENT,

	/**
	 * Its link closed: it stopped, died, or was disconnected.
	 */
	LINK_CLOSED,

	/**
	 * It was silent and did not answer over its link either: it hangs or is cut off.
	 */
	UNRESPONSIVE,

	/**
	 * This node itself stopped taking part, for good or to return under the name of its
	 * new address, and sees nobody any more.
	 */
	STOPPED

}
