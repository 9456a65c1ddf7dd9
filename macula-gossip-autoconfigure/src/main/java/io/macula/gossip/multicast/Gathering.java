package io.macula.gossip.multicast;

import java.util.concurrent.TimeUnit;

/**
 * Whether datagrams are left to gather for a moment before they are read. Where thousands
 * come a second, waking up for each takes several times what reading it does; where few
 * come, or so many that they need no waiting for, each is read at once. For one thread.
 */
final class Gathering {

	/**
	 * For how long: far less than any limit of silence, and less than fills the buffer of
	 * a socket.
	 */
	static final long NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	/**
	 * How many rounds in a row must come so soon after each other.
	 */
	static final int ROUNDS = 16;

	/**
	 * How many datagrams a round that waited must bring to have been worth it.
	 */
	private static final int FEW = 3;

	/**
	 * How many in a round are a flood, which is read as fast as it comes.
	 */
	private static final int FLOOD = 32;

	private int rounds;

	private boolean gathered;

	private boolean flood;

	private long last;

	Gathering(long now) {
		this.last = now - NANOS;
	}

	/**
	 * Say whether to wait before the next round.
	 */
	boolean isNext() {
		this.gathered = this.rounds >= ROUNDS && !this.flood;
		return this.gathered;
	}

	/**
	 * A round is over.
	 * @param count how many datagrams it brought
	 * @param now the time now, of a monotonic clock in nanoseconds
	 */
	void read(int count, long now) {
		boolean often = (this.gathered) ? count > FEW : count > 0 && now - this.last < NANOS;
		this.rounds = (often) ? Math.min(this.rounds + 1, ROUNDS) : 0;
		this.flood = count >= FLOOD;
		this.last = now;
	}

}
