package io.macula.gossip.distribution;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.IntegerTerm;
import io.macula.gossip.etf.PidTerm;
import io.macula.gossip.etf.ReferenceTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.etf.TermDecoder;
import io.macula.gossip.etf.TermEncoder;
import io.macula.gossip.etf.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * What one frame of a link holds: a control tuple and, with some, a message.
 * <p>
 * Source: ERTS User's Guide, "Distribution Protocol", section "Protocol between Connected
 * Nodes".
 *
 * @param operation the number that the tuple begins with, one of {@link Operation}
 * @param control the tuple
 * @param payload the message as it came, not read yet, or {@code null}
 */
record ControlMessage(int operation, TupleTerm control, @Nullable ByteBuffer payload) {

	/**
	 * The type of every message as long as no distribution header was agreed on.
	 */
	private static final int PASS_THROUGH = 112;

	/**
	 * The tag of a compressed term, which follows its version and precedes its size.
	 */
	private static final byte COMPRESSED = 80;

	private static final int COMPRESSED_HEADER = 6;

	static ControlMessage read(ByteBuffer bytes, TermDecoder decoder) throws IOException {
		int type = bytes.get() & 0xFF;
		if (type != PASS_THROUGH) {
			throw new ProtocolException("its type is %d, not %d".formatted(type, PASS_THROUGH));
		}
		if (!(decoder.decode(bytes) instanceof TupleTerm control) || control.size() == 0
				|| !(control.get(0) instanceof IntegerTerm operation) || !operation.isLong()) {
			throw new ProtocolException("it does not begin with a control tuple");
		}
		return new ControlMessage((int) operation.longValue(), control, (bytes.hasRemaining()) ? bytes.slice() : null);
	}

	static byte[] write(TupleTerm control, @Nullable Term payload) {
		TermEncoder encoder = new TermEncoder().write(control);
		if (payload != null) {
			encoder.write(payload);
		}
		ByteBuffer terms = encoder.asBuffer();
		return ByteBuffer.allocate(1 + terms.remaining()).put((byte) PASS_THROUGH).put(terms).array();
	}

	Term get(int index) throws ProtocolException {
		if (index >= this.control.size()) {
			throw new ProtocolException("its control tuple with operation %d has %d elements".formatted(this.operation,
					this.control.size()));
		}
		return this.control.get(index);
	}

	PidTerm pid(int index) throws ProtocolException {
		return element(index, PidTerm.class);
	}

	AtomTerm atom(int index) throws ProtocolException {
		return element(index, AtomTerm.class);
	}

	ReferenceTerm reference(int index) throws ProtocolException {
		return element(index, ReferenceTerm.class);
	}

	long number(int index) throws ProtocolException {
		IntegerTerm number = element(index, IntegerTerm.class);
		if (!number.isLong()) {
			throw new ProtocolException(
					"element %d of its control tuple with operation %d is too large".formatted(index, this.operation));
		}
		return number.longValue();
	}

	/**
	 * Read the message.
	 * @param decoder reads it
	 * @return the message
	 * @throws IOException if there is none, or what is there is no term
	 */
	Term message(TermDecoder decoder) throws IOException {
		return decoder.decode(bytes().duplicate());
	}

	/**
	 * Return how many bytes the message takes when it is read.
	 * @return the number, of what it is inflated to where it is compressed
	 * @throws ProtocolException if there is none
	 */
	long messageBytes() throws ProtocolException {
		ByteBuffer bytes = bytes();
		boolean compressed = bytes.remaining() >= COMPRESSED_HEADER && bytes.get(1) == COMPRESSED;
		return bytes.remaining() + ((compressed) ? Integer.toUnsignedLong(bytes.getInt(2)) : 0);
	}

	private ByteBuffer bytes() throws ProtocolException {
		if (this.payload == null) {
			throw new ProtocolException("operation %d lacks its message".formatted(this.operation));
		}
		return this.payload;
	}

	private <T extends Term> T element(int index, Class<T> type) throws ProtocolException {
		Term element = get(index);
		if (!type.isInstance(element)) {
			throw new ProtocolException("element %d of its control tuple with operation %d is no %s".formatted(index,
					this.operation, type.getSimpleName()));
		}
		return type.cast(element);
	}

}
