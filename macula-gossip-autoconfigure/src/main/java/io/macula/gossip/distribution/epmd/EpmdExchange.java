package io.macula.gossip.distribution.epmd;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;

import io.macula.gossip.distribution.epmd.EpmdException.Reason;
import io.macula.gossip.net.QuietClose;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to an EPMD: a request goes out, its answer comes in, all within one
 * deadline, so that a peer that sends a byte now and then holds nobody up. Used by one
 * thread; only {@link #close()} may come from another.
 */
final class EpmdExchange implements AutoCloseable {

	private final String peer;

	private final Socket socket;

	private final Duration readTimeout;

	private long deadline;

	private volatile boolean closed;

	EpmdExchange(String peer, Socket socket, Duration readTimeout) {
		this.peer = peer;
		this.socket = socket;
		this.readTimeout = readTimeout;
	}

	static EpmdExchange open(String host, int port, Duration connectTimeout, Duration readTimeout)
			throws EpmdException {
		EpmdExchange exchange = new EpmdExchange(((host.contains(":")) ? "[" + host + "]" : host) + ":" + port,
				new Socket(), readTimeout);
		try {
			exchange.connect(new InetSocketAddress(InetAddress.getByName(host), port), connectTimeout);
			return exchange;
		}
		catch (UnknownHostException ex) {
			throw exchange.unreachable("the host name has no address", ex);
		}
		catch (SocketTimeoutException ex) {
			throw exchange.unreachable("no connection within %d ms".formatted(connectTimeout.toMillis()), ex);
		}
		catch (IOException ex) {
			throw exchange.unreachable(words(ex), ex);
		}
	}

	private void connect(InetSocketAddress address, Duration timeout) throws IOException {
		this.socket.connect(address, (int) timeout.toMillis());
		// Where nothing listens on a port of the ephemeral range, TCP may connect a
		// socket to itself
		if (this.socket.getLocalSocketAddress().equals(this.socket.getRemoteSocketAddress())) {
			throw new IOException("nothing listens on the port");
		}
	}

	private EpmdException unreachable(String cause, IOException ex) {
		close();
		return new EpmdException(Reason.UNREACHABLE,
				"Cannot reach EPMD at %s: %s; start one there, or check host and port".formatted(this.peer, cause), ex);
	}

	String peer() {
		return this.peer;
	}

	/**
	 * Send a request and start the time within which its answer has to be complete.
	 * @param request the bytes to send
	 * @throws EpmdException if the connection is gone
	 */
	void send(byte[] request) throws EpmdException {
		this.deadline = System.nanoTime() + this.readTimeout.toNanos();
		try {
			this.socket.getOutputStream().write(request);
		}
		catch (IOException ex) {
			throw closed(words(ex), ex);
		}
	}

	/**
	 * Read a part of the answer.
	 * @param length the number of bytes, which the caller has bounded
	 * @return exactly that many bytes
	 * @throws EpmdException if they do not come in time or the connection ends
	 */
	ByteBuffer read(int length) throws EpmdException {
		byte[] bytes = new byte[length];
		int count = 0;
		while (count < length) {
			int read = read(bytes, count);
			if (read < 0) {
				throw closed("it ended the connection before its answer was complete", null);
			}
			count += read;
		}
		return ByteBuffer.wrap(bytes);
	}

	private int read(byte[] bytes, int offset) throws EpmdException {
		try {
			long left = (this.deadline - System.nanoTime()) / 1_000_000;
			if (left <= 0) {
				throw new SocketTimeoutException();
			}
			this.socket.setSoTimeout((int) left);
			return this.socket.getInputStream().read(bytes, offset, bytes.length - offset);
		}
		catch (SocketTimeoutException ex) {
			throw new EpmdException(Reason.TIMED_OUT,
					"EPMD at %s did not complete its answer within %d ms; if it runs, it hangs: restart it"
						.formatted(this.peer, this.readTimeout.toMillis()),
					ex);
		}
		catch (IOException ex) {
			throw closed(words(ex), ex);
		}
	}

	/**
	 * Block until the connection ends. EPMD says nothing on the connection of a
	 * registration, so anything that it does say ends it too.
	 * @return why the connection ended, or {@code null} if {@link #close()} did it
	 */
	@Nullable EpmdException awaitEnd() {
		EpmdException loss;
		try {
			this.socket.setSoTimeout(0);
			InputStream input = this.socket.getInputStream();
			loss = (input.read() < 0) ? closed("it ended the connection", null)
					: malformed("it sent bytes on the connection of a registration");
		}
		catch (IOException ex) {
			loss = closed(words(ex), ex);
		}
		if (this.closed) {
			return null;
		}
		close();
		return loss;
	}

	@Override
	public void close() {
		this.closed = true;
		QuietClose.close(this.socket);
	}

	EpmdException malformed(String cause) {
		return new EpmdException(Reason.MALFORMED,
				"What answers at %s is not an EPMD that can be understood: %s; check which program holds that port"
					.formatted(this.peer, cause),
				null);
	}

	private EpmdException closed(String cause, @Nullable IOException ex) {
		return new EpmdException(Reason.CLOSED, "Lost EPMD at %s: %s; check that it runs".formatted(this.peer, cause),
				ex);
	}

	private static String words(IOException ex) {
		String message = ex.getMessage();
		return (message != null) ? message : ex.getClass().getSimpleName();
	}

}
