package io.macula.gossip.etf;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Erlang's notation of terms, as {@code io_lib:format("~tp", [Term])} gives it but on one
 * line, and with the names of nodes in identifiers, which Erlang shows as numbers.
 */
final class Notation {

	// Decimal digits of an integer take time that grows faster than its length
	private static final int LONGEST_DECIMAL = 4096;

	private final StringBuilder text = new StringBuilder();

	private final int limit;

	private Notation(int limit) {
		this.limit = limit;
	}

	static String of(Term term) {
		Notation notation = new Notation(Integer.MAX_VALUE);
		notation.add(term);
		return notation.text.toString();
	}

	static String of(Term term, int length) {
		Notation notation = new Notation(length);
		notation.add(term);
		return (notation.text.length() > length) ? notation.text.substring(0, length) + "..."
				: notation.text.toString();
	}

	private boolean isFull() {
		return this.text.length() > this.limit;
	}

	private void add(Term term) {
		if (isFull()) {
			return;
		}
		if (term instanceof TupleTerm tuple) {
			this.text.append('{');
			addAll(tuple.elements());
			this.text.append('}');
		}
		else if (term instanceof ListTerm list) {
			addList(list);
		}
		else if (term instanceof MapTerm map) {
			addMap(map);
		}
		else {
			addPlain(term);
		}
	}

	private void addAll(List<Term> elements) {
		for (int index = 0; index < elements.size() && !isFull(); index++) {
			if (index > 0) {
				this.text.append(',');
			}
			add(elements.get(index));
		}
	}

	private void addList(ListTerm list) {
		String characters = (list.elements().size() <= this.limit) ? QuotedText.ofCharacters(list) : null;
		if (characters != null) {
			this.text.append(characters);
			return;
		}
		this.text.append('[');
		addAll(list.elements());
		Term tail = list.tail();
		if (tail != null) {
			this.text.append('|');
			add(tail);
		}
		this.text.append(']');
	}

	private void addMap(MapTerm map) {
		this.text.append("#{");
		String separator = "";
		for (Map.Entry<Term, Term> entry : map.entries()) {
			this.text.append(separator);
			add(entry.getKey());
			this.text.append(" => ");
			add(entry.getValue());
			separator = ",";
			if (isFull()) {
				return;
			}
		}
		this.text.append('}');
	}

	private void addPlain(Term term) {
		if (term instanceof AtomTerm atom) {
			this.text.append(QuotedText.ofAtom(atom.name()));
		}
		else if (term instanceof IntegerTerm integer) {
			addInteger(integer);
		}
		else if (term instanceof FloatTerm number) {
			this.text.append(Double.toString(number.value()).toLowerCase(Locale.ROOT));
		}
		else if (term instanceof BinaryTerm binary) {
			String quoted = (binary.length() <= this.limit) ? QuotedText.ofBinary(binary) : null;
			if (quoted != null) {
				this.text.append("<<").append(quoted).append(">>");
			}
			else {
				addBits(binary.sharedBytes(), Byte.SIZE);
			}
		}
		else if (term instanceof BitStringTerm bits) {
			addBits(bits.sharedBytes(), bits.lastBits());
		}
		else {
			addOpaque(term);
		}
	}

	private void addInteger(IntegerTerm integer) {
		if (integer.isLong()) {
			this.text.append(integer.longValue());
		}
		else if (integer.bigIntegerValue().bitLength() <= LONGEST_DECIMAL) {
			this.text.append(integer.bigIntegerValue());
		}
		else {
			BigInteger size = integer.bigIntegerValue().abs();
			int hidden = (int) Math.max(0, size.bitLength() - 4L * this.limit);
			this.text.append((integer.bigIntegerValue().signum() < 0) ? "-16#" : "16#")
				.append(size.shiftRight((hidden + 3) / 4 * 4).toString(16));
			if (hidden > 0) {
				this.text.append("...");
			}
		}
	}

	private void addBits(byte[] bytes, int lastBits) {
		this.text.append("<<");
		for (int index = 0; index < bytes.length && !isFull(); index++) {
			if (index > 0) {
				this.text.append(',');
			}
			boolean partial = lastBits < Byte.SIZE && index == bytes.length - 1;
			int value = Byte.toUnsignedInt(bytes[index]);
			this.text.append((partial) ? value >> (Byte.SIZE - lastBits) : value);
		}
		if (lastBits < Byte.SIZE) {
			this.text.append(':').append(lastBits);
		}
		this.text.append(">>");
	}

	private void addOpaque(Term term) {
		if (term instanceof PidTerm pid) {
			this.text.append('<').append(QuotedText.ofAtom(pid.node().name())).append('.').append(pid.id());
			this.text.append('.').append(pid.serial()).append('>');
		}
		else if (term instanceof PortTerm port) {
			this.text.append("#Port<").append(QuotedText.ofAtom(port.node().name()));
			this.text.append('.').append(Long.toUnsignedString(port.id())).append('>');
		}
		else if (term instanceof ReferenceTerm reference) {
			this.text.append("#Ref<").append(QuotedText.ofAtom(reference.node().name()));
			for (int index = reference.ids().size() - 1; index >= 0; index--) {
				this.text.append('.').append(reference.ids().get(index));
			}
			this.text.append('>');
		}
		else if (term instanceof ExportTerm export) {
			this.text.append("fun ").append(QuotedText.ofAtom(export.module().name()));
			this.text.append(':').append(QuotedText.ofAtom(export.function().name()));
			this.text.append('/').append(export.arity());
		}
		else if (term instanceof FunctionTerm function) {
			this.text.append("#Fun<").append(QuotedText.ofAtom(function.module().name()));
			this.text.append('.').append(function.index()).append('/').append(function.arity()).append('>');
		}
	}

}
