package io.macula.gossip.distribution;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Writes what waits for one link, and ticks when nothing does. Where both ends agree on
 * fragments, what goes before data goes between those of a large message. One thread runs
 * it.
 */
final class FrameWriter {

	private static final int TICK = 0;

	private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final OutgoingFrames frames;

	private final DataOutputStream output;

	private final long tickAfter;

	private final boolean fragments;

	private long sequence;

	private volatile long lastWritten = System.nanoTime() - QUIET_NANOS;

	/**
	 * Create a writer.
	 * @param frames what waits
	 * @param output where to write
	 * @param tickAfter after how long a tick is written, in nanoseconds
	 * @param fragments whether the other end takes large frames in fragments
	 */
	FrameWriter(OutgoingFrames frames, OutputStream output, long tickAfter, boolean fragments) {
		this.fragments = fragments;
		this.frames = frames;
		this.output = new DataOutputStream(new BufferedOutputStream(output));
		this.tickAfter = tickAfter;
	}

	/**
	 * Write until the link has ended.
	 * @param open whether it has not
	 * @throws IOException if the connection breaks
	 * @throws InterruptedException if the thread is interrupted
	 */
	void run(BooleanSupplier open) throws IOException, InterruptedException {
		while (open.getAsBoolean()) {
			byte[] frame = this.frames.poll(this.tickAfter);
			if (frame == null && open.getAsBoolean()) {
				this.output.writeInt(TICK);
			}
			while (frame != null) {
				write(frame);
				frame = this.frames.poll(0);
			}
			this.output.flush();
			this.lastWritten = System.nanoTime();
		}
	}

	private void write(byte[] frame) throws IOException {
		try {
			if (this.fragments && frame.length > Fragments.BYTES) {
				writeFragments(frame);
			}
			else {
				this.output.writeInt(frame.length);
				this.output.write(frame);
			}
		}
		finally {
			this.frames.written(frame);
		}
	}

	private void writeFragments(byte[] frame) throws IOException {
		this.sequence++;
		int id = Fragments.count(frame.length);
		for (int at = 0; at < frame.length; at += Fragments.BYTES) {
			byte[] header = Fragments.header(this.sequence, id, at == 0);
			int size = Math.min(Fragments.BYTES, frame.length - at);
			this.output.writeInt(header.length + size);
			this.output.write(header);
			this.output.write(frame, at, size);
			id--;
			writeBeforeData();
		}
	}

	private void writeBeforeData() throws IOException {
		for (byte[] frame = this.frames.pollBeforeData(); frame != null; frame = this.frames.pollBeforeData()) {
			try {
				this.output.writeInt(frame.length);
				this.output.write(frame);
			}
			finally {
				this.frames.written(frame);
			}
		}
	}

	/**
	 * Answer a tick: the other node's tick time may be shorter than ours. Only when
	 * nothing was written for a while, so that two nodes that both answer do not do so
	 * for ever. Where anything waits, that is sign of life enough.
	 */
	void answerTick() {
		if (System.nanoTime() - this.lastWritten >= QUIET_NANOS) {
			this.frames.offerIfNoneWaits(new byte[TICK]);
		}
	}

}
