package io.macula.gossip.distribution.epmd;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.macula.gossip.testing.Loopback;

/**
 * Something that answers on a port of 127.0.0.1 as a test tells it to. Each connection is
 * served by a thread of its own and stays open until the script or the peer ends it.
 */
final class ScriptedPeer implements AutoCloseable {

	private final ServerSocket server;

	private final Thread acceptor;

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

	ScriptedPeer(Script script) throws IOException {
		this(Loopback.freePort(), script);
	}

	ScriptedPeer(int port, Script script) throws IOException {
		this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
		this.acceptor = start(() -> accept(script));
	}

	/**
	 * Answer each request and end the connection.
	 * @param hex the answer's bytes, in hexadecimal digits
	 * @return the peer
	 */
	static ScriptedPeer answering(String hex) throws IOException {
		return new ScriptedPeer((socket) -> {
			socket.getOutputStream().write(HexFormat.of().parseHex(hex));
			socket.close();
		});
	}

	/**
	 * Answer each request and keep the connection.
	 * @param hex the answer's bytes, in hexadecimal digits
	 * @return the peer
	 */
	static ScriptedPeer keeping(String hex) throws IOException {
		return new ScriptedPeer((socket) -> socket.getOutputStream().write(HexFormat.of().parseHex(hex)));
	}

	int port() {
		return this.server.getLocalPort();
	}

	String nextRequest() throws InterruptedException {
		String request = this.requests.poll(10, TimeUnit.SECONDS);
		return (request != null) ? request : "none";
	}

	void endConnections() throws IOException {
		for (Socket socket = this.sockets.poll(); socket != null; socket = this.sockets.poll()) {
			socket.close();
		}
	}

	private void accept(Script script) {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				start(() -> serve(socket, script));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void serve(Socket socket, Script script) {
		try {
			DataInputStream input = new DataInputStream(socket.getInputStream());
			byte[] request = new byte[input.readUnsignedShort()];
			input.readFully(request);
			this.requests.add(HexFormat.of().formatHex(request));
			script.answer(socket);
		}
		catch (IOException ex) {
			// The client left
		}
	}

	private static Thread start(Runnable task) {
		Thread thread = new Thread(task, "scripted-peer");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		endConnections();
		try {
			// As long as a thread waits in accept, the system may still take connections
			this.acceptor.join(10_000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What to do when a request has come.
	 */
	interface Script {

		void answer(Socket socket) throws IOException;

	}

}
