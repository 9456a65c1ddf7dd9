package io.macula.gossip.actuate;

import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} that is up while this node can be heard and can hear, whether
 * others are there or not.
 */
public class GossipHealthIndicator extends AbstractHealthIndicator {

	private final GossipClusterService service;

	private final int minimumNodes;

	/**
	 * Create an indicator.
	 * @param service the service to look at
	 * @param minimumNodes how many other nodes must be up, 0 or more
	 * @throws GossipConfigurationException if the number is negative
	 */
	public GossipHealthIndicator(GossipClusterService service, int minimumNodes) {
		super("Gossip health check failed");
		if (minimumNodes < 0) {
			throw new GossipConfigurationException("health.minimum-nodes", minimumNodes + " is not a number of nodes.",
					"Use 0 or more.");
		}
		this.service = service;
		this.minimumNodes = minimumNodes;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		GossipStatus status = this.service.getStatus();
		int connected = this.service.getConnected().size();
		List<String> problems = new ArrayList<>(status.problems());
		if (!status.running()) {
			problems.add("The service is not running.");
		}
		if (connected < this.minimumNodes) {
			problems.add("%d other nodes are up, and macula.gossip.health.minimum-nodes asks for %d."
				.formatted(connected, this.minimumNodes));
		}
		builder.status(problems.isEmpty() ? "UP" : "DOWN")
			.withDetail("cluster", this.service.getCluster())
			.withDetail("connected", connected);
		if (!problems.isEmpty()) {
			builder.withDetail("problems", problems);
		}
	}

}
