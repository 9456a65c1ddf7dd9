package io.macula.gossip.distribution;

import java.net.Socket;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.NodeName;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.net.QuietClose;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to connect to a node, in one {@link Stage} at a time. The {@link LinkTable}
 * moves it from stage to stage, under the lock of the {@link LinkSlots}. Safe for use by
 * several threads.
 */
final class Dial {

	/**
	 * After how long a handshake that is not over is held up by something: by a full
	 * queue of connections at the other node, most likely.
	 */
	private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	/**
	 * The same for one that only the last answer is missing to.
	 */
	private static final long STUCK_AT_THE_END_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final NodeName peer;

	private final @Nullable Destination destination;

	private Stage stage = new Stage.Preparing();

	private @Nullable Socket socket;

	private @Nullable Future<?> timeout;

	Dial(NodeName peer, @Nullable Destination destination) {
		this.peer = peer;
		this.destination = destination;
	}

	NodeName peer() {
		return this.peer;
	}

	/**
	 * Return where to connect, or {@code null} for where the node's name says.
	 */
	@Nullable Destination destination() {
		return this.destination;
	}

	/**
	 * Say whether the node has told its port itself, so that its EPMD is not asked.
	 */
	boolean isPortTold() {
		return this.destination != null && this.destination.port() != 0;
	}

	/**
	 * Return what the node may be proven.
	 * @param cookies those of this node
	 * @return the one that its destination names, or else each that is proven by
	 * connecting
	 */
	List<Cookie> cookies(Cookies cookies) {
		Cookie only = (this.destination != null) ? this.destination.cookie() : null;
		return (only != null) ? List.of(only) : cookies.proven();
	}

	/**
	 * Check that the node that answers is the one that is meant.
	 * @param node what it says of itself
	 * @throws HandshakeException if it is another incarnation
	 */
	void check(HandshakeNode node) throws HandshakeException {
		if (this.destination != null && this.destination.incarnation() != 0
				&& this.destination.incarnation() != node.creation()) {
			throw new HandshakeException(HandshakeException.Reason.NAME_MISMATCH,
					"another incarnation of it answers there than the one that has proven the key");
		}
	}

	/**
	 * Set what is closed when the attempt comes to nothing.
	 * @param socket the socket
	 */
	synchronized void use(Socket socket) {
		this.socket = socket;
		if (isCancelled()) {
			QuietClose.close(socket);
		}
	}

	/**
	 * Set what ends the attempt when it takes too long, and is no longer needed after it.
	 * @param timeout the task
	 */
	synchronized void limit(Future<?> timeout) {
		if (this.timeout != null) {
			this.timeout.cancel(false);
		}
		this.timeout = timeout;
		if (this.stage instanceof Stage.Linked || this.stage instanceof Stage.Ended) {
			timeout.cancel(false);
		}
	}

	/**
	 * Let the other node know of the attempt.
	 * @param now the time, in nanoseconds of a monotonic clock
	 * @return whether the attempt goes on
	 */
	synchronized boolean begin(long now) {
		if (this.stage instanceof Stage.Preparing) {
			this.stage = new Stage.Named(now);
		}
		return this.stage instanceof Stage.Named;
	}

	/**
	 * Let the other node make the connection the link.
	 * @param now the time, in nanoseconds of a monotonic clock
	 * @return whether the attempt goes on
	 */
	synchronized boolean prove(long now) {
		if (this.stage instanceof Stage.Named) {
			this.stage = new Stage.Proving(now);
		}
		return isProving();
	}

	/**
	 * Go back to where the other node knows of nothing.
	 * @return whether the attempt goes on
	 */
	synchronized boolean pause() {
		if (isNamed()) {
			this.stage = new Stage.Preparing();
		}
		return this.stage instanceof Stage.Preparing;
	}

	/**
	 * Give way to a connection of the other node.
	 * @return whether the attempt waits for the outcome of such a connection
	 */
	synchronized boolean giveWay() {
		if (this.stage instanceof Stage.Preparing || isNamed()) {
			this.stage = new Stage.Yielded();
			closeSocket();
		}
		return hasYielded();
	}

	/**
	 * Leave the connection to a link.
	 * @return whether the attempt has gone on until now
	 */
	synchronized boolean succeed() {
		if (isProving()) {
			this.stage = new Stage.Linked();
		}
		return this.stage instanceof Stage.Linked;
	}

	/**
	 * End the attempt, whatever has come of it.
	 */
	synchronized void end() {
		if (!(this.stage instanceof Stage.Linked)) {
			this.stage = new Stage.Ended();
			closeSocket();
		}
		if (this.timeout != null) {
			this.timeout.cancel(false);
		}
	}

	private void closeSocket() {
		if (this.socket != null) {
			QuietClose.close(this.socket);
		}
	}

	/**
	 * Say whether the other node knows of the attempt, and it goes on.
	 */
	synchronized boolean isNamed() {
		return this.stage instanceof Stage.Named || isProving();
	}

	/**
	 * Say whether the other node may make it the link.
	 */
	synchronized boolean isProving() {
		return this.stage instanceof Stage.Proving;
	}

	/**
	 * Say whether the other node should have answered long ago.
	 * @param now the time, in nanoseconds of a monotonic clock
	 */
	synchronized boolean isStuck(long now) {
		return (this.stage instanceof Stage.Named named && now - named.since() > STUCK_NANOS)
				|| (this.stage instanceof Stage.Proving proving && now - proving.since() > STUCK_AT_THE_END_NANOS);
	}

	synchronized boolean hasYielded() {
		return this.stage instanceof Stage.Yielded;
	}

	/**
	 * Say whether there is nothing left to do for the attempt.
	 */
	synchronized boolean isCancelled() {
		return this.stage instanceof Stage.Yielded || this.stage instanceof Stage.Ended;
	}

	/**
	 * How far an attempt has come.
	 */
	private sealed interface Stage {

		/**
		 * It awaits its turn, an address, a connection: the other node knows of nothing.
		 */
		record Preparing() implements Stage {

		}

		/**
		 * Our name is on its way to the other node, so that it knows of us.
		 *
		 * @param since when it left, in nanoseconds of a monotonic clock
		 */
		record Named(long since) implements Stage {

		}

		/**
		 * Our answer to the other node's challenge is on its way, with which that can
		 * make the connection the link.
		 *
		 * @param since when it left, in nanoseconds of a monotonic clock
		 */
		record Proving(long since) implements Stage {

		}

		/**
		 * It has given way to a connection of the other node, and waits for its outcome.
		 */
		record Yielded() implements Stage {

		}

		/**
		 * It has led to a link.
		 */
		record Linked() implements Stage {

		}

		/**
		 * It has come to nothing.
		 */
		record Ended() implements Stage {

		}

	}

}
