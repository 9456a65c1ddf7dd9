package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Puts together the frames of one link that come in fragments, within the memory that all
 * links share. A frame for which there is none is dropped, as is one over the limit, and
 * one that takes long while others lack what it holds. For one thread.
 * <p>
 * The headers are those of Erlang's External Term Format, "Distribution Header for
 * fragmented messages", without a reference to its atom cache; behind them is, in pieces,
 * the frame as it would be in one. JVM nodes alone send them, to each other: who agrees
 * to OTP's flag for them agrees to such a header before every message.
 */
final class Fragments implements AutoCloseable {

	/**
	 * How much of a frame one fragment has: with its header no more than a link may read
	 * without asking for memory.
	 */
	static final int BYTES = FrameReader.OWN_BYTES - 64;

	/**
	 * How many frames may be unfinished at once. Nodes send one after the other; another
	 * implementation may send one for each of its senders.
	 */
	static final int MOST = 16;

	private static final byte VERSION = (byte) 131;

	private static final byte FIRST = 69;

	private static final byte NEXT = 70;

	private static final int NEXT_HEADER = 2 + 2 * Long.BYTES;

	private static final int FIRST_HEADER = NEXT_HEADER + 1;

	private final Map<Long, Unfinished> frames = new HashMap<>();

	private final int maxBytes;

	private final long slowNanos;

	private final ByteBudget memory;

	private final ByteBudget.Account account;

	private final Consumer<String> dropped;

	private long patience = FrameReader.PATIENCE_NANOS;

	/**
	 * Create an empty set.
	 * @param maxBytes the most that a frame may have
	 * @param slow how long a frame may take while others lack memory
	 * @param memory what all links share
	 * @param dropped told of each frame that was dropped, with the reason
	 */
	Fragments(int maxBytes, Duration slow, ByteBudget memory, Consumer<String> dropped) {
		this.maxBytes = maxBytes;
		this.slowNanos = slow.toNanos();
		this.memory = memory;
		this.account = memory.account();
		this.dropped = dropped;
	}

	/**
	 * Return how many fragments a frame has.
	 */
	static int count(int length) {
		return (length + BYTES - 1) / BYTES;
	}

	static byte[] header(long sequence, long id, boolean first) {
		ByteBuffer header = ByteBuffer.allocate((first) ? FIRST_HEADER : NEXT_HEADER);
		return header.put(VERSION).put((first) ? FIRST : NEXT).putLong(sequence).putLong(id).array();
	}

	static boolean isFragment(byte[] frame) {
		return frame.length > 1 && frame[0] == VERSION && (frame[1] == FIRST || frame[1] == NEXT);
	}

	/**
	 * Return what the link holds of the memory.
	 */
	ByteBudget.Account account() {
		return this.account;
	}

	/**
	 * Add a fragment.
	 * @param fragment a frame that is one
	 * @param whole takes the frame that this completes, and the memory that it holds
	 * @throws IOException if it cannot be where it is, or what the taker threw
	 * @throws InterruptedException if the thread is interrupted
	 */
	void add(byte[] fragment, Taker whole) throws IOException, InterruptedException {
		boolean first = fragment[1] == FIRST;
		int header = (first) ? FIRST_HEADER : NEXT_HEADER;
		if (fragment.length <= header) {
			throw new ProtocolException("a fragment of it holds nothing");
		}
		ByteBuffer ids = ByteBuffer.wrap(fragment, 2, 2 * Long.BYTES);
		long sequence = ids.getLong();
		Unfinished frame = (first) ? begin(sequence, ids.getLong(), fragment) : next(sequence, ids.getLong());
		if (!frame.skipped) {
			String objection = frame.append(fragment, header);
			if (objection != null) {
				frame.skip();
				this.dropped.accept(objection);
			}
		}
		frame.left--;
		if (frame.left == 0) {
			this.frames.remove(sequence);
			try (ByteBudget.Share share = frame.share) {
				if (!frame.skipped) {
					whole.take(ByteBuffer.wrap(frame.bytes, 0, frame.length), share);
				}
			}
		}
	}

