package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.macula.gossip.distribution.handshake.AcceptingHandshake;
import io.macula.gossip.distribution.handshake.AcceptingHandshake.Proof;
import io.macula.gossip.distribution.handshake.Challenges;
import io.macula.gossip.distribution.handshake.Deadline;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.distribution.handshake.HandshakeStatus;
import io.macula.gossip.net.QuietClose;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Admits nodes that connect to this one: a link for each that is allowed and has the key.
 * Safe for use by several threads.
 */
final class Admission {

	private static final Log logger = LogFactory.getLog(Admission.class);

	private final DistributionSettings settings;

	private final Incarnation incarnation;

	private final LinkTable table;

	private final Prober prober;

	private final LinkReceiver receiver;

	private final ScheduledExecutorService timer;

	private final ListenerThread listener;

	private final Challenges challenges;

	private final NameCheck names = new NameCheck();

	Admission(DistributionSettings settings, Incarnation incarnation, LinkTable table, Prober prober,
			LinkReceiver receiver, ScheduledExecutorService timer, ListenerThread listener, Challenges challenges) {
		this.challenges = challenges;
		this.settings = settings;
		this.incarnation = incarnation;
		this.table = table;
		this.prober = prober;
		this.receiver = receiver;
		this.timer = timer;
		this.listener = listener;
	}

	/**
	 * Do the handshake and start the link, or close the socket. Blocks for the time-out
	 * of the handshake at most.
	 * @param socket the connection
	 * @param done says whether it may become a link, and keeps it from losing its place
	 */
	void admit(Socket socket, BooleanSupplier done) {
		Deadline deadline = Deadline.after(DistributionSettings.HANDSHAKE_TIMEOUT);
		Future<?> timeout;
		try {
			timeout = this.timer.schedule(() -> QuietClose.close(socket), deadline.remainingNanos(),
					TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// This node is stopping
			QuietClose.close(socket);
			return;
		}
		try {
			Connection connection = Connection.accepted(socket, this.settings.links().tls());
			HandshakeNode self = this.settings.self(this.incarnation.await());
			AcceptingHandshake handshake = new AcceptingHandshake(connection.handshakeChannel(deadline), self,
					this.settings.cookies().accepted(), this.challenges);
			admit(connection, handshake, timeout, done);
		}
		catch (IOException ex) {
			if (logger.isDebugEnabled()) {
				logger.debug("No link with %s: %s".formatted(socket.getInetAddress(), ex.getMessage()));
			}
			QuietClose.close(socket);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			QuietClose.close(socket);
		}
		catch (RuntimeException ex) {
			logger.error("The handshake with %s failed".formatted(socket.getInetAddress()), ex);
			QuietClose.close(socket);
		}
		finally {
			timeout.cancel(false);
		}
	}

	private void admit(Connection connection, AcceptingHandshake handshake, Future<?> timeout, BooleanSupplier done)
			throws IOException, InterruptedException {
		HandshakeNode peer = handshake.readName();
		Acceptance acceptance = new Acceptance(peer.name());
		Link link = null;
		try {
			String objection = connection.objection(peer.name().host());
			objection = (objection != null) ? objection : objection(peer, connection.remote());
			if (objection != null) {
				throw handshake.refuse(objection);
			}
			HandshakeStatus status = this.table.arrive(acceptance);
			handshake.answer(status);
			Proof proof = handshake.challenge();
			Link old = acceptance.replaces;
			if (old != null && this.prober.isAlive(old)) {
				throw new HandshakeException(Reason.ALREADY_CONNECTED,
						"the link that there is answers: it is not replaced");
			}
			if (!done.getAsBoolean()) {
				throw new HandshakeException(Reason.CLOSED, "it took long, and a newer connection has its place");
			}
			link = new Link(peer, proof.cookie(), connection, this.settings, this.receiver);
			this.table.claim(link, acceptance);
			handshake.confirm(proof);
			timeout.cancel(false);
			this.table.leave(acceptance);
			this.table.announce(link);
			link.start(this.settings.threads());
		}
		catch (IOException | InterruptedException | RuntimeException | Error ex) {
			String words = (ex instanceof IOException) ? String.valueOf(ex.getMessage()) : ex.toString();
			connection.close();
			if (link != null) {
				link.close(words);
			}
			this.table.leave(acceptance);
			if (ex instanceof HandshakeException failure && !isOrdinary(failure.getReason())) {
				this.listener
					.tell((listener) -> listener.refused(peer.name(), connection.remote(), failure.getReason(), words));
			}
			throw ex;
		}
	}

	/**
	 * Say why a node may not link.
	 */
	private @Nullable String objection(HandshakeNode peer, InetAddress remote) throws InterruptedException {
		String objection = this.table.objection(peer.name());
		if (objection == null && this.settings.open()) {
			objection = this.names.objection(peer.name(), remote);
		}
		Link twin = this.table.link(peer.name());
		if (objection == null && twin != null && twin.peer().creation() != peer.creation()
				&& this.prober.isAlive(twin)) {
			return "another live node of this name is linked from %s: give one of the two another name"
				.formatted(twin.remote().getHostAddress());
		}
		return objection;
	}

	// A node that gives way to our connection closes its own
	private static boolean isOrdinary(Reason reason) {
		return reason == Reason.SIMULTANEOUS || reason == Reason.ALREADY_CONNECTED || reason == Reason.CLOSED;
	}

}
