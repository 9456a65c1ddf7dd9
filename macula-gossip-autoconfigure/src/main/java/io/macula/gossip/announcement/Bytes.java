package io.macula.gossip.announcement;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Bytes as the key of a map. One instance can be laid over a buffer again and again to
 * look things up without garbage; keys that stay in a map are {@link #copy() copies}.
 */
final class Bytes implements Comparable<Bytes> {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

	private final long seed;

	private byte[] buffer = new byte[0];

	private int length;

	private int hash;

	/**
	 * Create an empty key.
	 * @param seed goes into the hash, so that a sender cannot easily choose bytes that
	 * collide; those that do are told apart by their order
	 */
	Bytes(long seed) {
		this.seed = seed;
	}

	void wrap(byte[] buffer, int length) {
		this.buffer = buffer;
		this.length = length;
		this.hash = hash(buffer, length, this.seed);
	}

	Bytes copy() {
		Bytes copy = new Bytes(this.seed);
		copy.buffer = Arrays.copyOf(this.buffer, this.length);
		copy.length = this.length;
		copy.hash = this.hash;
		return copy;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Bytes bytes && this.hash == bytes.hash
				&& Arrays.equals(this.buffer, 0, this.length, bytes.buffer, 0, bytes.length);
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	@Override
	public int compareTo(Bytes other) {
		return Arrays.compare(this.buffer, 0, this.length, other.buffer, 0, other.length);
	}

	private static int hash(byte[] buffer, int length, long seed) {
		long hash = seed ^ length;
		int i = 0;
		for (; i + Long.BYTES <= length; i += Long.BYTES) {
			hash = mix(hash ^ (long) LONGS.get(buffer, i));
		}
		for (; i < length; i++) {
			hash = mix(hash ^ buffer[i]);
		}
		return (int) (hash ^ (hash >>> 32));
	}

	private static long mix(long value) {
		long product = value * MULTIPLIER;
		return product ^ (product >>> 29);
	}

}
