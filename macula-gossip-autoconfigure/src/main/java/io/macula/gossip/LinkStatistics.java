package io.macula.gossip;

import java.time.Duration;
import java.util.Map;

/**
 * What became of this node's attempts to link, since its service was made. Immutable.
 *
 * @param succeeded how many attempts ended in a link
 * @param failed how many did not
 * @param time how long the attempts that succeeded took together
 * @param refused how many were not made at all, by the reason; reasons that there were
 * none for may be missing
 * @param droppedHandshakes how many connections of others were closed before they were a
 * link, since more came than may be in their handshake at once
 */
public record LinkStatistics(long succeeded, long failed, Duration time, Map<ConnectRefusal, Long> refused,
		long droppedHandshakes) {

	/**
	 * Create statistics.
	 */
	public LinkStatistics {
		refused = Map.copyOf(refused);
	}

}
