package io.macula.gossip.distribution;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one link, in two lanes: what keeps the link and its
 * processes going, which is written first, and data. Both are bounded in bytes together,
 * data in number as well, of which answers may be a few more. Over all links the bytes of
 * data are bounded, and apart from them those of control beyond the little that each link
 * has for itself. A frame counts until it is written, with what it takes beside its
 * bytes. Safe for use by several threads.
 */
final class OutgoingFrames {

	/**
	 * What a frame takes beside its bytes: its array and its place in a lane, in bytes.
	 */
	static final int FRAME_BYTES = 32;

	/**
	 * How many bytes of control may wait that no other link needs to have room for.
	 */
	static final int OWN_CONTROL_BYTES = 16 * 1024;

	/** The part of the bytes, beyond those for data, that is kept for control. */
	private static final int CONTROL_PART = 8;

	/** The part of the frames, and half the part of the bytes, that is for answers. */
	private static final int ANSWERS_PART = 8;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Condition room = this.lock.newCondition();

	private final Queue<byte[]> control = new ArrayDeque<>();

	private final Map<String, byte[]> states = new LinkedHashMap<>();

	private final Queue<byte[]> data = new ArrayDeque<>();

	private final int maxFrames;

	private final long maxBytes;

	private final ByteBudget.Account memory;

	private final ByteBudget.Account controlMemory;

	private long bytes;

	private long controlBytes;

	/**
	 * The frame of data that is being written.
	 */
	private byte @Nullable [] current;

	/**
	 * The frame of control that is, perhaps amid one of data.
	 */
	private byte @Nullable [] currentControl;

	private volatile boolean closed;

	/**
	 * Create empty lanes.
	 * @param maxFrames how many frames of data may wait
	 * @param maxBytes how many bytes may wait before data is refused; one frame of as
	 * many may
	 * @param memory holds the data of this link, of what all links share
	 * @param controlMemory holds its control, of what all links share for that
	 */
	OutgoingFrames(int maxFrames, long maxBytes, ByteBudget.Account memory, ByteBudget.Account controlMemory) {
		this.memory = memory;
		this.controlMemory = controlMemory;
		this.maxFrames = maxFrames;
		this.maxBytes = maxBytes + FRAME_BYTES;
	}

	/**
	 * Add a frame of data. Does not wait.
	 * @param frame the frame
	 * @return whether there was room for it before the end
	 */
	boolean offer(byte[] frame) {
		return locked(() -> !this.closed && hasRoom(frame) && this.memory.take(cost(frame)) && add(this.data, frame));
	}

	/**
	 * Add a frame of data that somebody waits for, for which there is room where other
	 * data waits for it: behind all of that. Does not wait.
	 * @param frame the frame
	 * @return whether there was room for it before the end
	 */
	boolean offerAnswer(byte[] frame) {
		return locked(() -> !this.closed && this.data.size() < this.maxFrames + this.maxFrames / ANSWERS_PART
				&& this.bytes + cost(frame) <= this.maxBytes + this.maxBytes / (2 * ANSWERS_PART)
				&& this.memory.take(cost(frame)) && add(this.data, frame));
	}

	/**
	 * Say whether a frame of data would find no room now.
	 * @param frame the frame
	 * @return whether it would not, before the end
	 */
	boolean isFullFor(byte[] frame) {
		return locked(() -> !this.closed && (!hasRoom(frame) || this.memory.isFullFor(cost(frame))));
	}

	/**
	 * Add a frame of data, waiting for room.
	 * @param frame the frame
	 * @param nanos how long to wait, in nanoseconds
	 * @return whether there was room for it in time and before the end
	 */
	boolean offer(byte[] frame, long nanos) throws InterruptedException {
		long begin = System.nanoTime();
		while (awaitRoom(frame, nanos - (System.nanoTime() - begin))) {
			// Not while it waits for its own lane: others may send meanwhile
			if (!this.memory.take(cost(frame), nanos - (System.nanoTime() - begin), () -> !this.closed)) {
				return false;
			}
			if (addTaken(frame)) {
				return true;
			}
		}
		return false;
	}

