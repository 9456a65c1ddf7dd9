package io.macula.gossip.distribution;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * Writes in pieces and knows whether they move. One thread writes, another looks.
 */
final class WatchedOutput extends FilterOutputStream {

	static final int PIECE = 64 * 1024;

	/**
	 * A piece that waited for so long went as the other node made room for it. One that
	 * did not wait went into a buffer of this host, and tells nothing, nor does a small
	 * one: it may have waited for a processor.
	 */
	private static final long WAITED_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private static final int LARGE = 4 * 1024;

	private final Runnable moved;

	private volatile boolean writing;

	private volatile long pieces;

	private long seen;

	private int stalls;

	/**
	 * Create an output.
	 * @param output where to write
	 * @param moved called on the writer's thread when the other node took in data that
	 * had to wait for it
	 */
	WatchedOutput(OutputStream output, Runnable moved) {
		super(output);
		this.moved = moved;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		int end = offset + length;
		for (int at = offset; at < end; at += PIECE) {
			int size = Math.min(PIECE, end - at);
			long begin = System.nanoTime();
			this.pieces++;
			this.writing = true;
			this.out.write(bytes, at, size);
			this.writing = false;
			if (size >= LARGE && System.nanoTime() - begin >= WAITED_NANOS) {
				this.moved.run();
			}
		}
	}

	/**
	 * Look whether a write moves. Looks are counted, not the time, so that a pause of
	 * this process counts for one of them at most.
	 * @return for how many looks, this one included, the same piece has been under way,
	 * and was before the first of them
	 */
	int stalls() {
		long now = this.pieces;
		this.stalls = (this.writing && now == this.seen) ? this.stalls + 1 : 0;
		this.seen = now;
		return this.stalls;
	}

}
