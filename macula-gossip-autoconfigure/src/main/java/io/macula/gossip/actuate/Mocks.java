package io.macula.gossip.actuate;

import io.macula.gossip.GossipClusterService;
import org.jspecify.annotations.Nullable;

/**
 * Tells the mocks of applications' tests, which answer {@code null} where they were told
 * nothing: a context with one has to start as any other.
 */
final class Mocks {

	private Mocks() {
	}

	/**
	 * Say whether a service has no name, as only a mock can.
	 */
	static boolean isUntold(GossipClusterService service) {
		@Nullable String cluster = service.getCluster();
		return cluster == null;
	}

}
