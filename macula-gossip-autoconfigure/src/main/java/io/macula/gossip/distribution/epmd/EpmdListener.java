package io.macula.gossip.distribution.epmd;

/**
 * Hears how a node's registration with EPMD fares. Called on the registrar's thread, one
 * call at a time: a call that blocks delays the next attempt. What a call throws is
 * logged.
 */
public interface EpmdListener {

	/**
	 * The node stands registered.
	 * @param creation the number that tells this registration from earlier ones of the
	 * same name, 0 to 4294967295
	 */
	default void registered(long creation) {
	}

	/**
	 * The registration is lost, most likely because the process that served EPMD ended; a
	 * new attempt follows at once.
	 * @param reason why, in words
	 */
	default void lost(String reason) {
	}

	/**
	 * An attempt failed; the next follows within a second. Told again only when the
	 * reason has changed or a registration stood in between.
	 * @param reason why, in words, with the remedy
	 */
	default void failed(String reason) {
	}

}
