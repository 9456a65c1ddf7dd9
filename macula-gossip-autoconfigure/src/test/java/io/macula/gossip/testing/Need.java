package io.macula.gossip.testing;

import java.util.Optional;

/**
 * What tests need beside a JDK and Maven, and a machine may lack. Looked for once in a
 * run, by a constructor without arguments.
 *
 * @see Requires
 */
public interface Need {

	/**
	 * Look for it.
	 * @return what is missing and how to get it, or nothing if it is here
	 * @throws Exception if it cannot be looked for
	 */
	Optional<String> missing() throws Exception;

	/**
	 * Whether a build server has to have it.
	 * @return {@code false} if tests are skipped without it there as well
	 */
	default boolean isDueOnCi() {
		return true;
	}

}
