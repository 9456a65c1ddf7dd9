package io.macula.gossip.distribution.epmd;

import org.jspecify.annotations.Nullable;

/**
 * A node's entry in an EPMD, which lives as long as the TCP connection that made it (ERTS
 * User's Guide, "Distribution Protocol", sections "Register a Node in EPMD" and
 * "Unregister a Node from EPMD"). Safe for use by several threads.
 */
public final class EpmdRegistration implements AutoCloseable {

	private final EpmdNode node;

	private final long creation;

	private final EpmdExchange exchange;

	EpmdRegistration(EpmdNode node, long creation, EpmdExchange exchange) {
		this.node = node;
		this.creation = creation;
		this.exchange = exchange;
	}

	/**
	 * Return what was registered.
	 * @return what was registered
	 */
	public EpmdNode node() {
		return this.node;
	}

	/**
	 * Return the number that tells this registration from earlier ones of the same name.
	 * @return the creation, 0 to 4294967295; an EPMD older than OTP 23 gives 1 to 3
	 */
	public long creation() {
		return this.creation;
	}

	/**
	 * Say whether the registration stands. A lost connection shows once it was noticed,
	 * which needs
	 * {@link EpmdClient#register(EpmdNode, java.util.concurrent.Executor, java.util.function.Consumer)}.
	 * @return whether the registration stands as far as is known
	 */
	public boolean isOpen() {
		return this.exchange.isOpen();
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
