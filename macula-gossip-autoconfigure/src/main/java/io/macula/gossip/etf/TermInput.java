package io.macula.gossip.etf;

import java.nio.ByteBuffer;

/**
 * The bytes of one term, read from front to back. Every read is checked against what is
 * there, and every announced number of values against the bytes that they will need at
 * least, so that nothing is allocated on a header's word alone.
 */
final class TermInput {

	private final ByteBuffer bytes;

	private final String place;

	private final String shortage;

	private long elementsLeft;

	private final int elementLimit;

	// Values that headers announced and that were not read yet; each needs a byte
	private long owed;

	private TermInput(ByteBuffer bytes, String place, String shortage, int elementLimit) {
		this.bytes = bytes;
		this.place = place;
		this.shortage = shortage;
		this.elementLimit = elementLimit;
		this.elementsLeft = elementLimit;
	}

	static TermInput of(ByteBuffer source, TermLimits limits) {
		ByteBuffer bytes = source.slice();
		String shortage = "";
		if (bytes.remaining() > limits.bytes()) {
			bytes.limit(limits.bytes());
			shortage = " before the limit of " + limits.bytes() + " for one term";
		}
		return new TermInput(bytes, "", shortage, limits.elements());
	}

	static TermInput ofInflated(byte[] inflated, TermLimits limits) {
		return new TermInput(ByteBuffer.wrap(inflated), " of what was inflated", "", limits.elements());
	}

	int position() {
		return this.bytes.position();
	}

	int remaining() {
		return this.bytes.remaining();
	}

	ByteBuffer rest() {
		return this.bytes;
	}

	boolean nextIs(int tag) {
		return this.bytes.hasRemaining() && Byte.toUnsignedInt(this.bytes.get(this.bytes.position())) == tag;
	}

	int readUnsignedByte(String what) throws MalformedTermException {
		require(1, what);
		return Byte.toUnsignedInt(this.bytes.get());
	}

	int readUnsignedShort(String what) throws MalformedTermException {
		require(2, what);
		return Short.toUnsignedInt(this.bytes.getShort());
	}

	int readInt(String what) throws MalformedTermException {
		require(4, what);
		return this.bytes.getInt();
	}

	long readUnsignedInt(String what) throws MalformedTermException {
		return Integer.toUnsignedLong(readInt(what));
	}

	long readLong(String what) throws MalformedTermException {
		require(8, what);
		return this.bytes.getLong();
	}

	byte[] readBytes(long length, String what) throws MalformedTermException {
		require(length, what);
		byte[] read = new byte[(int) length];
		this.bytes.get(read);
		return read;
	}

	byte[] copy(int from, int to) {
		byte[] copy = new byte[to - from];
		this.bytes.get(from, copy);
		return copy;
	}

	private void require(long length, String what) throws MalformedTermException {
		if (length > remaining()) {
			throw shortage(position(),
					what + " takes " + count(length, "byte") + "; bytes left: " + remaining() + this.shortage);
		}
	}

	/**
	 * Take note that values follow.
	 * @param count how many
	 * @param offset where they were announced
	 * @param what what announced them
	 * @throws MalformedTermException if they are too many for the bytes or the limit
	 */
	void announce(long count, int offset, String what) throws MalformedTermException {
		spend(count, offset, what);
		if (this.owed + count > remaining()) {
			throw shortage(offset, what + " announces " + count(count, "value") + ", with " + this.owed
					+ " others still to come; bytes left: " + remaining() + this.shortage);
		}
		this.owed += count;
	}

	/**
	 * Take note that one of the announced values is read now.
	 */
	void settle() {
		this.owed--;
	}

	/**
	 * Count values against the limit.
	 * @param count how many
	 * @param offset where they are
	 * @param what what they are in
	 * @throws MalformedTermException if they are too many
	 */
	void spend(long count, int offset, String what) throws MalformedTermException {
		if (count > this.elementsLeft) {
			throw overLimit(offset, what + " brings the term above the limit of " + this.elementLimit + " values");
		}
		this.elementsLeft -= count;
	}

	TermLimitException overLimit(int offset, String why) {
		return new TermLimitException(offset, this.place, why);
	}

	private MalformedTermException shortage(int offset, String why) {
		return (this.shortage.isEmpty()) ? malformed(offset, why) : overLimit(offset, why);
	}

	MalformedTermException malformed(int offset, String why) {
		return new MalformedTermException(offset, this.place, why);
	}

	private static String count(long number, String what) {
		return number + " " + what + ((number != 1) ? "s" : "");
	}

}
