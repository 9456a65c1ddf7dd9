package io.macula.gossip.actuate;

import java.util.ArrayList;
import java.util.List;

import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipConfigurationException;
import io.macula.gossip.GossipStatus;
import io.macula.gossip.GossipStatus.Lifecycle;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} that is up while this node can be heard and can hear, whether
 * others are there or not; out of service once it was stopped, and unknown before it was
 * started.
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
		@Nullable GossipStatus status = this.service.getStatus();
		// A mock in a test knows of none
		if (status == null || !status.running()) {
			notRunning(builder, status);
			return;
		}
		int connected = this.service.getConnected().size();
		List<String> problems = new ArrayList<>(status.problems());
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

	/**
	 * A service that was never started says nothing of the application's health, which
	 * without others that are wrong is up then; whoever stops it takes it out of service.
	 */
	private void notRunning(Health.Builder builder, @Nullable GossipStatus status) {
		boolean stopped = status != null && status.lifecycle() == Lifecycle.STOPPED;
		builder.status(stopped ? Status.OUT_OF_SERVICE : Status.UNKNOWN)
			.withDetail("reason", stopped ? "The service was stopped: start() takes part again."
					: "The service was not started: macula.gossip.auto-startup is false, or it has not come to it yet.");
		if (!Mocks.isUntold(this.service)) {
			builder.withDetail("cluster", this.service.getCluster());
		}
	}

}
