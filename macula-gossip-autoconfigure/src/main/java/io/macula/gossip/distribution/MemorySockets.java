package io.macula.gossip.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sockets with both ends in this process, for nodes that only rehearse: the system opens
 * none, and nothing is sent. They know no timeouts. Safe for use by several threads.
 */
final class MemorySockets implements LinkSockets {

	private final Map<Integer, Server> servers = new ConcurrentHashMap<>();

	private final AtomicInteger ports = new AtomicInteger();

	@Override
	public ServerSocket server() throws IOException {
		return new Server();
	}

	@Override
	public Socket client() {
		return new End(new MemoryPipe(), new MemoryPipe());
	}

	@Override
	public boolean areReachable() {
		return false;
	}

	private final class Server extends ServerSocket {

		private static final int NONE = -1;

		private final BlockingQueue<Socket> arriving = new LinkedBlockingQueue<>();

		private volatile int port = NONE;

		private volatile boolean closed;

		private Server() throws IOException {
		}

		@Override
		public void bind(SocketAddress endpoint, int backlog) {
			this.port = MemorySockets.this.ports.incrementAndGet();
			MemorySockets.this.servers.put(this.port, this);
		}

		@Override
		public int getLocalPort() {
			return this.port;
		}

		@Override
		public Socket accept() throws IOException {
			try {
				Socket socket = this.arriving.take();
				if (this.closed) {
					throw new SocketException("Closed");
				}
				return socket;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IOException(ex);
			}
		}

		@Override
		public boolean isClosed() {
			return this.closed;
		}

		@Override
		public void close() {
			this.closed = true;
			MemorySockets.this.servers.remove(this.port);
			this.arriving.add(client());
		}

	}

	private final class End extends Socket {

		private final MemoryPipe input;

		private final MemoryPipe output;

		private End(MemoryPipe input, MemoryPipe output) {
			this.input = input;
			this.output = output;
		}

		@Override
		public void connect(SocketAddress endpoint, int timeout) throws IOException {
			Server server = MemorySockets.this.servers.get(((InetSocketAddress) endpoint).getPort());
			if (server == null) {
				throw new ConnectException("Connection refused");
			}
			server.arriving.add(new End(this.output, this.input));
		}

		@Override
		public InetAddress getInetAddress() {
			return InetAddress.getLoopbackAddress();
		}

		@Override
		public InetAddress getLocalAddress() {
			return InetAddress.getLoopbackAddress();
		}

		@Override
		public InputStream getInputStream() {
			return this.input.input();
		}

		@Override
		public OutputStream getOutputStream() {
			return this.output.output();
		}

		@Override
		public void setTcpNoDelay(boolean on) {
		}

		@Override
		public void setSoTimeout(int millis) {
		}

		@Override
		public void setSoLinger(boolean on, int seconds) {
		}

		@Override
		public void close() {
			this.output.end();
			this.input.abandon();
		}

	}

}
