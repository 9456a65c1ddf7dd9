package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Makes the sockets that links go over. Safe for use by several threads.
 */
interface LinkSockets {

	/**
	 * The sockets of the system.
	 */
	LinkSockets SYSTEM = new LinkSockets() {

		@Override
		public ServerSocket server() throws IOException {
			return new ServerSocket();
		}

		@Override
		public Socket client() {
			return new Socket();
		}

		@Override
		public boolean areReachable() {
			return true;
		}

	};

	/**
	 * Make what listens.
	 * @return a socket that is not bound
	 * @throws IOException if the system has no more
	 */
	ServerSocket server() throws IOException;

	/**
	 * Make what connects.
	 * @return a socket that is not connected
	 */
	Socket client();

	/**
	 * Say whether others can connect, and so have to find this node by EPMD.
	 * @return whether they can
	 */
	boolean areReachable();

}
