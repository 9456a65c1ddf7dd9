package io.macula.gossip.etf;

/**
 * The identifier of a process.
 * <p>
 * Source: ERTS User's Guide, External Term Format, NEW_PID_EXT and PID_EXT.
 *
 * @param node the name of the node that the process runs on
 * @param id the process's number, 0 to 4,294,967,295
 * @param serial how often the numbers began anew, 0 to 4,294,967,295
 * @param creation the incarnation of the node, 0 to 4,294,967,295
 */
public record PidTerm(AtomTerm node, long id, long serial, long creation) implements Term {

	/**
	 * Create a pid.
	 * @throws IllegalArgumentException if a number is outside its range
	 */
	public PidTerm {
		Unsigned32.check("id of a pid", id);
		Unsigned32.check("serial of a pid", serial);
		Unsigned32.check("creation of a pid", creation);
	}

	@Override
	public Object toJava() {
		return this;
	}

	/**
	 * Return the pid as Erlang shows it, but with the node's name in place of the number
	 * that only the showing node could tell.
	 */
	@Override
	public String toString() {
		return Notation.of(this);
	}

}
