package io.macula.gossip.etf;

/**
 * The identifier of a port, Erlang's connection to the outside.
 * <p>
 * Source: ERTS User's Guide, External Term Format, V4_PORT_EXT, NEW_PORT_EXT and
 * PORT_EXT.
 *
 * @param node the name of the node that the port belongs to
 * @param id the port's number, 64 bits without a sign: a negative one stands for its
 * value plus 2 to the power of 64
 * @param creation the incarnation of the node, 0 to 4,294,967,295
 */
public record PortTerm(AtomTerm node, long id, long creation) implements Term {

	/**
	 * Create a port.
	 * @throws IllegalArgumentException if the creation is outside its range
	 */
	public PortTerm {
		Unsigned32.check("creation of a port", creation);
	}

	@Override
	public Object toJava() {
		return this;
	}

	/**
	 * Return the port as Erlang shows it, but with the node's name in place of the number
	 * that only the showing node could tell.
	 */
	@Override
	public String toString() {
		return Notation.of(this);
	}

}
