package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.distribution.handshake.AcceptingHandshake;
import io.macula.gossip.distribution.handshake.Deadline;
import io.macula.gossip.distribution.handshake.HandshakeChannel;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.distribution.handshake.HandshakeStatus;
import io.macula.gossip.net.QuietClose;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Does the handshake with nodes that connect to this one.
 */
final class Doorkeeper {

	private static final Log logger = LogFactory.getLog(Doorkeeper.class);

	private final DistributionSettings settings;

	private final LinkTable table;

	private final LinkStarter starter;

	private final ScheduledExecutorService timer;

	private final ListenerThread listener;

	private final Liveness liveness;

	Doorkeeper(DistributionSettings settings, LinkTable table, LinkStarter starter, ScheduledExecutorService timer,
			ListenerThread listener, Liveness liveness) {
		this.settings = settings;
		this.table = table;
		this.starter = starter;
		this.timer = timer;
		this.listener = listener;
		this.liveness = liveness;
	}

	/**
	 * Do the handshake and start the link, or close the socket. Blocks for the time-out
	 * of the handshake at most.
	 * @param socket the connection
	 */
	void admit(Socket socket) {
		Deadline deadline = Deadline.after(DistributionSettings.HANDSHAKE_TIMEOUT);
		try {
			Future<?> timeout = this.timer.schedule(() -> QuietClose.close(socket), deadline.remainingNanos(),
					TimeUnit.NANOSECONDS);
			admit(socket, deadline, timeout);
		}
		catch (RejectedExecutionException ex) {
			// This node is stopping
			QuietClose.close(socket);
		}
	}

	private void admit(Socket socket, Deadline deadline, Future<?> timeout) {
		Visit visit = null;
		try {
			Connection connection = Connection.accepted(socket, this.settings.links().tls());
			visit = new Visit(connection);
			HandshakeChannel channel = new HandshakeChannel(connection.input(), connection.output(),
					connection.headerLength(), deadline);
			new AcceptingHandshake(channel, this.starter.self(), this.settings.cookies().accepted()).run(visit);
			timeout.cancel(false);
			visit.succeed();
		}
		catch (IOException ex) {
			fail(socket, visit, ex);
		}
		catch (RuntimeException ex) {
			logger.error("The handshake with %s failed".formatted(socket.getInetAddress()), ex);
			fail(socket, visit, new IOException(ex.toString(), ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			fail(socket, visit, new IOException("this node is stopping", ex));
		}
		finally {
			timeout.cancel(false);
		}
	}

	private void fail(Socket socket, @Nullable Visit visit, IOException ex) {
		QuietClose.close(socket);
		String words = String.valueOf(ex.getMessage());
		if (logger.isDebugEnabled()) {
			logger.debug("No link with %s: %s".formatted(socket.getInetAddress(), words));
		}
		if (visit != null) {
			visit.fail((ex instanceof HandshakeException failure) ? failure.getReason() : Reason.CLOSED, words);
		}
	}

	/**
	 * Tells whether the node at the other end of a link is there.
	 */
	interface Liveness {

		/**
		 * Ask the node for a sign of life and wait for it, for about a second at most.
		 * @param link the link
		 * @return whether it answered
		 */
		boolean isAlive(Link link) throws InterruptedException;

	}

	/**
	 * One connection.
	 */
	private final class Visit implements AcceptingHandshake.Admission {

		private final Connection connection;

		private @Nullable HandshakeNode peer;

		private @Nullable Acceptance acceptance;

		private @Nullable Link replaced;

		private @Nullable Link link;

		private Visit(Connection connection) {
			this.connection = connection;
		}

		@Override
		public HandshakeStatus admit(HandshakeNode peer) throws HandshakeException {
			this.peer = peer;
			Doorkeeper.this.starter.checkAccepted(peer);
			Link link = Doorkeeper.this.table.link(peer.name());
			if (link != null && link.peer().creation() != peer.creation() && isAlive(link)) {
				throw new HandshakeException(Reason.NOT_ALLOWED,
						"another live node of this name is linked from %s: give one of the two another name"
							.formatted(link.remote().getHostAddress()));
			}
			this.acceptance = new Acceptance(peer.name());
			HandshakeStatus status = Doorkeeper.this.table.arrive(this.acceptance);
			if (status == HandshakeStatus.ALIVE) {
				this.replaced = Doorkeeper.this.table.link(peer.name());
			}
			return status;
		}

		private boolean isAlive(Link link) throws HandshakeException {
			try {
				return Doorkeeper.this.liveness.isAlive(link);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new HandshakeException(Reason.CLOSED, "this node is stopping", ex);
			}
		}

		@Override
		public void claim(HandshakeNode peer) throws HandshakeException {
			this.link = Doorkeeper.this.starter.claim(peer, this.connection, null, this.replaced);
		}

		private void succeed() {
			leave("");
			if (this.link != null) {
				Doorkeeper.this.starter.start(this.link);
			}
		}

		private void fail(Reason cause, String words) {
			if (this.link != null) {
				this.link.close(words);
			}
			leave(words);
			HandshakeNode peer = this.peer;
			if (peer != null && !isSimultaneous(cause)) {
				Doorkeeper.this.listener
					.tell((listener) -> listener.refused(peer.name(), this.connection.remote(), cause, words));
			}
		}

		// A node that gives way to our connection closes its own
		private boolean isSimultaneous(Reason cause) {
			return cause == Reason.SIMULTANEOUS || cause == Reason.ALREADY_CONNECTED || cause == Reason.CLOSED;
		}

		private void leave(String words) {
			if (this.acceptance != null) {
				Doorkeeper.this.table.leave(this.acceptance, words);
			}
		}

	}

}
