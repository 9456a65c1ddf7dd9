package io.macula.gossip;

/**
 * Wire formats of announcements.
 */
public enum Protocol {

	/**
	 * Erlang's {@code macula_cluster_gossip}.
	 */
	MACULA("230.1.1.251"),

	/**
	 * Elixir's libcluster, strategy {@code Cluster.Strategy.Gossip}.
	 */
	LIBCLUSTER("233.252.1.32");

	private final String defaultAddr;

	Protocol(String defaultAddr) {
		this.defaultAddr = defaultAddr;
	}

	/**
	 * Return the multicast group that is announced to if none is set.
	 * @return an IPv4 address
	 */
	public String defaultAddr() {
		return this.defaultAddr;
	}

}
