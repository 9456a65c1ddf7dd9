package io.macula.gossip.distribution;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/**
 * Reads the frames of one link. For one thread.
 */
final class FrameReader {

	private final DataInputStream input;

	private final int maxBytes;

	FrameReader(InputStream input, int maxBytes) {
		this.input = new DataInputStream(input);
		this.maxBytes = maxBytes;
	}

	/**
	 * Read the next frame.
	 * @return the message without its length, empty for a tick
	 * @throws IOException if the connection ends or breaks, or what comes is no frame
	 */
	byte[] next() throws IOException {
		int length = this.input.readInt();
		if (length < 0 || length > this.maxBytes) {
			throw new ProtocolException("its size is %d, more than the limit of %d"
				.formatted(Integer.toUnsignedLong(length), this.maxBytes));
		}
		// Not an array of the announced length, as a peer can announce what never comes
		byte[] frame = this.input.readNBytes(length);
		if (frame.length < length) {
			throw new EOFException();
		}
		return frame;
	}

}
