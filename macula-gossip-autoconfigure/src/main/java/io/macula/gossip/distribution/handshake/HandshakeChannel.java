package io.macula.gossip.distribution.handshake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import io.macula.gossip.distribution.handshake.HandshakeException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Carries the messages of a handshake over a pair of blocking streams: each message after
 * its length, in two bytes on TCP and in four on TLS. Reads no byte beyond the message
 * and none after the deadline; that a read which blocks ends by then is up to the owner
 * of the streams, who closes them. For one thread.
 */
public final class HandshakeChannel {

	/**
	 * More than any message of the protocol has, with a name of 255 characters.
	 */
	private static final int MAX_LENGTH = 1024;

	private final InputStream input;

	private final OutputStream output;

	private final int headerLength;

	private final Deadline deadline;

	public HandshakeChannel(InputStream input, OutputStream output, int headerLength, Deadline deadline) {
		this.input = input;
		this.output = output;
		this.headerLength = headerLength;
		this.deadline = deadline;
	}

	void write(byte[] message) throws HandshakeException {
		ByteBuffer frame = ByteBuffer.allocate(this.headerLength + message.length);
		if (this.headerLength == Integer.BYTES) {
			frame.putInt(message.length);
		}
		else {
			frame.putShort((short) message.length);
		}
		try {
			this.output.write(frame.put(message).array());
			this.output.flush();
		}
		catch (IOException ex) {
			throw ended("the connection ended before the handshake was complete", ex);
		}
	}

	/**
	 * Read a message.
	 * @param awaited what it should be, in words
	 * @return the message, not empty
	 * @throws HandshakeException if it is too long, or did not come whole in time
	 */
	ByteBuffer read(String awaited) throws HandshakeException {
		try {
			ByteBuffer header = readFully(this.headerLength);
			long length = (this.headerLength == Integer.BYTES) ? Integer.toUnsignedLong(header.getInt())
					: Short.toUnsignedInt(header.getShort());
			if (length == 0 || length > MAX_LENGTH) {
				throw new HandshakeException(Reason.MALFORMED,
						"it sent a message of %d bytes where its %s was awaited, so it is no Erlang node, or one with%s TLS"
							.formatted(length, awaited, (this.headerLength == Integer.BYTES) ? "out" : ""));
			}
			return readFully((int) length);
		}
		catch (HandshakeException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw ended("it closed the connection where its %s was awaited".formatted(awaited), ex);
		}
	}

	private ByteBuffer readFully(int length) throws IOException {
		byte[] bytes = new byte[length];
		int count = 0;
		while (count < length) {
			if (this.deadline.isPassed()) {
				throw timedOut(null);
			}
			int read = this.input.read(bytes, count, length - count);
			if (read < 0) {
				throw new EOFException();
			}
			count += read;
		}
		return ByteBuffer.wrap(bytes);
	}

	private HandshakeException ended(String words, IOException ex) {
		return (this.deadline.isPassed()) ? timedOut(ex) : new HandshakeException(Reason.CLOSED, words, ex);
	}

	private HandshakeException timedOut(@Nullable IOException ex) {
		return new HandshakeException(Reason.TIMED_OUT,
				"the handshake was not complete within %d ms".formatted(this.deadline.limit().toMillis()), ex);
	}

}
