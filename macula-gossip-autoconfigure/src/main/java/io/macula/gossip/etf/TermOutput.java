package io.macula.gossip.etf;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A buffer of bytes that grows. Numbers go in with the most significant byte first.
 */
final class TermOutput {

	private static final int FIRST_CAPACITY = 256;

	private byte[] bytes = new byte[FIRST_CAPACITY];

	private int size;

	int size() {
		return this.size;
	}

	void truncate(int newSize) {
		this.size = newSize;
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.bytes, this.size);
	}

	ByteBuffer asBuffer() {
		return ByteBuffer.wrap(this.bytes, 0, this.size).slice().asReadOnlyBuffer();
	}

	void writeByte(int value) {
		grow(1);
		this.bytes[this.size++] = (byte) value;
	}

	void writeShort(int value) {
		writeByte(value >> 8);
		writeByte(value);
	}

	void writeInt(long value) {
		writeShort((int) (value >> 16));
		writeShort((int) value);
	}

	void writeLong(long value) {
		writeInt(value >> 32);
		writeInt(value);
	}

	void writeBytes(byte[] value) {
		grow(value.length);
		System.arraycopy(value, 0, this.bytes, this.size, value.length);
		this.size += value.length;
	}

	void writeSize(int smallTag, int largeTag, int value) {
		if (value <= 0xFF) {
			writeByte(smallTag);
			writeByte(value);
		}
		else {
			writeByte(largeTag);
			writeInt(value);
		}
	}

	private void grow(int needed) {
		if (needed > this.bytes.length - this.size) {
			int least = Math.addExact(this.size, needed);
			int doubled = (int) Math.min(2L * this.bytes.length, Integer.MAX_VALUE - 8);
			this.bytes = Arrays.copyOf(this.bytes, Math.max(least, doubled));
		}
	}

}
