package io.macula.gossip.etf;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A function value with the variables it closed over. It is opaque: it comes from a peer,
 * can go back to one byte for byte, and is never called. Two are equal where their bytes
 * are.
 * <p>
 * Source: ERTS User's Guide, External Term Format, NEW_FUN_EXT.
 */
public final class FunctionTerm implements Term {

	private final AtomTerm module;

	private final int arity;

	private final long index;

	private final byte[] bytes;

	FunctionTerm(AtomTerm module, int arity, long index, byte[] bytes) {
		this.module = module;
		this.arity = arity;
		this.index = index;
		this.bytes = bytes;
	}

	/**
	 * Return the module that the function was written in.
	 * @return the module
	 */
	public AtomTerm module() {
		return this.module;
	}

	/**
	 * Return how many arguments the function takes.
	 * @return 0 to 255
	 */
	public int arity() {
		return this.arity;
	}

	/**
	 * Return which of its module's functions this is.
	 * @return the index in the module's table, 0 to 4,294,967,295
	 */
	public long index() {
		return this.index;
	}

	/**
	 * Return all that was received, from the size on, after the tag.
	 * @return a copy
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	byte[] sharedBytes() {
		return this.bytes;
	}

	@Override
	public Object toJava() {
		return this;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof FunctionTerm function && Arrays.equals(this.bytes, function.bytes);
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
