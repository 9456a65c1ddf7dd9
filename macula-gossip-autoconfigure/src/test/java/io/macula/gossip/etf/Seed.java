package io.macula.gossip.etf;

import java.util.Random;

/**
 * The start of a test's randomness: another one each time, printed, and repeated on
 * demand by the system property {@value #PROPERTY}.
 */
final class Seed {

	private static final String PROPERTY = "macula.test.seed";

	private Seed() {
	}

	static int of(Class<?> test) {
		int seed = Integer.getInteger(PROPERTY, new Random().nextInt(Integer.MAX_VALUE));
		System.out.println(test.getSimpleName() + " uses -D" + PROPERTY + "=" + seed);
		return seed;
	}

}
