package io.macula.gossip.distribution.epmd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import io.macula.gossip.net.LocalAddresses;
import io.macula.gossip.net.QuietClose;
import org.jspecify.annotations.Nullable;

/**
 * One client of the embedded EPMD: takes in a request, sends the answer, and stays for a
 * registration. Owned by the server's thread; never blocks.
 */
final class EpmdServerConnection {

	/**
	 * Room for all requests that are not hostile or unusual.
	 */
	private static final int INITIAL_CAPACITY = 512;

	private final SocketChannel channel;

	private final long deadline;

	private ByteBuffer input = ByteBuffer.allocate(INITIAL_CAPACITY);

	private @Nullable EpmdAnswer answer;

	EpmdServerConnection(SocketChannel channel, long deadline) {
		this.channel = channel;
		this.deadline = deadline;
	}

	long deadline() {
		return this.deadline;
	}

	/**
	 * Return the name that is registered by this connection.
	 * @return the name, or {@code null} if there is none
	 */
	@Nullable String registeredName() {
		return (this.answer != null) ? this.answer.registeredName() : null;
	}

	/**
	 * Say whether a registration is made and told to the client, so that the connection
	 * may stay for as long as it likes.
	 * @return whether this is a registration
	 */
	boolean isSettled() {
		return registeredName() != null && this.answer != null && !this.answer.bytes().hasRemaining();
	}

	/**
	 * Do what the channel is ready for.
	 * @param key the channel's key
	 * @param handler answers requests
	 * @return whether the connection goes on
	 * @throws IOException if the connection broke
	 */
	boolean serve(SelectionKey key, EpmdRequestHandler handler) throws IOException {
		if (this.answer != null && !isSettled()) {
			return write(key, this.answer);
		}
		int count = this.channel.read(this.input);
		if (isSettled()) {
			// A registered node has nothing to say; to speak or to leave unregisters it
			return count == 0;
		}
		if (count < 0) {
			return false;
		}
		ByteBuffer request = takeRequest();
		if (request == null) {
			return true;
		}
		this.answer = handler.handle(request, this::isLocal);
		return this.answer != null && write(key, this.answer);
	}

	private @Nullable ByteBuffer takeRequest() throws ProtocolException {
		int received = this.input.position();
		if (received < 2) {
			return null;
		}
		int length = Short.toUnsignedInt(this.input.getShort(0));
		if (length == 0 || length > EpmdProtocol.MAX_REQUEST_BYTES || received > 2 + length) {
			throw new ProtocolException("No request has %d bytes in %d".formatted(length, received - 2));
		}
		if (2 + length > this.input.capacity()) {
			this.input = ByteBuffer.allocate(2 + length).put(this.input.flip());
		}
		return (received == 2 + length) ? this.input.flip().position(2) : null;
	}

	private boolean write(SelectionKey key, EpmdAnswer answer) throws IOException {
		this.channel.write(answer.bytes());
		if (answer.bytes().hasRemaining()) {
			key.interestOps(SelectionKey.OP_WRITE);
			return true;
		}
		key.interestOps(SelectionKey.OP_READ);
		this.input = ByteBuffer.allocate(1);
		return answer.registeredName() != null;
	}

	private boolean isLocal() {
		try {
			return LocalAddresses.contain(((InetSocketAddress) this.channel.getRemoteAddress()).getAddress());
		}
		catch (IOException ex) {
			return false;
		}
	}

	void close() {
		QuietClose.close(this.channel);
	}

}
