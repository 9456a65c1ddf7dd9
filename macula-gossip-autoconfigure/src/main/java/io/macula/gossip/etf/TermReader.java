package io.macula.gossip.etf;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads one term, tag by tag. It calls itself for values inside values, which the limit
 * of depth keeps from exhausting the stack; the tails of lists are followed in a loop.
 */
final class TermReader {

	private final TermInput input;

	private final TermLimits limits;

	private final NumberReader numbers;

	private final AtomReader atoms;

	private final IdentifierReader identifiers;

	private long functionBytes;

	private TermReader(TermInput input, TermLimits limits) {
		this.input = input;
		this.limits = limits;
		this.numbers = new NumberReader(input);
		this.atoms = new AtomReader(input);
		this.identifiers = new IdentifierReader(input, this.atoms);
	}

	static Term read(TermInput input, TermLimits limits) throws MalformedTermException {
		if (input.remaining() == 0) {
			throw input.malformed(input.position(), "there is no term, only the end of the bytes");
		}
		input.announce(1, input.position(), "The term");
		return new TermReader(input, limits).read(0);
	}

	private Term read(int depth) throws MalformedTermException {
		this.input.settle();
		int offset = this.input.position();
		return readTagged(this.input.readUnsignedByte("A tag"), offset, depth);
	}

	private Term readTagged(int tag, int offset, int depth) throws MalformedTermException {
		return switch (tag) {
			case Tag.SMALL_ATOM_UTF8_EXT, Tag.ATOM_UTF8_EXT, Tag.SMALL_ATOM_EXT, Tag.ATOM_EXT ->
				this.atoms.read(tag, offset);
			case Tag.SMALL_INTEGER_EXT, Tag.INTEGER_EXT, Tag.SMALL_BIG_EXT, Tag.LARGE_BIG_EXT ->
				this.numbers.readInteger(tag, offset);
			case Tag.NEW_FLOAT_EXT, Tag.FLOAT_EXT -> this.numbers.readFloat(tag, offset);
			case Tag.BINARY_EXT -> readBinary();
			case Tag.BIT_BINARY_EXT -> readBitString(offset);
			case Tag.SMALL_TUPLE_EXT -> readTuple(this.input.readUnsignedByte("The size of a tuple"), offset, depth);
			case Tag.LARGE_TUPLE_EXT -> readTuple(this.input.readUnsignedInt("The size of a tuple"), offset, depth);
			case Tag.NIL_EXT -> ListTerm.EMPTY;
			case Tag.STRING_EXT, Tag.LIST_EXT -> readList(tag, offset, depth);
			case Tag.MAP_EXT -> readMap(offset, depth);
			case Tag.PID_EXT, Tag.NEW_PID_EXT -> this.identifiers.readPid(tag);
			case Tag.PORT_EXT, Tag.NEW_PORT_EXT, Tag.V4_PORT_EXT -> this.identifiers.readPort(tag);
			case Tag.REFERENCE_EXT, Tag.NEW_REFERENCE_EXT, Tag.NEWER_REFERENCE_EXT ->
				this.identifiers.readReference(tag, offset);
			case Tag.EXPORT_EXT -> readExport();
			case Tag.NEW_FUN_EXT -> readFunction(offset, depth);
			default -> throw this.input.malformed(offset, refusal(tag));
		};
	}

	private static String refusal(int tag) {
		return switch (tag) {
			case Tag.COMPRESSED -> "a compressed term cannot be inside another term";
			case Tag.ATOM_CACHE_REF -> "a reference to the atom cache, which this node never agreed to";
			case Tag.FUN_EXT -> "a function in the encoding that OTP 23 gave up (FUN_EXT)";
			case Tag.LOCAL_EXT -> "a term for the node alone that encoded it (LOCAL_EXT)";
			default -> "there is no tag " + tag;
		};
	}

	private Term readBinary() throws MalformedTermException {
		long length = this.input.readUnsignedInt("The length of a binary");
		return BinaryTerm.owning(this.input.readBytes(length, "A binary"));
	}

	private Term readBitString(int offset) throws MalformedTermException {
		long length = this.input.readUnsignedInt("The length of a bit string");
		int lastBits = this.input.readUnsignedByte("The number of bits in a bit string's last byte");
		byte[] bytes = this.input.readBytes(length, "A bit string");
		if (lastBits > Byte.SIZE || (lastBits == 0) != (length == 0)) {
			throw this.input.malformed(offset,
					"a bit string of length " + length + " cannot have " + lastBits + " bits in its last byte");
		}
		boolean whole = lastBits == 0 || lastBits == Byte.SIZE;
		return (whole) ? BinaryTerm.owning(bytes) : BitStringTerm.of(bytes, lastBits);
	}

