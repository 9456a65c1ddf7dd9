package io.macula.gossip.distribution.epmd;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A TCP connection to an EPMD of this host that speaks bytes. No read takes longer than
 * 10 s.
 */
final class RawConnection implements AutoCloseable {

	private final Socket socket;

	RawConnection(int port) throws IOException {
		this(port, 65536);
	}

	RawConnection(int port, int receiveBuffer) throws IOException {
		this("127.0.0.1", port, receiveBuffer);
	}

	RawConnection(String host, int port) throws IOException {
		this(host, port, 65536);
	}

	private RawConnection(String host, int port, int receiveBuffer) throws IOException {
		this.socket = new Socket();
		this.socket.setReceiveBufferSize(receiveBuffer);
		this.socket.setSoTimeout(10_000);
		this.socket.connect(new InetSocketAddress(host, port), 10_000);
	}

	/**
	 * Send a request with its length before it.
	 * @param hex the request in hexadecimal digits
	 * @return this
	 */
	RawConnection request(String hex) throws IOException {
		return send("%04x".formatted(hex.length() / 2) + hex);
	}

	RawConnection send(String hex) throws IOException {
		return send(HexFormat.of().parseHex(hex));
	}

	RawConnection send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		return this;
	}

	String read(int length) throws IOException {
		byte[] bytes = this.socket.getInputStream().readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException();
		}
		return HexFormat.of().formatHex(bytes);
	}

	/**
	 * Read until the peer ends the connection, properly or not.
	 * @return what came, in hexadecimal digits
	 */
	String readToEnd() throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(1024 * 1024);
		try {
			int count = 0;
			while (count >= 0) {
				bytes.position(bytes.position() + count);
				count = this.socket.getInputStream().read(bytes.array(), bytes.position(), bytes.remaining());
			}
		}
		catch (SocketException ex) {
			// Reset: the peer did not read all
		}
		return HexFormat.of().formatHex(bytes.array(), 0, bytes.position());
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
