package io.macula.gossip.distribution;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one link: a queue bounded in number and in bytes. Safe for
 * use by several threads; adding never waits.
 */
final class OutgoingFrames {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Queue<byte[]> frames = new ArrayDeque<>();

	private final int maxFrames;

	private final long maxBytes;

	private long bytes;

	private boolean closed;

	OutgoingFrames(int maxFrames, long maxBytes) {
		this.maxFrames = maxFrames;
		this.maxBytes = maxBytes;
	}

	/**
	 * Add a frame.
	 * @param frame the frame
	 * @return {@code false} if there is no room for it. What comes after the end is
	 * dropped, with {@code true}
	 */
	boolean offer(byte[] frame) {
		this.lock.lock();
		try {
			if (this.closed) {
				return true;
			}
			if (this.frames.size() >= this.maxFrames || this.bytes + frame.length > this.maxBytes) {
				return false;
			}
			this.frames.add(frame);
			this.bytes += frame.length;
			this.changed.signal();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take the next frame, waiting for it.
	 * @param nanos how long to wait, in nanoseconds
	 * @return the frame, or {@code null} if none came in time or the end is there
	 */
	byte @Nullable [] poll(long nanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = nanos;
			while (this.frames.isEmpty() && !this.closed && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			byte[] frame = this.frames.poll();
			if (frame != null) {
				this.bytes -= frame.length;
			}
			return frame;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End the queue and drop what is in it.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.frames.clear();
			this.bytes = 0;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
