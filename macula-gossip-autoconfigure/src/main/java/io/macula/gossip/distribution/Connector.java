package io.macula.gossip.distribution;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import io.macula.gossip.distribution.handshake.Challenges;
import io.macula.gossip.distribution.handshake.ConnectingHandshake;
import io.macula.gossip.distribution.handshake.Cookie;
import io.macula.gossip.distribution.handshake.Deadline;
import io.macula.gossip.distribution.handshake.HandshakeException;
import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import io.macula.gossip.distribution.handshake.HandshakeMessages.Challenge;
import io.macula.gossip.distribution.handshake.HandshakeNode;
import io.macula.gossip.distribution.handshake.HandshakeStatus;
import org.jspecify.annotations.Nullable;

/**
 * Connects to one address of a node: with each cookie that it may be proven in turn, on a
 * new connection each time, until one is right.
 */
final class Connector {

	private final DistributionSettings settings;

	private final LinkSockets sockets;

	private final LinkTable table;

	private final LinkReceiver receiver;

	private final ScheduledExecutorService timer;

	private final Challenges challenges;

	Connector(DistributionSettings settings, LinkSockets sockets, LinkTable table, LinkReceiver receiver,
			ScheduledExecutorService timer, Challenges challenges) {
		this.challenges = challenges;
		this.settings = settings;
		this.sockets = sockets;
		this.table = table;
		this.receiver = receiver;
		this.timer = timer;
	}

	void connect(Dial dial, HandshakeNode self, InetSocketAddress address, Deadline deadline)
			throws IOException, InterruptedException {
		String place = "%s at %s port %d: ".formatted(dial.peer(), address.getAddress().getHostAddress(),
				address.getPort());
		HandshakeException refusal = null;
		for (Cookie cookie : dial.cookies(this.settings.cookies())) {
			try {
				attempt(dial, self, address, deadline, cookie);
				return;
			}
			catch (HandshakeException ex) {
				refusal = new HandshakeException(ex.getReason(), place + ex.words(), ex);
				if (ex.getReason() != Reason.WRONG_COOKIE) {
					throw refusal;
				}
				this.table.pause(dial);
			}
			catch (ConnectException ex) {
				throw new IOException(place + "nothing listens there, though %s says so: is it just ending?"
					.formatted((dial.isPortTold()) ? "it" : "EPMD"), ex);
			}
			catch (SocketException ex) {
				throw new IOException(place + "it cannot be reached: " + ex.getMessage(), ex);
			}
			catch (SocketTimeoutException ex) {
				throw new IOException(place + "no connection in time: is a firewall between?", ex);
			}
			catch (SSLException ex) {
				throw new IOException(place + "no TLS session, check that both nodes use TLS and trust each other: "
						+ ex.getMessage(), ex);
			}
		}
		if (refusal != null) {
			throw refusal;
		}
	}

	private void attempt(Dial dial, HandshakeNode self, InetSocketAddress address, Deadline deadline, Cookie cookie)
			throws IOException, InterruptedException {
		Socket socket = this.sockets.client();
		dial.use(socket);
		@Nullable Closeable unused = socket;
		try {
			socket.connect(address, deadline.remainingMillis());
			Connection connection = Connection.dialled(socket, this.settings.links().tls(), dial.peer().host());
			String objection = this.table.objection(dial.peer());
			if (objection != null) {
				throw new HandshakeException(Reason.NOT_ALLOWED, objection);
			}
			if (this.table.begin(dial)) {
				HandshakeNode peer = handshake(dial, self, connection, cookie);
				Link link = new Link(peer, cookie, connection, this.settings, this.receiver);
				this.table.claim(link, dial);
				unused = null;
				this.table.announce(link);
				link.start(this.settings.threads());
			}
		}
		finally {
			if (unused != null) {
				unused.close();
			}
		}
	}

	private HandshakeNode handshake(Dial dial, HandshakeNode self, Connection connection, Cookie cookie)
			throws HandshakeException, InterruptedException {
		Deadline deadline = Deadline.after(DistributionSettings.HANDSHAKE_TIMEOUT);
		Future<?> timeout = this.timer.schedule(connection::close, deadline.remainingNanos(), TimeUnit.NANOSECONDS);
		try {
			ConnectingHandshake handshake = new ConnectingHandshake(connection.handshakeChannel(deadline), self,
					dial.peer(), this.challenges);
			if (handshake.sendName() == HandshakeStatus.ALIVE) {
				handshake.answerAlive(this.table.link(dial.peer()) == null);
			}
			Challenge challenge = handshake.readChallenge();
			dial.check(challenge.node());
			this.table.prove(dial, challenge.node());
			handshake.prove(challenge, cookie);
			return challenge.node();
		}
		finally {
			timeout.cancel(false);
		}
	}

}
