package io.macula.gossip.etf;

import java.math.BigInteger;

/**
 * Writes the terms that hold no other terms, the empty list among them.
 */
final class PlainWriter {

	// The guide gives a NEW_PORT_EXT 28 bits, and OTP changes over where it does
	private static final long LARGEST_NEW_PORT = (1L << 28) - 1;

	private final TermOutput output;

	PlainWriter(TermOutput output) {
		this.output = output;
	}

	void write(Term term) {
		if (term instanceof AtomTerm atom) {
			writeAtom(atom);
		}
		else if (term instanceof IntegerTerm integer) {
			writeInteger(integer);
		}
		else if (term instanceof ListTerm) {
			this.output.writeByte(Tag.NIL_EXT);
		}
		else if (term instanceof BinaryTerm binary) {
			this.output.writeByte(Tag.BINARY_EXT);
			this.output.writeInt(binary.length());
			this.output.writeBytes(binary.sharedBytes());
		}
		else if (term instanceof FloatTerm number) {
			this.output.writeByte(Tag.NEW_FLOAT_EXT);
			this.output.writeLong(Double.doubleToLongBits(number.value()));
		}
		else if (term instanceof BitStringTerm bits) {
			this.output.writeByte(Tag.BIT_BINARY_EXT);
			this.output.writeInt(bits.sharedBytes().length);
			this.output.writeByte(bits.lastBits());
			this.output.writeBytes(bits.sharedBytes());
		}
		else {
			writeIdentifier(term);
		}
	}

	private void writeIdentifier(Term term) {
		if (term instanceof PidTerm pid) {
			this.output.writeByte(Tag.NEW_PID_EXT);
			writeAtom(pid.node());
			this.output.writeInt(pid.id());
			this.output.writeInt(pid.serial());
			this.output.writeInt(pid.creation());
		}
		else if (term instanceof PortTerm port) {
			writePort(port);
		}
		else if (term instanceof ReferenceTerm reference) {
			this.output.writeByte(Tag.NEWER_REFERENCE_EXT);
			this.output.writeShort(reference.ids().size());
			writeAtom(reference.node());
			this.output.writeInt(reference.creation());
			reference.ids().forEach(this.output::writeInt);
		}
		else if (term instanceof ExportTerm export) {
			this.output.writeByte(Tag.EXPORT_EXT);
			writeAtom(export.module());
			writeAtom(export.function());
			this.output.writeByte(Tag.SMALL_INTEGER_EXT);
			this.output.writeByte(export.arity());
		}
		else if (term instanceof FunctionTerm function) {
			this.output.writeByte(Tag.NEW_FUN_EXT);
			this.output.writeBytes(function.sharedBytes());
		}
	}

	private void writeAtom(AtomTerm atom) {
		byte[] name = Utf8.encode(atom.name());
		if (name.length <= 0xFF) {
			this.output.writeByte(Tag.SMALL_ATOM_UTF8_EXT);
			this.output.writeByte(name.length);
		}
		else {
			this.output.writeByte(Tag.ATOM_UTF8_EXT);
			this.output.writeShort(name.length);
		}
		this.output.writeBytes(name);
	}

	private void writePort(PortTerm port) {
		boolean old = port.id() >= 0 && port.id() <= LARGEST_NEW_PORT;
		this.output.writeByte((old) ? Tag.NEW_PORT_EXT : Tag.V4_PORT_EXT);
		writeAtom(port.node());
		if (old) {
			this.output.writeInt(port.id());
		}
		else {
			this.output.writeLong(port.id());
		}
		this.output.writeInt(port.creation());
	}

	private void writeInteger(IntegerTerm integer) {
		if (!integer.isLong()) {
			writeBig(integer.bigIntegerValue());
			return;
		}
		long value = integer.longValue();
		if (value >= 0 && value <= 0xFF) {
			this.output.writeByte(Tag.SMALL_INTEGER_EXT);
			this.output.writeByte((int) value);
		}
		else if (value == (int) value) {
			this.output.writeByte(Tag.INTEGER_EXT);
			this.output.writeInt(value);
		}
		else {
			writeBig(integer.bigIntegerValue());
		}
	}

	private void writeBig(BigInteger value) {
		byte[] magnitude = value.abs().toByteArray();
		// A leading zero only says that the number has no sign
		int first = (magnitude[0] == 0) ? 1 : 0;
		this.output.writeSize(Tag.SMALL_BIG_EXT, Tag.LARGE_BIG_EXT, magnitude.length - first);
		this.output.writeByte((value.signum() < 0) ? 1 : 0);
		byte[] digits = new byte[magnitude.length - first];
		for (int index = 0; index < digits.length; index++) {
			digits[index] = magnitude[magnitude.length - 1 - index];
		}
		this.output.writeBytes(digits);
	}

}