	private Term readTuple(long size, int offset, int depth) throws MalformedTermException {
		checkDepth(offset, depth);
		this.input.announce(size, offset, "A tuple");
		Term[] elements = new Term[(int) size];
		for (int index = 0; index < elements.length; index++) {
			elements[index] = read(depth + 1);
		}
		return TupleTerm.of(elements);
	}

	// A tail that is a list again continues this one, at no further depth
	private Term readList(int firstTag, int firstOffset, int depth) throws MalformedTermException {
		checkDepth(firstOffset, depth);
		List<Term> elements = new ArrayList<>();
		int tag = firstTag;
		int offset = firstOffset;
		while (tag == Tag.LIST_EXT) {
			long size = this.input.readUnsignedInt("The size of a list");
			this.input.announce(size + 1, offset, "A list");
			for (long index = 0; index < size; index++) {
				elements.add(read(depth + 1));
			}
			this.input.settle();
			offset = this.input.position();
			tag = this.input.readUnsignedByte("The tag of a list's tail");
		}
		if (tag == Tag.STRING_EXT) {
			readString(elements, offset);
			return ListTerm.of(elements);
		}
		if (tag == Tag.NIL_EXT) {
			return ListTerm.of(elements);
		}
		Term tail = readTagged(tag, offset, depth + 1);
		return (elements.isEmpty()) ? tail : ListTerm.withTail(elements, tail);
	}

	private void readString(List<Term> elements, int offset) throws MalformedTermException {
		int length = this.input.readUnsignedShort("The length of a string");
		this.input.spend(length, offset, "A string");
		for (byte each : this.input.readBytes(length, "A string")) {
			elements.add(IntegerTerm.of(Byte.toUnsignedInt(each)));
		}
	}

	private Term readMap(int offset, int depth) throws MalformedTermException {
		checkDepth(offset, depth);
		long size = this.input.readUnsignedInt("The size of a map");
		this.input.announce(2 * size, offset, "A map");
		MapTerm.Builder builder = new MapTerm.Builder((int) size);
		for (long index = 0; index < size; index++) {
			int keyOffset = this.input.position();
			Term key = read(depth + 1);
			if (!builder.add(key, read(depth + 1))) {
				throw this.input.malformed(keyOffset, "a key comes twice in one map");
			}
		}
		return builder.build();
	}

	private Term readExport() throws MalformedTermException {
		AtomTerm module = this.atoms.read("The module of a function");
		AtomTerm function = this.atoms.read("The name of a function");
		return new ExportTerm(module, function, this.numbers.readSmallInteger("The arity of a function"));
	}

	private Term readFunction(int offset, int depth) throws MalformedTermException {
		checkDepth(offset, depth);
		int start = this.input.position();
		long size = this.input.readUnsignedInt("The size of a function");
		int arity = this.input.readUnsignedByte("The arity of a function");
		this.input.readBytes(16, "The checksum of a function's module");
		long index = this.input.readUnsignedInt("The index of a function");
		long variables = this.input.readUnsignedInt("The number of a function's variables");
		AtomTerm module = this.atoms.read("The module of a function");
		this.numbers.readPlainInteger("The old index of a function");
		this.numbers.readPlainInteger("The old checksum of a function");
		this.identifiers.readPid("The pid of a function");
		this.input.announce(variables, offset, "A function");
		for (long variable = 0; variable < variables; variable++) {
			read(depth + 1);
		}
		int end = this.input.position();
		if (end - start != size) {
			throw this.input.malformed(offset,
					"a function announces a size of " + size + " bytes and takes " + (end - start));
		}
		// Functions inside functions are copied once for each level, which adds up
		this.functionBytes += size;
		if (this.functionBytes > 2L * this.limits.bytes()) {
			throw this.input.overLimit(offset,
					"functions inside functions take more than twice the limit of " + this.limits.bytes() + " bytes");
		}
		return new FunctionTerm(module, arity, index, this.input.copy(start, end));
	}

	private void checkDepth(int offset, int depth) throws MalformedTermException {
		if (depth >= this.limits.depth()) {
			throw this.input.overLimit(offset, "values are nested deeper than the limit of " + this.limits.depth());
		}
	}

}
