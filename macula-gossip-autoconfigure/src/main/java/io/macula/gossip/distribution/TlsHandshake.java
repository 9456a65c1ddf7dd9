package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.Socket;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.macula.gossip.LinkTls;

/**
 * The handshake of TLS, before that of the distribution.
 */
final class TlsHandshake {

	private TlsHandshake() {
	}

	/**
	 * Do the handshake. Blocks until the carrier is closed at most.
	 * @param tls what to demand
	 * @param carrier the TCP connection
	 * @param client whether this side connected
	 * @param host the name of the other side's host
	 * @return the session
	 * @throws IOException if there is none
	 */
	static SSLSocket run(LinkTls tls, Socket carrier, boolean client, String host) throws IOException {
		SSLSocket socket = (SSLSocket) tls.context()
			.getSocketFactory()
			.createSocket(carrier, host, carrier.getPort(), true);
		SSLParameters parameters = socket.getSSLParameters();
		if (!tls.protocols().isEmpty()) {
			parameters.setProtocols(tls.protocols().toArray(String[]::new));
		}
		if (!tls.ciphers().isEmpty()) {
			parameters.setCipherSuites(tls.ciphers().toArray(String[]::new));
		}
		parameters.setNeedClientAuth(tls.clientCertificates());
		if (tls.verifyHost() && client) {
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
		}
		socket.setSSLParameters(parameters);
		socket.setUseClientMode(client);
		socket.startHandshake();
		return socket;
	}

}
