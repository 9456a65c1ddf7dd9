package io.macula.gossip.etf;

/**
 * The range of the numbers that identifiers are made of.
 */
final class Unsigned32 {

	private static final long MAX = 0xFFFF_FFFFL;

	private Unsigned32() {
	}

	static void check(String name, long value) {
		if (value < 0 || value > MAX) {
			throw new IllegalArgumentException("The " + name + " is " + value + "; it must be from 0 to " + MAX);
		}
	}

}
