package io.macula.gossip.simulation;

/**
 * A link that the acceptor has, and the dialer before long.
 */
final class SimulatedLink {

	private final int dialer;

	private final int acceptor;

	private boolean dialerOpen = true;

	private boolean acceptorOpen = true;

	/**
	 * Whether the dialer knows of it.
	 */
	private boolean known;

	SimulatedLink(int dialer, int acceptor) {
		this.dialer = dialer;
		this.acceptor = acceptor;
	}

	boolean isOpen(int end) {
		return (end == this.dialer) ? this.dialerOpen : this.acceptorOpen;
	}

	void close(int end) {
		if (end == this.dialer) {
			this.dialerOpen = false;
		}
		else {
			this.acceptorOpen = false;
		}
	}

	int other(int end) {
		return (end == this.dialer) ? this.acceptor : this.dialer;
	}

	boolean joins(int one, int other) {
		return (this.dialer == one && this.acceptor == other) || (this.dialer == other && this.acceptor == one);
	}

	boolean isDialer(int end) {
		return end == this.dialer;
	}

	boolean isKnown() {
		return this.known;
	}

	void known() {
		this.known = true;
	}

}
