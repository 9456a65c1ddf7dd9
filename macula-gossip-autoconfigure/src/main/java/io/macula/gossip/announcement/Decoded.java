package io.macula.gossip.announcement;

import io.macula.gossip.NodeName;

/**
 * What a datagram turned out to be.
 */
public sealed interface Decoded {

	/**
	 * A node says that it is there.
	 *
	 * @param node the node
	 */
	record Announcement(NodeName node) implements Decoded {

	}

	/**
	 * A node says that it is leaving.
	 *
	 * @param node the node
	 * @param epochMillis when it was sent by the sender's clock, in milliseconds since
	 * 1970-01-01T00:00Z
	 */
	record Farewell(NodeName node, long epochMillis) implements Decoded {

	}

	/**
	 * A node that has the key asks one to prove that it has it too.
	 *
	 * @param node the node that is asked
	 * @param nonce what is to be repeated, 32 hexadecimal digits
	 * @param key which of our keys it asks with
	 */
	record Ask(NodeName node, String nonce, int key) implements Decoded {

	}

	/**
	 * A node proves that it has the key.
	 *
	 * @param node the node
	 * @param nonce what was to be repeated, 32 hexadecimal digits
	 * @param port the TCP port at which it accepts links
	 * @param incarnation its incarnation, 0 to 4294967295; 0 if it does not tell
	 * @param key which of our keys it has proven to have: none of the others
	 */
	record Proof(NodeName node, String nonce, int port, long incarnation, int key) implements Decoded {

	}

	/**
	 * Nothing to act on, and why.
	 */
	enum Refusal implements Decoded {

		/**
		 * Not a datagram of this format.
		 */
		FOREIGN,

		/**
		 * Of this format, but there is no valid node name in it.
		 */
		MALFORMED,

		/**
		 * Bears no signature, and one is required.
		 */
		UNSIGNED,

		/**
		 * Its signature was not made with an accepted secret.
		 */
		FORGED

	}

}
