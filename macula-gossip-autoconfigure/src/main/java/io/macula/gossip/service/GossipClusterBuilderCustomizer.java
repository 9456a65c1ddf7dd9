package io.macula.gossip.service;

/**
 * Bean that changes the auto-configured {@link GossipClusterBuilder} after the properties
 * were applied to it.
 */
@FunctionalInterface
public interface GossipClusterBuilderCustomizer {

	/**
	 * Change the builder.
	 * @param builder the builder, a new one for each injection
	 */
	void customize(GossipClusterBuilder builder);

}
