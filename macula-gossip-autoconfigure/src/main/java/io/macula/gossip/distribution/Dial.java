package io.macula.gossip.distribution;

import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.Future;

import io.macula.gossip.NodeName;
import io.macula.gossip.net.QuietClose;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to connect to a node. The {@link LinkTable} guards all but the connection.
 */
final class Dial {

	private final NodeName peer;

	private final @Nullable InetAddress heardAt;

	/**
	 * Whether our name is on its way to the other node, so that it knows of us.
	 */
	boolean begun;

	/**
	 * Whether the attempt has given way to a connection from the other node.
	 */
	boolean yielded;

	/**
	 * The connection that it has given way to, once that has come.
	 */
	@Nullable Acceptance displacedBy;

	/**
	 * What ends the attempt when it takes too long.
	 */
	volatile @Nullable Future<?> timeout;

	private @Nullable Socket socket;

	private boolean cancelled;

	Dial(NodeName peer, @Nullable InetAddress heardAt) {
		this.peer = peer;
		this.heardAt = heardAt;
	}

	NodeName peer() {
		return this.peer;
	}

	/**
	 * Return where the node was heard, or {@code null}.
	 */
	@Nullable InetAddress heardAt() {
		return this.heardAt;
	}

	/**
	 * Set what {@link #cancel()} closes.
	 * @param socket the socket
	 */
	synchronized void use(Socket socket) {
		this.socket = socket;
		if (this.cancelled) {
			QuietClose.close(socket);
		}
	}

	/**
	 * End the work on the attempt.
	 */
	synchronized void cancel() {
		this.cancelled = true;
		if (this.socket != null) {
			QuietClose.close(this.socket);
		}
	}

	synchronized boolean isCancelled() {
		return this.cancelled;
	}

}
