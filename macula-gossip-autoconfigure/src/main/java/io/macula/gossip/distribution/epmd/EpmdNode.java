package io.macula.gossip.distribution.epmd;

/**
 * What EPMD knows of a node: what a registration tells it and what a look-up gets back
 * (ERTS User's Guide, "Distribution Protocol", sections "Register a Node in EPMD" and
 * "Get the Distribution Port of a Node"). Immutable.
 *
 * @param name the node name's part before the {@code @}: 1 to 255 characters, none of
 * them a control or space character or {@code @}
 * @param port the TCP port on which the node accepts links, 1 to 65535
 * @param hidden whether the node says that it keeps out of the others' lists of visible
 * nodes; a BEAM node never says so here, only when it links
 * @param lowestVersion the lowest distribution version it speaks, 0 to
 * {@code highestVersion}
 * @param highestVersion the highest distribution version it speaks, at most 65535; one
 * below 6 gets creations of 1 to 3 only
 */
public record EpmdNode(String name, int port, boolean hidden, int lowestVersion, int highestVersion) {

	/**
	 * The distribution version that every OTP from 25 on speaks, and this product with
	 * it.
	 */
	public static final int DISTRIBUTION_VERSION = 6;

	/**
	 * Create a description.
	 * @throws IllegalArgumentException if a value is outside its range
	 */
	public EpmdNode {
		if (!EpmdProtocol.isName(name)) {
			throw new IllegalArgumentException(
					"'%s' cannot be registered with EPMD: give the part of the node name before the '@', 1 to %d characters without spaces"
						.formatted(name, EpmdProtocol.MAX_NAME_LENGTH));
		}
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException(
					"Port %d of '%s' is no TCP port: give one of 1 to 65535".formatted(port, name));
		}
		if (lowestVersion < 0 || highestVersion > 65535 || lowestVersion > highestVersion) {
			throw new IllegalArgumentException("Versions %d to %d of '%s' are no range within 0 to 65535"
				.formatted(lowestVersion, highestVersion, name));
		}
	}

	/**
	 * Create a description of a node that speaks version {@value #DISTRIBUTION_VERSION}.
	 * @param name the node name's part before the {@code @}
	 * @param port the TCP port on which the node accepts links, 1 to 65535
	 * @param hidden whether the node keeps out of the others' lists of visible nodes
	 * @throws IllegalArgumentException if a value is outside its range
	 */
	public EpmdNode(String name, int port, boolean hidden) {
		this(name, port, hidden, DISTRIBUTION_VERSION, DISTRIBUTION_VERSION);
	}

}
