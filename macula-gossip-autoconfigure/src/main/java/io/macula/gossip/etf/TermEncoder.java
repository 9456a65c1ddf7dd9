package io.macula.gossip.etf;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Writes terms one behind the other into a buffer that grows. It uses the smallest
 * encodings that OTP 25 and later all read: atoms in UTF-8, creations of 32 bits, a
 * V4_PORT_EXT only for a port whose number takes more than the 28 bits of a NEW_PORT_EXT.
 * <p>
 * The bytes are those of OTP's {@code term_to_binary} with three exceptions, none of
 * which OTP can tell once it has read them: a list of bytes is a LIST_EXT, never a
 * STRING_EXT; atoms are in UTF-8, which OTP itself does only from version 26 on; and the
 * pairs of a map come in the term's order. Nothing is ever compressed.
 * <p>
 * An encoder belongs to one thread at a time.
 * <p>
 * Source: ERTS User's Guide, chapter "External Term Format".
 */
public final class TermEncoder {

	private final TermOutput output = new TermOutput();

	private final PlainWriter plain = new PlainWriter(this.output);

	/**
	 * Return the bytes of one term, beginning with the version byte 131.
	 * @param term the term
	 * @return the bytes
	 * @throws IllegalArgumentException if values are nested deeper than
	 * {@link TermLimits#MAX_DEPTH}
	 */
	public static byte[] encode(Term term) {
		return new TermEncoder().write(term).toByteArray();
	}

	/**
	 * Write a term with the version byte 131 in front of it.
	 * @param term the term
	 * @return this encoder
	 * @throws IllegalArgumentException if values are nested deeper than
	 * {@link TermLimits#MAX_DEPTH}; nothing is written then
	 */
	public TermEncoder write(Term term) {
		int size = this.output.size();
		boolean written = false;
		try {
			this.output.writeByte(Tag.VERSION);
			write(term, 0);
			written = true;
		}
		finally {
			if (!written) {
				this.output.truncate(size);
			}
		}
		return this;
	}

	/**
	 * Return how many bytes were written since the start or the last {@link #clear()}.
	 * @return the number of bytes, 0 or more
	 */
	public int size() {
		return this.output.size();
	}

	/**
	 * Return what was written.
	 * @return a copy
	 */
	public byte[] toByteArray() {
		return this.output.toByteArray();
	}

	/**
	 * Return what was written, without copying it.
	 * @return a read-only buffer, good until this encoder is used again
	 */
	public ByteBuffer asBuffer() {
		return this.output.asBuffer();
	}

	/**
	 * Forget what was written and keep the memory for what comes.
	 * @return this encoder
	 */
	public TermEncoder clear() {
		this.output.truncate(0);
		return this;
	}

	private void write(Term term, int depth) {
		if (term instanceof TupleTerm tuple) {
			checkDepth(depth);
			this.output.writeSize(Tag.SMALL_TUPLE_EXT, Tag.LARGE_TUPLE_EXT, tuple.size());
			for (Term element : tuple.elements()) {
				write(element, depth + 1);
			}
		}
		else if (term instanceof ListTerm list && !list.elements().isEmpty()) {
			checkDepth(depth);
			writeList(list, depth + 1);
		}
		else if (term instanceof MapTerm map) {
			checkDepth(depth);
			this.output.writeByte(Tag.MAP_EXT);
			this.output.writeInt(map.size());
			for (Map.Entry<Term, Term> entry : map.entries()) {
				write(entry.getKey(), depth + 1);
				write(entry.getValue(), depth + 1);
			}
		}
		else {
			this.plain.write(term);
		}
	}

	private void writeList(ListTerm list, int depth) {
		this.output.writeByte(Tag.LIST_EXT);
		this.output.writeInt(list.elements().size());
		for (Term element : list.elements()) {
			write(element, depth);
		}
		Term tail = list.tail();
		write((tail != null) ? tail : ListTerm.EMPTY, depth);
	}

	private static void checkDepth(int depth) {
		if (depth >= TermLimits.MAX_DEPTH) {
			throw new IllegalArgumentException("Values are nested deeper than " + TermLimits.MAX_DEPTH);
		}
	}

}
