package io.macula.gossip.etf;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads pids, ports and references in all their encodings.
 */
final class IdentifierReader {

	private final TermInput input;

	private final AtomReader atoms;

	IdentifierReader(TermInput input, AtomReader atoms) {
		this.input = input;
		this.atoms = atoms;
	}

	PidTerm readPid(String what) throws MalformedTermException {
		int offset = this.input.position();
		int tag = this.input.readUnsignedByte(what);
		if (tag != Tag.PID_EXT && tag != Tag.NEW_PID_EXT) {
			throw this.input.malformed(offset, what + " has the tag " + tag);
		}
		return readPid(tag);
	}

	PidTerm readPid(int tag) throws MalformedTermException {
		AtomTerm node = this.atoms.read("The node of a pid");
		long id = this.input.readUnsignedInt("The id of a pid");
		long serial = this.input.readUnsignedInt("The serial of a pid");
		return new PidTerm(node, id, serial, readCreation(tag == Tag.PID_EXT));
	}

	PortTerm readPort(int tag) throws MalformedTermException {
		AtomTerm node = this.atoms.read("The node of a port");
		long id = (tag == Tag.V4_PORT_EXT) ? this.input.readLong("The id of a port")
				: this.input.readUnsignedInt("The id of a port");
		return new PortTerm(node, id, readCreation(tag == Tag.PORT_EXT));
	}

	ReferenceTerm readReference(int tag, int offset) throws MalformedTermException {
		if (tag == Tag.REFERENCE_EXT) {
			AtomTerm node = this.atoms.read("The node of a reference");
			long id = this.input.readUnsignedInt("The id of a reference");
			return new ReferenceTerm(node, readCreation(true), List.of(id));
		}
		int size = this.input.readUnsignedShort("The size of a reference");
		if (size < 1 || size > ReferenceTerm.MAX_IDS) {
			throw this.input.malformed(offset,
					"a reference has 1 to " + ReferenceTerm.MAX_IDS + " ids; this one announces " + size);
		}
		AtomTerm node = this.atoms.read("The node of a reference");
		long creation = readCreation(tag == Tag.NEW_REFERENCE_EXT);
		List<Long> ids = new ArrayList<>(size);
		for (int index = 0; index < size; index++) {
			ids.add(this.input.readUnsignedInt("The id of a reference"));
		}
		return new ReferenceTerm(node, creation, ids);
	}

	private long readCreation(boolean small) throws MalformedTermException {
		return (small) ? this.input.readUnsignedByte("A creation") : this.input.readUnsignedInt("A creation");
	}

}