	private Unfinished begin(long sequence, long count, byte[] fragment) throws ProtocolException {
		if (sequence == 0 || count < 1 || fragment[NEXT_HEADER] != 0) {
			throw new ProtocolException("its first fragment has the sequence %d, the id %d and %d atoms"
				.formatted(sequence, count, fragment[NEXT_HEADER]));
		}
		if (this.frames.size() >= MOST) {
			throw new ProtocolException("%d others are in fragments that have not all come".formatted(MOST));
		}
		Unfinished frame = new Unfinished(count);
		if (this.frames.putIfAbsent(sequence, frame) != null) {
			throw new ProtocolException("its sequence %d has begun before".formatted(sequence));
		}
		// Nodes of ours make all but the last as large as this
		if (fragment.length - FIRST_HEADER == BYTES && count > count(this.maxBytes)) {
			frame.skip();
			this.dropped.accept(overLimit());
		}
		return frame;
	}

	private String overLimit() {
		return "it has more bytes than the limit of %d".formatted(this.maxBytes);
	}

	private Unfinished next(long sequence, long id) throws ProtocolException {
		Unfinished frame = this.frames.get(sequence);
		if (frame == null || frame.left != id) {
			throw new ProtocolException("a fragment has the id %d of sequence %d, where %s is next".formatted(id,
					sequence, (frame != null) ? frame.left : "none"));
		}
		return frame;
	}

	/**
	 * Drop the frames that have taken long while others lacked what they hold. Costs next
	 * to nothing where none is unfinished.
	 */
	void letSlowOnesGo() {
		for (Unfinished frame : this.frames.values()) {
			if (!frame.skipped && this.memory.refusals() != frame.refusals
					&& System.nanoTime() - frame.begin > this.slowNanos) {
				frame.skip();
				this.dropped
					.accept("it held memory that others lacked for longer than the tick time, and was not complete");
			}
		}
	}

	/**
	 * Drop all.
	 */
	@Override
	public void close() {
		Iterator<Unfinished> all = this.frames.values().iterator();
		while (all.hasNext()) {
			all.next().skip();
			all.remove();
		}
	}

	/**
	 * Takes a frame that is complete.
	 */
	interface Taker {

		void take(ByteBuffer frame, ByteBudget.Share share) throws IOException;

	}

	/**
	 * A frame of which fragments are to come.
	 */
	private final class Unfinished {

		private final long begin = System.nanoTime();

		private final long refusals = Fragments.this.memory.refusals();

		private final ByteBudget.Share share = Fragments.this.account.share();

		private byte[] bytes = new byte[0];

		private int length;

		/**
		 * How many fragments are to come, the one that is being added among them.
		 */
		private long left;

		private boolean skipped;

		private Unfinished(long count) {
			this.left = count;
		}

		/**
		 * Add the rest of a fragment.
		 * @return why it cannot be, or {@code null}
		 */
		private @Nullable String append(byte[] fragment, int from) throws InterruptedException {
			long needed = (long) this.length + fragment.length - from;
			if (needed > Fragments.this.maxBytes) {
				return overLimit();
			}
			if (needed > this.bytes.length) {
				int size = (int) Math.max(needed, Math.min(2L * needed, most(needed, fragment.length - from)));
				Fragments fragments = Fragments.this;
				if (!this.share.resize((long) this.bytes.length + size, fragments.patience)) {
					fragments.patience = 0;
					return "no memory for messages is left for its next %d bytes".formatted(fragment.length - from);
				}
				this.bytes = Arrays.copyOf(this.bytes, size);
				this.share.resize(size, 0);
				fragments.patience = FrameReader.PATIENCE_NANOS;
			}
			System.arraycopy(fragment, from, this.bytes, this.length, fragment.length - from);
			this.length = (int) needed;
			return null;
		}

		/**
		 * Return how many bytes there will be if no fragment to come is larger.
		 */
		private long most(long now, int piece) {
			long pieces = Math.min(this.left - 1, Fragments.this.maxBytes / piece);
			return Math.min(Fragments.this.maxBytes, now + pieces * piece);
		}

		private void skip() {
			this.skipped = true;
			this.bytes = new byte[0];
			this.share.close();
		}

	}

}
