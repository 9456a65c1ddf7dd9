package io.macula.gossip.distribution.epmd;

import org.jspecify.annotations.Nullable;

/**
 * A node's entry in an EPMD, which lives as long as the TCP connection that made it (ERTS
 * User's Guide, "Distribution Protocol", sections "Register a Node in EPMD" and
 * "Unregister a Node from EPMD"). Safe for use by several threads.
 */
public final class EpmdRegistration implements AutoCloseable {

	private final long creation;

	private final EpmdExchange exchange;

	EpmdRegistration(long creation, EpmdExchange exchange) {
		this.creation = creation;
		this.exchange = exchange;
	}

	/**
	 * Return the number that tells this registration from earlier ones of the same name.
	 * @return the creation, 0 to 4294967295; an EPMD older than OTP 23 gives 1 to 3
	 */
	public long creation() {
		return this.creation;
	}

	/**
	 * Block until the registration ends. For one thread.
	 * @return why it was lost, or {@code null} if {@link #close()} ended it
	 */
	@Nullable EpmdException awaitEnd() {
		return this.exchange.awaitEnd();
	}

	/**
	 * End the registration: EPMD forgets the name. Has no effect the second time.
	 */
	@Override
	public void close() {
		this.exchange.close();
	}

}
