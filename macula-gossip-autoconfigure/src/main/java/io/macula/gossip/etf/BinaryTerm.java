package io.macula.gossip.etf;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A binary: a run of bytes.
 * <p>
 * Source: ERTS User's Guide, External Term Format, BINARY_EXT.
 */
public final class BinaryTerm implements Term {

	private final byte[] bytes;

	private BinaryTerm(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Return a binary of the given bytes.
	 * @param bytes the bytes, which are copied
	 * @return the binary
	 */
	public static BinaryTerm of(byte... bytes) {
		return new BinaryTerm(bytes.clone());
	}

	/**
	 * Return a binary of a text in UTF-8.
	 * @param text the text
	 * @return the binary
	 * @throws IllegalArgumentException if the text has half of a surrogate pair
	 */
	public static BinaryTerm ofUtf8(String text) {
		return new BinaryTerm(Utf8.encode(text));
	}

	static BinaryTerm owning(byte[] bytes) {
		return new BinaryTerm(bytes);
	}

	/**
	 * Return the number of bytes.
	 * @return the number of bytes, 0 or more
	 */
	public int length() {
		return this.bytes.length;
	}

	/**
	 * Return the bytes.
	 * @return a copy
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	/**
	 * Return the bytes without copying them.
	 * @return a read-only buffer over all of them
	 */
	public ByteBuffer asBuffer() {
		return ByteBuffer.wrap(this.bytes).asReadOnlyBuffer();
	}

	/**
	 * Return the bytes as the text they are in UTF-8.
	 * @return the text, or {@code null} where the bytes are not UTF-8
	 */
	public @Nullable String utf8() {
		return Utf8.decode(this.bytes);
	}

	byte[] sharedBytes() {
		return this.bytes;
	}

	@Override
	public Object toJava() {
		String text = utf8();
		return (text != null) ? text : bytes();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof BinaryTerm binary && Arrays.equals(this.bytes, binary.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	@Override
	public String toString() {
		return Notation.of(this);
	}

}
