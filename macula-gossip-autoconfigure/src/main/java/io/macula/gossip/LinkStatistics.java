package io.macula.gossip;

import java.time.Duration;

/**
 * What became of this node's attempts to link, since its service was made. Immutable.
 *
 * @param succeeded how many attempts ended in a link
 * @param failed how many did not
 * @param time how long the attempts that succeeded took together
 */
public record LinkStatistics(long succeeded, long failed, Duration time) {

}
