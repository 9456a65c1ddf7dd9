package io.macula.gossip.etf;

import java.nio.ByteBuffer;

/**
 * Reads terms from bytes that anyone may have sent. It knows every encoding of OTP 25 to
 * 28 and the older ones that those still read. Whatever the bytes are, the outcome is a
 * term or a {@link MalformedTermException}, within the memory and the stack that its
 * {@link TermLimits} say.
 * <p>
 * Refused are, as OTP does, what only makes sense elsewhere: functions in the encoding
 * that OTP 23 gave up (FUN_EXT), references to an atom cache (ATOM_CACHE_REF) and terms
 * for the encoding node alone (LOCAL_EXT); and stricter than OTP, a sign of an integer
 * other than 0 and 1, and bytes after the term inside a compressed one.
 * <p>
 * A decoder has no state; any number of threads may share it.
 * <p>
 * Source: ERTS User's Guide, chapter "External Term Format".
 */
public final class TermDecoder {

	private final TermLimits limits;

	/**
	 * Create a decoder with {@link TermLimits#DEFAULTS}.
	 */
	public TermDecoder() {
		this(TermLimits.DEFAULTS);
	}

	/**
	 * Create a decoder.
	 * @param limits what one term may cost
	 */
	public TermDecoder(TermLimits limits) {
		this.limits = limits;
	}

	/**
	 * Read the term that the bytes are, beginning with the version byte 131.
	 * @param bytes the bytes
	 * @return the term
	 * @throws MalformedTermException if the bytes are not exactly one term within the
	 * limits
	 */
	public Term decode(byte[] bytes) throws MalformedTermException {
		ByteBuffer source = ByteBuffer.wrap(bytes);
		Term term = decode(source);
		if (source.hasRemaining()) {
			throw new MalformedTermException(source.position(), "",
					"the term ends here; bytes after it: " + source.remaining());
		}
		return term;
	}

	/**
	 * Read one term, beginning with the version byte 131. Other bytes may follow it, such
	 * as the message that follows the control term on a distribution link.
	 * @param source the bytes, from the buffer's position on, whatever its byte order;
	 * the position is moved behind the term, or left alone where an exception is thrown
	 * @return the term
	 * @throws MalformedTermException if the bytes do not begin with a term within the
	 * limits
	 */
	public Term decode(ByteBuffer source) throws MalformedTermException {
		TermInput input = TermInput.of(source, this.limits);
		int version = input.readUnsignedByte("The version of the format");
		if (version != Tag.VERSION) {
			throw input.malformed(0, "the version of the format is " + version + ", not " + Tag.VERSION);
		}
		return decode(source, input);
	}

	private Term decode(ByteBuffer source, TermInput input) throws MalformedTermException {
		Term term = (input.nextIs(Tag.COMPRESSED)) ? decodeCompressed(input) : TermReader.read(input, this.limits);
		source.position(source.position() + input.position());
		return term;
	}

	private Term decodeCompressed(TermInput input) throws MalformedTermException {
		int offset = input.position();
		input.readUnsignedByte("A tag");
		TermInput inflated = TermInput.ofInflated(Inflation.inflate(input, offset, this.limits), this.limits);
		Term term = TermReader.read(inflated, this.limits);
		if (inflated.remaining() > 0) {
			throw inflated.malformed(inflated.position(),
					"the term ends here; bytes after it: " + inflated.remaining());
		}
		return term;
	}

}