	private boolean awaitRoom(byte[] frame, long nanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = nanos;
			while (!this.closed && !hasRoom(frame) && left > 0) {
				left = this.room.awaitNanos(left);
			}
			return !this.closed && hasRoom(frame);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean addTaken(byte[] frame) {
		boolean added = locked(() -> !this.closed && hasRoom(frame) && add(this.data, frame));
		if (!added) {
			this.memory.give(cost(frame));
		}
		return added;
	}

	/**
	 * Add a frame that goes before data. Does not wait.
	 * @param frame the frame
	 * @return whether there was room for it before the end
	 */
	boolean offerControl(byte[] frame) {
		return locked(() -> !this.closed && this.bytes + cost(frame) <= this.maxBytes + this.maxBytes / CONTROL_PART
				&& resizeControl(cost(frame)) && add(this.control, frame));
	}

	/**
	 * Add a frame that goes before data, unless there are others. Does not wait.
	 * @param frame the frame
	 */
	void offerIfNoneWaits(byte[] frame) {
		this.lock.lock();
		try {
			if (this.control.isEmpty() && this.states.isEmpty() && this.data.isEmpty()) {
				offerControl(frame);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean resizeControl(long more) {
		long shared = Math.max(OWN_CONTROL_BYTES, this.controlBytes + more)
				- Math.max(OWN_CONTROL_BYTES, this.controlBytes);
		if (shared < 0) {
			this.controlMemory.give(-shared);
		}
		else if (shared > 0 && !this.controlMemory.take(shared)) {
			return false;
		}
		this.controlBytes += more;
		return true;
	}

	private static long cost(byte[] frame) {
		return (long) frame.length + FRAME_BYTES;
	}

	/**
	 * Add a frame that goes before data and that replaces the earlier one of its name, if
	 * that still waits. There is room for one of each name. Does not wait.
	 * @param name the name
	 * @param frame the frame
	 * @return whether the end is not there yet
	 */
	boolean offerState(String name, byte[] frame) {
		return locked(() -> {
			if (this.closed) {
				return false;
			}
			byte[] earlier = this.states.put(name, frame);
			this.bytes += cost(frame) - ((earlier != null) ? cost(earlier) : 0);
			this.changed.signal();
			return true;
		});
	}

	private boolean locked(BooleanSupplier action) {
		this.lock.lock();
		try {
			return action.getAsBoolean();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean hasRoom(byte[] frame) {
		return this.data.size() < this.maxFrames && this.bytes + cost(frame) <= this.maxBytes;
	}

	private boolean add(Queue<byte[]> lane, byte[] frame) {
		lane.add(frame);
		this.bytes += cost(frame);
		this.changed.signal();
		return true;
	}

	/**
	 * Take the next frame, waiting for it. It counts until it is {@link #written}.
	 * @param nanos how long to wait, in nanoseconds
	 * @return the frame, or {@code null} if none came in time or the end is there
	 */
	byte @Nullable [] poll(long nanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = nanos;
			byte[] frame = next();
			while (frame == null && !this.closed && left > 0) {
				left = this.changed.awaitNanos(left);
				frame = next();
			}
			return frame;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take the next frame that goes before data, if there is one. It counts until it is
	 * {@link #written}.
	 * @return the frame, or {@code null}
	 */
	byte @Nullable [] pollBeforeData() {
		this.lock.lock();
		try {
			return nextBeforeData();
		}
		finally {
			this.lock.unlock();
		}
	}

	private byte @Nullable [] next() {
		byte[] frame = nextBeforeData();
		if (frame == null) {
			frame = this.data.poll();
			this.current = frame;
		}
		return frame;
	}

	private byte @Nullable [] nextBeforeData() {
		byte[] frame = this.control.poll();
		this.currentControl = frame;
		Iterator<byte[]> states = this.states.values().iterator();
		if (frame == null && states.hasNext()) {
			frame = states.next();
			states.remove();
		}
		return frame;
	}

	/**
	 * Take note that a frame taken before needs no memory any more.
	 * @param frame the frame
	 */
	void written(byte[] frame) {
		this.lock.lock();
		try {
			this.bytes -= cost(frame);
			if (frame == this.current) {
				this.current = null;
				this.memory.give(cost(frame));
			}
			else if (frame == this.currentControl) {
				this.currentControl = null;
				resizeControl(-cost(frame));
			}
			this.room.signalAll();
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
			this.control.forEach((frame) -> resizeControl(-cost(frame)));
			this.control.clear();
			this.states.clear();
			this.data.forEach((frame) -> this.memory.give(cost(frame)));
			this.data.clear();
			this.memory.wakeUp();
			this.changed.signalAll();
			this.room.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
