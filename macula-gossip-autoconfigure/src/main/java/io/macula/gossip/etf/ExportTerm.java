package io.macula.gossip.etf;

/**
 * A reference to a function by its name, {@code fun lists:map/2}. It is a value like any
 * other here: nothing is ever called.
 * <p>
 * Source: ERTS User's Guide, External Term Format, EXPORT_EXT.
 *
 * @param module the module
 * @param function the function's name
 * @param arity how many arguments it takes, 0 to 255
 */
public record ExportTerm(AtomTerm module, AtomTerm function, int arity) implements Term {

	/**
	 * Create a reference to a function.
	 * @throws IllegalArgumentException if the arity is outside its range
	 */
	public ExportTerm {
		if (arity < 0 || arity > 255) {
			throw new IllegalArgumentException("A function takes 0 to 255 arguments, not " + arity);
		}
	}

	@Override
	public Object toJava() {
		return this;
	}

	@Override
	public String toString() {
		return Notation.of(this);
	}

}
