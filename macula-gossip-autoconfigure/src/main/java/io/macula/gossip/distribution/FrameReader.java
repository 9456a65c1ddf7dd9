package io.macula.gossip.distribution;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one link into memory that all links share. A frame for which there
 * is none is skipped, as is one over the limit, and one that takes long while others lack
 * what it holds; the link goes on behind it. For one thread.
 */
final class FrameReader {

	/**
	 * What each link may take besides the common memory, so that ticks, probes and
	 * control messages are read whoever else uses that up.
	 */
	static final int OWN_BYTES = 64 * 1024;

	/**
	 * How long a frame waits for memory. Longer would hold up the answer to a probe that
	 * comes behind it; shorter would drop more of what comes faster than handlers take
	 * it.
	 */
	static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final DataInputStream input;

	private final int maxBytes;

	private final long slowNanos;

	private final ByteBudget memory;

	private final Consumer<String> dropped;

	/**
	 * None for a frame behind one that waited in vain: together they would take longer
	 * than a probe.
	 */
	private long patience = PATIENCE_NANOS;

	/**
	 * Create a reader.
	 * @param input where to read
	 * @param maxBytes the most that a frame may have
	 * @param slow how long a frame may take while others lack memory
	 * @param memory what all links share
	 * @param dropped told of each frame that was skipped, with the reason
	 */
	FrameReader(InputStream input, int maxBytes, Duration slow, ByteBudget memory, Consumer<String> dropped) {
		this.slowNanos = slow.toNanos();
		this.memory = memory;
		this.input = new DataInputStream(input);
		this.maxBytes = maxBytes;
		this.dropped = dropped;
	}

	/**
	 * Read the next frame.
	 * @param share holds the memory for it; the caller gives it back
	 * @return the message without its length, empty for a tick, or {@code null} if it was
	 * skipped
	 * @throws IOException if the connection ends or breaks
	 * @throws InterruptedException if the thread is interrupted
	 */
	byte @Nullable [] next(ByteBudget.Share share) throws IOException, InterruptedException {
		long length = Integer.toUnsignedLong(this.input.readInt());
		if (length > this.maxBytes) {
			this.dropped.accept("it has %d bytes, more than the limit of %d".formatted(length, this.maxBytes));
			this.input.skipNBytes(length);
			return null;
		}
		return read((int) length, share);
	}

	// As long as the other node may send no more, it gets no memory on its word alone
	private byte @Nullable [] read(int length, ByteBudget.Share share) throws IOException, InterruptedException {
		byte[] bytes = new byte[Math.min(length, OWN_BYTES)];
		this.input.readFully(bytes);
		long begin = System.nanoTime();
		long refusals = this.memory.refusals();
		while (bytes.length < length) {
			int filled = bytes.length;
			int size = (int) Math.min(length, 2L * filled);
			if (!share.resize((long) filled + size, this.patience)) {
				this.patience = 0;
				return skip(length - filled, share,
						"no memory for messages is left for its %d bytes".formatted(length));
			}
			bytes = Arrays.copyOf(bytes, size);
			share.resize(size, 0);
			this.patience = PATIENCE_NANOS;
			while (filled < size) {
				int read = this.input.read(bytes, filled, size - filled);
				if (read < 0) {
					throw new EOFException();
				}
				filled += read;
				if (filled < length && isHoard(begin, refusals)) {
					return skip(length - filled, share,
							"it held memory that others lacked for longer than the tick time, and was not complete");
				}
			}
		}
		return bytes;
	}

	private byte @Nullable [] skip(int rest, ByteBudget.Share share, String reason) throws IOException {
		this.dropped.accept(reason);
		share.close();
		this.input.skipNBytes(rest);
		return null;
	}

	private boolean isHoard(long begin, long refusals) {
		return this.memory.refusals() != refusals && System.nanoTime() - begin > this.slowNanos;
	}

}
