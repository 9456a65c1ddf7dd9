package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS beneath the links, as OTP's {@code -proto_dist inet_tls} has it. Who may link is
 * still up to the cookie; whom to trust is up to the context's trust managers. Host names
 * are not compared with the certificates.
 *
 * @param context makes the sessions, with the certificate of this node and those that it
 * trusts
 * @param clientCertificates whether nodes that connect to this one must have a
 * certificate that it trusts
 * @param protocols the versions of TLS to use, such as {@code TLSv1.3}; the JDK's where
 * the list is empty
 * @param ciphers the cipher suites to use; the JDK's where the list is empty
 */
public record LinkTls(SSLContext context, boolean clientCertificates, List<String> protocols, List<String> ciphers) {

	/**
	 * Create settings.
	 */
	public LinkTls {
		protocols = List.copyOf(protocols);
		ciphers = List.copyOf(ciphers);
	}

	/**
	 * Create settings with the JDK's protocols and cipher suites, and certificates
	 * demanded of both sides.
	 * @param context makes the sessions
	 */
	public LinkTls(SSLContext context) {
		this(context, true, List.of(), List.of());
	}

	/**
	 * Do the handshake of TLS. Blocks until the carrier is closed at most.
	 * @param carrier the TCP connection
	 * @param client whether this side connected
	 * @param host the name of the other side's host
	 * @return the session
	 * @throws IOException if there is none
	 */
	Connection wrap(Socket carrier, boolean client, String host) throws IOException {
		SSLSocket socket = (SSLSocket) this.context.getSocketFactory()
			.createSocket(carrier, host, carrier.getPort(), true);
		SSLParameters parameters = socket.getSSLParameters();
		if (!this.protocols.isEmpty()) {
			parameters.setProtocols(this.protocols.toArray(String[]::new));
		}
		if (!this.ciphers.isEmpty()) {
			parameters.setCipherSuites(this.ciphers.toArray(String[]::new));
		}
		parameters.setNeedClientAuth(this.clientCertificates);
		socket.setSSLParameters(parameters);
		socket.setUseClientMode(client);
		socket.startHandshake();
		return Connection.tls(socket, carrier);
	}

}
