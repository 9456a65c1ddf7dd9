package io.macula.gossip.etf;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A total order of all terms in which only equal terms compare as equal. Types come in
 * Erlang's order, integers before floats as among the keys of its maps; the order of
 * identifiers and functions is our own.
 */
final class TermOrder implements Comparator<Term> {

	static final TermOrder INSTANCE = new TermOrder();

	private static final Comparator<PidTerm> PIDS = Comparator.comparing((PidTerm pid) -> pid.node().name())
		.thenComparingLong(PidTerm::id)
		.thenComparingLong(PidTerm::serial)
		.thenComparingLong(PidTerm::creation);

	private static final Comparator<PortTerm> PORTS = Comparator.comparing((PortTerm port) -> port.node().name())
		.thenComparingLong(PortTerm::id)
		.thenComparingLong(PortTerm::creation);

	private static final Comparator<ReferenceTerm> REFERENCES = Comparator
		.comparing((ReferenceTerm reference) -> reference.node().name())
		.thenComparingLong(ReferenceTerm::creation)
		.thenComparing(ReferenceTerm::ids, TermOrder::compareIds);

	private static final Comparator<ExportTerm> EXPORTS = Comparator
		.comparing((ExportTerm export) -> export.module().name())
		.thenComparing((export) -> export.function().name())
		.thenComparingInt(ExportTerm::arity);

	private TermOrder() {
	}

	@Override
	public int compare(Term one, Term other) {
		int byType = Integer.compare(rank(one), rank(other));
		if (byType != 0) {
			return byType;
		}
		if (one instanceof AtomTerm atom) {
			return atom.name().compareTo(((AtomTerm) other).name());
		}
		if (one instanceof BinaryTerm binary) {
			return Arrays.compareUnsigned(binary.sharedBytes(), ((BinaryTerm) other).sharedBytes());
		}
		if (one instanceof IntegerTerm integer) {
			return integer.compareTo((IntegerTerm) other);
		}
		if (one instanceof FloatTerm number) {
			return Double.compare(number.value(), ((FloatTerm) other).value());
		}
		if (one instanceof TupleTerm tuple) {
			return compareSized(tuple.elements(), ((TupleTerm) other).elements());
		}
		if (one instanceof ListTerm list) {
			return compareLists(list, (ListTerm) other);
		}
		if (one instanceof MapTerm map) {
			return compareMaps(map, (MapTerm) other);
		}
		return compareRare(one, other);
	}

	private int compareRare(Term one, Term other) {
		if (one instanceof BitStringTerm bits) {
			int byBytes = Arrays.compareUnsigned(bits.sharedBytes(), ((BitStringTerm) other).sharedBytes());
			return (byBytes != 0) ? byBytes : Integer.compare(bits.lastBits(), ((BitStringTerm) other).lastBits());
		}
		if (one instanceof PidTerm pid) {
			return PIDS.compare(pid, (PidTerm) other);
		}
		if (one instanceof PortTerm port) {
			return PORTS.compare(port, (PortTerm) other);
		}
		if (one instanceof ReferenceTerm reference) {
			return REFERENCES.compare(reference, (ReferenceTerm) other);
		}
		if (one instanceof ExportTerm export) {
			return EXPORTS.compare(export, (ExportTerm) other);
		}
		return Arrays.compareUnsigned(((FunctionTerm) one).sharedBytes(), ((FunctionTerm) other).sharedBytes());
	}

	private int compareSized(List<Term> one, List<Term> other) {
		int bySize = Integer.compare(one.size(), other.size());
		for (int index = 0; bySize == 0 && index < one.size(); index++) {
			int byElement = compare(one.get(index), other.get(index));
			if (byElement != 0) {
				return byElement;
			}
		}
		return bySize;
	}

	private int compareLists(ListTerm one, ListTerm other) {
		int byElements = compareSized(one.elements(), other.elements());
		if (byElements != 0) {
			return byElements;
		}
		Term tail = one.tail();
		Term otherTail = other.tail();
		if (tail == null || otherTail == null) {
			return Boolean.compare(tail != null, otherTail != null);
		}
		return compare(tail, otherTail);
	}

	private int compareMaps(MapTerm one, MapTerm other) {
		int bySize = Integer.compare(one.size(), other.size());
		Iterator<Map.Entry<Term, Term>> others = other.sorted().entrySet().iterator();
		Iterator<Map.Entry<Term, Term>> ours = one.sorted().entrySet().iterator();
		while (bySize == 0 && ours.hasNext()) {
			Map.Entry<Term, Term> entry = ours.next();
			Map.Entry<Term, Term> otherEntry = others.next();
			int byKey = compare(entry.getKey(), otherEntry.getKey());
			int byPair = (byKey != 0) ? byKey : compare(entry.getValue(), otherEntry.getValue());
			if (byPair != 0) {
				return byPair;
			}
		}
		return bySize;
	}

	private static int compareIds(List<Long> one, List<Long> other) {
		return Arrays.compare(one.stream().mapToLong(Long::longValue).toArray(),
				other.stream().mapToLong(Long::longValue).toArray());
	}

	private static int rank(Term term) {
		if (term instanceof IntegerTerm) {
			return 0;
		}
		if (term instanceof FloatTerm) {
			return 1;
		}
		if (term instanceof AtomTerm) {
			return 2;
		}
		if (term instanceof ReferenceTerm) {
			return 3;
		}
		if (term instanceof FunctionTerm) {
			return 4;
		}
		if (term instanceof ExportTerm) {
			return 5;
		}
		if (term instanceof PortTerm) {
			return 6;
		}
		if (term instanceof PidTerm) {
			return 7;
		}
		if (term instanceof TupleTerm) {
			return 8;
		}
		if (term instanceof MapTerm) {
			return 9;
		}
		if (term instanceof ListTerm) {
			return 10;
		}
		return (term instanceof BinaryTerm) ? 11 : 12;
	}

}
