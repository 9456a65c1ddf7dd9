package io.macula.gossip.testing;

import java.util.Random;

/**
 * The start of a test's randomness: another one in each run, printed, and repeated on
 * demand by the system property {@value #PROPERTY}.
 */
public final class Seed {

	private static final String PROPERTY = "gossip.test.seed";

	private Seed() {
	}

	/**
	 * Choose the seed of a test, and print it.
	 * @param test the test
	 * @return the seed
	 */
	public static int of(Class<?> test) {
		int seed = Integer.getInteger(PROPERTY, new Random().nextInt(Integer.MAX_VALUE));
		System.out.println(test.getSimpleName() + " uses -D" + PROPERTY + "=" + seed);
		return seed;
	}

}
