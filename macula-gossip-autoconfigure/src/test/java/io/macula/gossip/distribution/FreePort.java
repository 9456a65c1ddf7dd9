package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Finds TCP ports for tests that have to tell another process a port before it is bound.
 */
final class FreePort {

	private FreePort() {
	}

	static int next() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
