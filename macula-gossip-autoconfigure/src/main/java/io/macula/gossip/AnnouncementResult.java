package io.macula.gossip;

/**
 * What became of an announcement, sent or received.
 */
public enum AnnouncementResult {

	/**
	 * Sent on one interface.
	 */
	SENT(Direction.SENT),

	/**
	 * Could not be sent on one interface.
	 */
	FAILED(Direction.SENT),

	/**
	 * Accepted: another node's announcement or farewell.
	 */
	ACCEPTED(Direction.RECEIVED),

	/**
	 * Accepted: a question for a proof of the key, or a proof.
	 */
	PROOF(Direction.RECEIVED),

	/**
	 * This node's own, come back by multicast loopback.
	 */
	OWN(Direction.RECEIVED),

	/**
	 * Carries this node's name but came from elsewhere: two nodes have one name, or
	 * somebody repeats what this node sent.
	 */
	CONFLICT(Direction.RECEIVED),

	/**
	 * Refused: not an announcement in this cluster's format.
	 */
	FOREIGN(Direction.RECEIVED),

	/**
	 * Refused: no valid node name in it.
	 */
	MALFORMED(Direction.RECEIVED),

	/**
	 * Refused: a secret is set here and the datagram bears no signature.
	 */
	UNSIGNED(Direction.RECEIVED),

	/**
	 * Refused: its signature was not made with an accepted secret.
	 */
	FORGED(Direction.RECEIVED),

	/**
	 * Refused: a farewell from another time, or one that came before.
	 */
	STALE(Direction.RECEIVED),

	/**
	 * Refused: a new name, and the table of nodes is full.
	 */
	FULL(Direction.RECEIVED),

	/**
	 * Refused: a question for a proof, of which its host sent as many as one may.
	 */
	LIMITED(Direction.RECEIVED);

	private final Direction direction;

	AnnouncementResult(Direction direction) {
		this.direction = direction;
	}

	/**
	 * Return the way that announcements with this result went.
	 * @return sent or received
	 */
	public Direction direction() {
		return this.direction;
	}

	/**
	 * Which way an announcement went.
	 */
	public enum Direction {

		/**
		 * From this node to the group.
		 */
		SENT,

		/**
		 * From the group to this node.
		 */
		RECEIVED

	}

}
