package io.macula.gossip.distribution;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

import javax.net.ssl.SSLSocket;

import io.macula.gossip.LinkTls;
import io.macula.gossip.distribution.handshake.Deadline;
import io.macula.gossip.distribution.handshake.HandshakeChannel;
import io.macula.gossip.net.QuietClose;
import org.jspecify.annotations.Nullable;

/**
 * A pair of blocking streams to another node, over TCP or over TLS. Closing may come from
 * any thread, does not block, and ends whatever blocks in the streams.
 *
 * @param input what the other node sends
 * @param output what is sent to it
 * @param headerLength how many bytes the length of a handshake message takes
 * @param remote the other node's address
 * @param readTimeout sets the most that one read may take
 * @param closer closes the connection
 * @param hostCheck knows whether the other node can be on a host
 */
record Connection(InputStream input, OutputStream output, int headerLength, InetAddress remote, ReadTimeout readTimeout,
		Closeable closer, HostCheck hostCheck) implements Closeable {

	Connection(InputStream input, OutputStream output, int headerLength, InetAddress remote, ReadTimeout readTimeout,
			Closeable closer) {
		this(input, output, headerLength, remote, readTimeout, closer, (host) -> null);
	}

	/**
	 * Return the connection that came in over a socket. Blocks for the handshake of TLS.
	 * @param socket the connected socket
	 * @param tls the TLS, or {@code null} for none
	 * @return the connection
	 * @throws IOException if the socket is closed or there is no TLS session
	 */
	static Connection accepted(Socket socket, @Nullable LinkTls tls) throws IOException {
		return (tls != null) ? tls(TlsHandshake.run(tls, socket, false, ""), socket, tls.verifyHost()) : tcp(socket);
	}

	/**
	 * Return the connection that this side made over a socket. Blocks for the handshake
	 * of TLS.
	 * @param socket the connected socket
	 * @param tls the TLS, or {@code null} for none
	 * @param host the name of the other side's host
	 * @return the connection
	 * @throws IOException if the socket is closed or there is no TLS session
	 */
	static Connection dialled(Socket socket, @Nullable LinkTls tls, String host) throws IOException {
		return (tls != null) ? tls(TlsHandshake.run(tls, socket, true, host), socket, tls.verifyHost()) : tcp(socket);
	}

	private static Connection tcp(Socket socket) throws IOException {
		socket.setTcpNoDelay(true);
		return new Connection(socket.getInputStream(), socket.getOutputStream(), Short.BYTES, socket.getInetAddress(),
				socket::setSoTimeout, socket);
	}

	/**
	 * Distribution over TLS has four-byte lengths from its first byte on, as OTP's
	 * {@code inet_tls_dist} has. The socket to close is the carrier: closing the other
	 * could wait for a peer that does not read.
	 */
	private static Connection tls(SSLSocket socket, Socket carrier, boolean verifyHost) throws IOException {
		carrier.setTcpNoDelay(true);
		return new Connection(socket.getInputStream(), socket.getOutputStream(), Integer.BYTES,
				carrier.getInetAddress(), socket::setSoTimeout, carrier,
				(verifyHost) ? (host) -> CertificateHosts.objection(socket.getSession(), host) : (host) -> null);
	}

	/**
	 * Return what carries the handshake's messages.
	 * @param deadline when the handshake has to be complete
	 * @return the channel
	 */
	HandshakeChannel handshakeChannel(Deadline deadline) {
		return new HandshakeChannel(this.input, this.output, this.headerLength, deadline);
	}

	/**
	 * Say why the other node cannot be on the host that its name tells.
	 * @param host the host
	 * @return why, in words, or {@code null} if it can or nobody wants to know
	 */
	@Nullable String objection(String host) {
		return this.hostCheck.objection(host);
	}

	@Override
	public void close() {
		QuietClose.close(this.closer);
	}

	/**
	 * Close without waiting for the other node to acknowledge what it was sent, which it
	 * may be unable to: it is reset, and sees at once that this is the end.
	 */
	void abort() {
		if (this.closer instanceof Socket socket) {
			try {
				socket.setSoLinger(true, 0);
			}
			catch (SocketException ex) {
				// It is closed already
			}
		}
		close();
	}

	/**
	 * Sets the most that one read may take.
	 */
	interface ReadTimeout {

		void set(int millis) throws IOException;

	}

	/**
	 * Knows whether the other node can be on a host.
	 */
	interface HostCheck {

		@Nullable String objection(String host);

	}

}
